import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { time, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { lockedMemberOf } from './chat.ts'

/** How "for ever" is written: the last millisecond of the year 9999, the last that every language has a date for. */
export const FOR_EVER = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

export const mutedUntil = time.nullable().openapi({
  description: `I have muted the chat while this lies ahead; ${FOR_EVER}: for ever`,
})

export const MuteState = z.object({ chat_id: z.string(), muted_until: mutedUntil }).openapi('MuteState')
export type MuteState = z.infer<typeof MuteState>

/**
 * I want to be told no more of what is said here, until a time (UTC milliseconds). Nobody else hears of it.
 * @throws Problem not_found, invalid for a time that is over
 */
export async function mute(tx: Tx, actor: Actor, chatId: string, until: number): Promise<MuteState> {
  if (until <= tx.at) throw new Problem('invalid', 'body.muted_until: must lie ahead')
  return change(tx, actor, chatId, until, 'chat.muted')
}

/** I want to be told again. @throws Problem not_found */
export function unmute(tx: Tx, actor: Actor, chatId: string): Promise<MuteState> {
  return change(tx, actor, chatId, null, 'chat.unmuted')
}

async function change(tx: Tx, actor: Actor, chatId: string, muted_until: number | null, kind: string) {
  const { member } = await lockedMemberOf(tx, actor.id, chatId)
  const state: MuteState = { chat_id: chatId, muted_until }
  if (member.muted_until === muted_until) return state
  await tx.db
    .updateTable('members')
    .set({ muted_until })
    .where('chat_id', '=', chatId)
    .where('user_id', '=', actor.id)
    .execute()
  append(tx, { stream: userStream(actor.id), kind, actorId: actor.id, body: state })
  return state
}

/** Until when each of these chats is muted by whom, where that is later than a time (UTC milliseconds); by "user chat". */
export async function findMuted(
  db: Kysely<Schema>,
  chatIds: string[],
  after: number,
): Promise<Map<string, number>> {
  if (chatIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'chat_id', 'muted_until'])
    .where('chat_id', 'in', chatIds)
    .where('muted_until', '>', after)
    .execute()
  return new Map(rows.map((row) => [`${row.user_id} ${row.chat_id}`, row.muted_until!]))
}

/** Did somebody not want to be told of what was said here at this time (UTC milliseconds)? */
export async function isMuted(db: Kysely<Schema>, userId: string, chatId: string, at: number) {
  const row = await db
    .selectFrom('members')
    .select('muted_until')
    .where('chat_id', '=', chatId)
    .where('user_id', '=', userId)
    .where('muted_until', '>', at)
    .executeTakeFirst()
  return row !== undefined
}
