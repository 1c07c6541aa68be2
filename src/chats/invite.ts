import type { Kysely, Selectable } from 'kysely'
import { second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import type { InviteRow, Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { newSecret } from '../id.ts'
import { notFound } from '../problem.ts'
import { pictureUrl } from '../users/user.ts'
import { type Chat, groupOf, lockedGroupOf } from './chat.ts'

export const Invite = z
  .object({
    code: z.string(),
    chat_id: z.string(),
    created_by: z.string(),
    created_at: time,
    expires_at: time.nullable(),
    uses_left: z.number().int().nullable().openapi({ description: 'Null: as many as like' }),
    url: z.string().openapi({ description: 'Where to send people, on this server' }),
  })
  .openapi('Invite')

/** What an invite shows to somebody who is not in yet. */
export const Invitation = z
  .object({
    chat: z.object({
      id: z.string(),
      title: z.string(),
      picture: z.string().nullable(),
      member_count: z.number().int(),
    }),
  })
  .openapi('Invitation')

type InviteRecord = Selectable<InviteRow>

const toInvite = (row: InviteRecord): z.infer<typeof Invite> => ({ ...row, url: `/app/join/${row.code}` })

/** Makes a link by which whoever has it may join. @throws Problem not_found, forbidden, conflict for a direct chat */
export async function createInvite(
  tx: Tx,
  actor: Actor,
  chatId: string,
  { expiresIn, maxUses }: { expiresIn?: number | undefined; maxUses?: number | undefined },
) {
  await lockedGroupOf(tx, actor.id, chatId, 'admin')
  const invite: InviteRecord = {
    code: newSecret(),
    chat_id: chatId,
    created_by: actor.id,
    created_at: tx.at,
    expires_at: expiresIn === undefined ? null : tx.at + expiresIn * second,
    uses_left: maxUses ?? null,
  }
  await tx.db.insertInto('invites').values(invite).execute()
  return toInvite(invite)
}

/** The invites of a group that still let somebody in, by code. @throws Problem not_found, forbidden, conflict */
export async function listInvites(
  db: Db,
  now: number,
  userId: string,
  chatId: string,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  await groupOf(db.reader, userId, chatId, 'admin')
  const rows = await goodInvites(db.reader, now)
    .where('chat_id', '=', chatId)
    .where('code', '>', after ?? '')
    .orderBy('code')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, toInvite, (row) => row.code)
}

/** @throws Problem not_found, forbidden, conflict */
export async function revokeInvite(tx: Tx, actor: Actor, chatId: string, code: string): Promise<void> {
  await lockedGroupOf(tx, actor.id, chatId, 'admin')
  const gone = await tx.db
    .deleteFrom('invites')
    .where('chat_id', '=', chatId)
    .where('code', '=', code)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw notFound('invite')
}

/** What an invite leads to. @throws Problem not_found, also when it has expired or is used up */
export async function readInvite(
  db: Kysely<Schema>,
  now: number,
  code: string,
): Promise<z.infer<typeof Invitation>> {
  const { chat_id } = await findInvite(db, now, code)
  const chat: Chat = await db
    .selectFrom('chats')
    .selectAll()
    .where('id', '=', chat_id)
    .executeTakeFirstOrThrow()
  const { id, title, member_count } = chat
  return { chat: { id, title, picture: pictureUrl(chat.picture_id), member_count } }
}

/** An invite that still lets somebody in. @throws Problem not_found */
export async function findInvite(db: Kysely<Schema>, now: number, code: string): Promise<InviteRecord> {
  const invite = await goodInvites(db, now).where('code', '=', code).executeTakeFirst()
  if (!invite) throw notFound('invite')
  return invite
}

function goodInvites(db: Kysely<Schema>, now: number) {
  return db
    .selectFrom('invites')
    .selectAll()
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .where((is) => is.or([is('uses_left', 'is', null), is('uses_left', '>', 0)]))
}
