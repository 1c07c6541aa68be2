import type { EventView } from '../../src/events/view.ts'
import type { State } from './snapshot.ts'

type Info = Omit<EventView, 'counts' | 'answer' | 'reminders'>
type Counted = Pick<EventView, 'counts'> & { event_id: string }

const none = { yes: 0, waiting: 0, maybe: 0, no: 0, invited: 0 }

/** What becomes of the events that somebody knows of, by the entries about them. */
export const eventKinds = {
  'event.created': put,
  'event.updated': put,
  'event.cancelled': put,
  'event.joined': put,
  'event.promoted': put,
  'event.demoted': put,
  'event.invited'(state: State, body: { event: Info }) {
    put(state, body)
    change(state, body.event.id, { answer: 'invited' })
  },
  'event.deleted': (state: State, { event_id }: { event_id: string }) =>
    drop(state, ({ id }) => id === event_id),
  'event.answered'(
    state: State,
    { event_id, user_id, answer, counts }: Counted & { user_id: string; answer: EventView['answer'] },
  ) {
    change(state, event_id, { counts })
    if (user_id === state.me.id)
      change(state, event_id, { answer, ...(answer === 'no' ? { reminders: [] } : {}) })
  },
  'event.guests_added': (state: State, { event_id, counts }: Counted) => change(state, event_id, { counts }),
  'event.guest_removed'(state: State, { event_id, user_id, counts }: Counted & { user_id: string }) {
    change(state, event_id, { counts })
    if (user_id !== state.me.id) return
    change(state, event_id, { answer: null, reminders: [] })
    drop(state, ({ id, chat_id }) => id === event_id && chat_id === null)
  },
  'event.reminders_set': (state: State, body: { event_id: string; minutes_before: number[] }) =>
    change(state, body.event_id, { reminders: body.minutes_before }),
  'event.reminded': () => {},
}

/** Somebody is not in a chat any more, or it is there no more: nor are its events. */
export function leaveEvents(state: State, chatId: string): void {
  drop(state, ({ chat_id }) => chat_id === chatId)
}

/** Puts an event in its place, unless a later version is known. */
function put(state: State, { event }: { event: Info }): void {
  const before = state.events.find(({ id }) => id === event.id)
  if (before) {
    if (event.version >= before.version) Object.assign(before, event)
    return
  }
  state.events.push({ ...event, counts: none, answer: null, reminders: [] })
  state.events.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function change(state: State, eventId: string, what: Partial<EventView>): void {
  const event = state.events.find(({ id }) => id === eventId)
  if (event) Object.assign(event, what)
}

function drop(state: State, which: (event: EventView) => boolean): void {
  state.events = state.events.filter((event) => !which(event))
}
