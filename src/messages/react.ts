import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { ReactionRow, Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { Card, toCard } from '../users/user.ts'
import { readEmoji } from './emoji.ts'
import { messageOf, messageToChange } from './message.ts'
import { requireReach } from './reach.ts'
import { reactionsOf } from './view.ts'

const MOST_EMOJI = 20

export const Reaction = z.object({ user: Card, emoji: z.string(), created_at: time }).openapi('Reaction')

interface Place {
  chat: string
  message: string
}

/** Gives an emoji to a message. @throws Problem not_found, forbidden, invalid, conflict when it is deleted or has too many */
export async function react(tx: Tx, actor: Actor, place: Place, emojiText: string): Promise<void> {
  const emoji = readEmoji(emojiText)
  const { chat, row } = await messageToChange(tx, actor.id, place.chat, place.message)
  if (row.deleted_at !== null) throw new Problem('conflict', 'The message is deleted')
  await requireReach(tx.db, chat)
  const there = await tx.db
    .selectFrom('reactions')
    .select('emoji')
    .distinct()
    .where('message_id', '=', row.id)
    .execute()
  if (there.length >= MOST_EMOJI && !there.some((one) => one.emoji === emoji))
    throw new Problem('conflict', `A message can have ${MOST_EMOJI} different reactions`)
  const mine = await tx.db
    .selectFrom('reactions')
    .select('emoji')
    .where('message_id', '=', row.id)
    .where('user_id', '=', actor.id)
    .where('emoji', '=', emoji)
    .executeTakeFirst()
  if (mine) return
  const reaction = { message_id: row.id, user_id: actor.id, emoji }
  await tx.db
    .insertInto('reactions')
    .values({ ...reaction, created_at: tx.at })
    .execute()
  await say(tx, 'reaction.added', chat.id, reaction)
}

/** Takes my emoji from a message again. @throws Problem not_found, invalid */
export async function unreact(tx: Tx, actor: Actor, place: Place, emojiText: string): Promise<void> {
  const emoji = readEmoji(emojiText)
  const { chat, row } = await messageToChange(tx, actor.id, place.chat, place.message)
  const gone = await tx.db
    .deleteFrom('reactions')
    .where('message_id', '=', row.id)
    .where('user_id', '=', actor.id)
    .where('emoji', '=', emoji)
    .executeTakeFirst()
  if (gone.numDeletedRows > 0n)
    await say(tx, 'reaction.removed', chat.id, { message_id: row.id, user_id: actor.id, emoji })
}

/** With all the reactions that the message has now: whoever only adds up what he hears counts some twice. */
async function say(
  tx: Tx,
  kind: string,
  chatId: string,
  reaction: Omit<ReactionRow, 'created_at'>,
): Promise<void> {
  const { message_id, user_id } = reaction
  const counts = (await reactionsOf(tx.db, user_id, [message_id])).get(message_id) ?? []
  const reactions = counts.map(({ emoji, count }) => ({ emoji, count }))
  append(tx, {
    stream: chatStream(chatId),
    kind,
    actorId: user_id,
    body: { chat_id: chatId, ...reaction, reactions },
    about: message_id,
  })
}

/** Who gave which emoji to a message, the earliest first. @throws Problem not_found, invalid */
export async function listReactions(
  db: Kysely<Schema>,
  userId: string,
  place: Place,
  after: string | undefined,
  limit: number,
) {
  const { row } = await messageOf(db, userId, place.chat, place.message)
  const from = after === undefined ? undefined : readKey(after)
  const rows = await db
    .selectFrom('reactions')
    .innerJoin('users', 'users.id', 'reactions.user_id')
    .selectAll('users')
    .select(['reactions.emoji', 'reactions.created_at as given_at'])
    .where('reactions.message_id', '=', row.id)
    .$if(from !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('reactions.created_at', 'reactions.user_id', 'reactions.emoji'),
          '>',
          is.tuple(from!.givenAt, from!.userId, from!.emoji),
        ),
      ),
    )
    .orderBy('reactions.created_at')
    .orderBy('reactions.user_id')
    .orderBy('reactions.emoji')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    ({ emoji, given_at, ...user }) => ({ user: toCard(user), emoji, created_at: given_at }),
    (last) => `${last.given_at}.${last.id}.${last.emoji}`,
  )
}

function readKey(key: string): { givenAt: number; userId: string; emoji: string } {
  const parts = /^(\d{1,15})\.([0-9a-f-]{36})\.(.+)$/u.exec(key)
  if (!parts) throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  return { givenAt: Number(parts[1]), userId: parts[2]!, emoji: parts[3]! }
}
