import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { reacting } from '../log/react.ts'
import type { Farewell } from '../users/remove.ts'
import { eraseEvent } from './delete.ts'
import type { Event } from './event.ts'
import { removeGuest } from './guests.ts'
import type { Mails } from './mail.ts'

interface Body {
  chat_id: string
  user_id: string
}

/** What is said, and what then becomes of events in the same transaction. */
export function eventConsequences(config: Mails): (tx: Tx) => Promise<void> {
  return reacting<Body>({
    'chat.member_removed': (tx, _, { chat_id, user_id }) => leaveEventsOf(tx, config, chat_id, user_id),
    'chat.deleted': (tx, { actor_id }, { chat_id }) => eraseEventsOf(tx, config, chat_id, actor_id!),
  })
}

/** Somebody is no member of a chat any more: of what was for its members, he is no guest. */
async function leaveEventsOf(tx: Tx, config: Mails, chatId: string, userId: string): Promise<void> {
  const mine = tx.db.selectFrom('event_guests').select('event_id').where('user_id', '=', userId)
  const events = await locked(tx, (query) => query.where('chat_id', '=', chatId).where('id', 'in', mine))
  for (const event of events) await removeGuest(tx, config, event, userId, userId)
  const its = tx.db.selectFrom('events').select('id').where('chat_id', '=', chatId)
  await tx.db
    .deleteFrom('event_reminders')
    .where('user_id', '=', userId)
    .where('event_id', 'in', its)
    .execute()
}

async function eraseEventsOf(tx: Tx, config: Mails, chatId: string, actorId: string): Promise<void> {
  for (const event of await locked(tx, (query) => query.where('chat_id', '=', chatId)))
    await eraseEvent(tx, config, event, actorId)
}

/** An account goes: with it what it has organized, and its answers; places become free. */
export function forgetEvents(config: Mails): Farewell {
  return async (tx, userId) => {
    const mine = tx.db.selectFrom('event_guests').select('event_id').where('user_id', '=', userId)
    const events = await locked(tx, (query) =>
      query.where((is) => is.or([is('organizer_id', '=', userId), is('id', 'in', mine)])),
    )
    for (const event of events)
      if (event.organizer_id === userId) await eraseEvent(tx, config, event, userId)
      else await removeGuest(tx, config, event, userId, userId)
    await tx.db.deleteFrom('event_reminders').where('user_id', '=', userId).execute()
    await tx.db.deleteFrom('event_mails').where('user_id', '=', userId).execute()
    await tx.db.deleteFrom('calendar_feeds').where('user_id', '=', userId).execute()
  }
}

type Query = ReturnType<typeof selectEvents>

function selectEvents(tx: Tx) {
  return tx.db.selectFrom('events').selectAll().orderBy('id')
}

/** Always in the same order, so that two who lock several do not wait for each other. */
function locked(tx: Tx, narrow: (query: Query) => Query): Promise<Event[]> {
  return lock(tx.dialect, narrow(selectEvents(tx))).execute()
}
