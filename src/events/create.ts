import { chatOf, lockChat } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { follow } from '../log/append.ts'
import { Problem } from '../problem.ts'
import { findUser } from '../users/user.ts'
import { planDates } from './dates.ts'
import { type Event, homeOf } from './event.ts'
import { tellEvent } from './tell.ts'
import { type Repeat, settleTimes } from './times.ts'

export interface Draft {
  title: string
  description: string
  venue: string
  address: string
  date: string
  endDate: string | null
  time: string
  /** Undefined: the zone of the organizer's profile, else UTC. */
  zone: string | undefined
  repeat: Repeat | undefined
  capacity: number | null
  chatId: string | null
}

/**
 * Makes an event, for everybody or for the members of a chat. It may be past.
 * @throws Problem invalid; not_found for a chat that the actor is not in; forbidden where only its admins may
 */
export async function createEvent(
  tx: Tx,
  actor: Pick<Actor, 'id'>,
  draft: Draft,
  id = newId(),
): Promise<Event> {
  const {
    title,
    description,
    venue,
    address,
    date,
    endDate: end_date,
    time,
    repeat,
    capacity,
    chatId,
  } = draft
  if (chatId !== null) await requireChat(tx, actor.id, chatId)
  const zone = draft.zone ?? (await findUser(tx.db, actor.id)).zone ?? 'UTC'
  const event: Event = {
    id,
    organizer_id: actor.id,
    chat_id: chatId,
    own_chat_id: null,
    title,
    description,
    venue,
    address,
    ...settleTimes({ date, end_date, time, zone }, repeat),
    planned_until: null,
    capacity,
    state: 'planned',
    sequence: 0,
    version: 1,
    created_at: tx.at,
    updated_at: tx.at,
  }
  event.planned_until = await planDates(tx, event)
  await tx.db.insertInto('events').values(event).execute()
  if (chatId === null) follow(tx, [actor.id], homeOf(event))
  tellEvent(tx, event, 'event.created', actor.id)
  return event
}

/** @throws Problem not_found, forbidden, conflict */
async function requireChat(tx: Tx, userId: string, chatId: string): Promise<void> {
  await lockChat(tx, chatId)
  const { chat, member } = await chatOf(tx.db, userId, chatId)
  if (chat.host?.startsWith('event:'))
    throw new Problem('conflict', 'This chat is that of an event, and can have none of its own')
  if (chat.host && member.role === 'member')
    throw new Problem('forbidden', 'Only admins of this chat may make events for it')
}
