import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { id, text, z } from '../http/schemas.ts'
import { notFound, Problem } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { normalizePhone } from '../users/names.ts'

/** One of the three. */
export const To = z
  .strictObject({ user_id: id.optional(), chat_id: id.optional(), phone: text(40, 3).optional() })
  .refine(
    (to) => Object.values(to).filter((one) => one !== undefined).length === 1,
    'must name either a user_id, a chat_id or a phone',
  )
export type To = z.output<typeof To>

/** Whom something is written to. A direct chat is its other person. */
export interface Recipient {
  recipient: string
  to_user_id: string | null
  to_chat_id: string | null
  to_phone: string | null
  zone: string | null
}

/**
 * Finds those whom somebody writes to, each once, and whether he may.
 * @throws Problem not_found for a chat that is not his, forbidden where one of the two blocks the other, invalid
 */
export async function findRecipients(
  db: Kysely<Schema>,
  senderId: string,
  wanted: To[],
  country: string,
): Promise<Recipient[]> {
  const phones = await ownersOf(
    db,
    wanted.flatMap(({ phone }) => (phone === undefined ? [] : [normalizePhone(phone, country)])),
  )
  const chats = await chatsOf(
    db,
    senderId,
    wanted.flatMap(({ chat_id }) => chat_id ?? []),
  )
  const found = new Map<string, Recipient>()
  const add = (one: Omit<Recipient, 'zone'>) => found.set(one.recipient, { ...one, zone: null })
  for (const { user_id } of wanted) if (user_id) add(toUser(user_id))
  for (const chat of chats) add(chat.peer ? toUser(chat.peer) : toChat(chat.id))
  for (const [phone, owner] of phones)
    if (!found.has(`user:${owner}`)) add({ ...toUser(owner), recipient: `phone:${phone}`, to_phone: phone })
  const recipients = [...found.values()]
  await requirePeople(db, senderId, recipients)
  return withZones(db, recipients)
}

const toUser = (userId: string | null) => ({
  recipient: `user:${userId}`,
  to_user_id: userId,
  to_chat_id: null,
  to_phone: null,
})

const toChat = (chatId: string) => ({
  recipient: `chat:${chatId}`,
  to_user_id: null,
  to_chat_id: chatId,
  to_phone: null,
})

/** Whose these numbers are, as far as that is proven. */
async function ownersOf(db: Kysely<Schema>, phones: string[]): Promise<Map<string, string | null>> {
  const owners = new Map<string, string | null>(phones.map((phone) => [phone, null]))
  if (phones.length === 0) return owners
  const rows = await db
    .selectFrom('users')
    .select(['id', 'phone'])
    .where('phone', 'in', phones)
    .where('phone_verified_at', 'is not', null)
    .where('state', '!=', 'deleted')
    .execute()
  for (const { id, phone } of rows) owners.set(phone!, id)
  return owners
}

async function chatsOf(
  db: Kysely<Schema>,
  userId: string,
  chatIds: string[],
): Promise<{ id: string; peer?: string }[]> {
  if (chatIds.length === 0) return []
  const rows = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chat_id')
    .select(['chats.id', 'chats.pair'])
    .where('members.user_id', '=', userId)
    .where('chats.id', 'in', chatIds)
    .execute()
  if (rows.length < new Set(chatIds).size) throw notFound('chat')
  return rows.map(({ id, pair }) => {
    const peer = pair?.split(':').find((one) => one !== userId) ?? (pair === null ? undefined : userId)
    return peer === undefined ? { id } : { id, peer }
  })
}

async function requirePeople(db: Kysely<Schema>, senderId: string, recipients: Recipient[]): Promise<void> {
  const named = recipients.filter((one) => one.to_phone === null)
  const ids = named.flatMap((one) => one.to_user_id ?? [])
  if (ids.length === 0) return
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '!=', 'deleted')
    .execute()
  if (rows.length < ids.length) throw notFound('user')
  const blocked = await blockedAmong(db, senderId, ids)
  if (blocked.size > 0) throw new Problem('forbidden', 'You cannot reach one of these people')
}

async function withZones(db: Kysely<Schema>, recipients: Recipient[]): Promise<Recipient[]> {
  const ids = recipients.flatMap((one) => one.to_user_id ?? [])
  if (ids.length === 0) return recipients
  const rows = await db.selectFrom('users').select(['id', 'zone']).where('id', 'in', ids).execute()
  const zones = new Map(rows.map((row) => [row.id, row.zone]))
  return recipients.map((one) => ({ ...one, zone: (one.to_user_id && zones.get(one.to_user_id)) || null }))
}
