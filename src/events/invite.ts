import { findAddable } from '../chats/admit.ts'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Actor } from '../http/house.ts'
import { append, follow } from '../log/append.ts'
import { Problem } from '../problem.ts'
import { findUser, type User } from '../users/user.ts'
import { countsOf, type Event, homeOf, lockManaged, requirePlanned } from './event.ts'
import { type Mails, mailInvited } from './mail.ts'
import { tellOne } from './tell.ts'

/** People here, and addresses of people anywhere. */
export interface Invited {
  userIds: string[]
  emails: string[]
}

/**
 * Invites people to an event: those who are here are told, and get it by mail too, if they have confirmed an address. Who
 * was invited before stays as he is. What is for the members of a chat, only they are invited to.
 * @throws Problem not_found, forbidden, conflict, too_many
 */
export async function invite(
  tx: Tx,
  config: Mails,
  actor: Actor,
  eventId: string,
  { userIds, emails }: Invited,
): Promise<Event> {
  const event = await lockManaged(tx, actor.id, eventId)
  requirePlanned(event)
  if (emails.length > 0) requireMail(config, event)
  const asked = [...new Set(userIds)].filter((id) => id !== event.organizer_id)
  const users = await findAddable(tx, actor.id, asked)
  await requireMembers(tx, event, users)
  const newcomers = await withoutGuests(tx, event, users)
  await addToList(tx, event, newcomers, actor.id)
  const { language } = await findUser(tx.db, actor.id)
  const addresses = emails.map((address) => ({
    address,
    userId: null,
    language: language ?? ('en' as const),
  }))
  await mailInvited(tx, config, event, actor.id, [...reading(newcomers), ...addresses])
  return event
}

/** @throws Problem conflict */
function requireMail({ mail }: Mails, { chat_id }: Event): void {
  if (!mail) throw new Problem('conflict', 'This server sends no mail')
  if (chat_id !== null)
    throw new Problem('conflict', 'This event is for the members of its chat: others cannot be invited')
}

/** @throws Problem conflict */
async function requireMembers({ db }: Tx, { chat_id }: Event, users: User[]): Promise<void> {
  if (chat_id === null || users.length === 0) return
  const ids = users.map((user) => user.id)
  const { many } = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('many'))
    .where('chat_id', '=', chat_id)
    .where('user_id', 'in', ids)
    .executeTakeFirstOrThrow()
  if (Number(many) < ids.length)
    throw new Problem('conflict', 'This event is for the members of its chat: others cannot be invited')
}

async function withoutGuests({ db }: Tx, { id }: Event, users: User[]): Promise<User[]> {
  if (users.length === 0) return []
  const ids = users.map((user) => user.id)
  const query = db.selectFrom('event_guests').select('user_id').where('event_id', '=', id)
  const there = new Set((await query.where('user_id', 'in', ids).execute()).map((row) => row.user_id))
  return users.filter((user) => !there.has(user.id))
}

async function addToList(tx: Tx, event: Event, users: User[], actorId: string): Promise<void> {
  if (users.length === 0) return
  const userIds = users.map((user) => user.id)
  const row = { event_id: event.id, answer: 'invited' as const, place: 0, answered_at: null }
  await insertAll(
    tx.db,
    'event_guests',
    userIds.map((user_id) => ({ ...row, user_id, created_at: tx.at })),
  )
  for (const userId of userIds) tellOne(tx, event, userId, 'event.invited', actorId)
  if (event.chat_id === null) follow(tx, userIds, homeOf(event))
  const counts = (await countsOf(tx.db, [event.id])).get(event.id)!
  const body = { event_id: event.id, user_ids: userIds, counts }
  append(tx, { stream: homeOf(event), kind: 'event.guests_added', actorId, body, about: event.id })
}

/** Those who have shown that they read what is sent to them. */
function reading(users: User[]) {
  return users.flatMap(({ id, email, email_verified_at, language }) =>
    email === null || email_verified_at === null
      ? []
      : [{ address: email, userId: id, language: language ?? ('en' as const) }],
  )
}
