import type { Tx } from '../db/commit.ts'
import type { GuestAnswer } from '../db/schema.ts'
import { type Alert, append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { countsOf, type Event, homeOf, toEventInfo } from './event.ts'

type Kind = 'event.created' | 'event.updated' | 'event.cancelled'

/** What those who are away are told of an event. A later one of the same event takes the place of this one. */
export function alertOf(key: string, { id, title }: Pick<Event, 'id' | 'title'>, args: object = {}): Alert {
  return { key, args: { title, ...args }, collapse: `event:${id}` }
}

/** Says what an event is now. `quietly`: nobody who is away needs to know. */
export function tellEvent(tx: Tx, event: Event, kind: Kind, actorId: string | null, quietly = false): void {
  const alert = quietly ? undefined : alertOf(kind, event)
  const body = { event: toEventInfo(event) }
  append(tx, { stream: homeOf(event), kind, actorId, body, about: event.id, alert })
}

/** What somebody has answered, or what has become of his answer. */
export interface Answered {
  userId: string
  answer: GuestAnswer
}

/** Says who comes now, each in an entry of his own, and how many they are altogether. */
export async function tellAnswers(
  tx: Tx,
  event: Event,
  actorId: string | null,
  answered: Answered[],
): Promise<void> {
  const counts = (await countsOf(tx.db, [event.id])).get(event.id)!
  for (const { userId, answer } of answered) {
    const body = { event_id: event.id, user_id: userId, answer, counts }
    append(tx, { stream: homeOf(event), kind: 'event.answered', actorId, body, about: event.id })
  }
}

/** Tells somebody himself, and alerts him, unless it was he who did it. */
export function tellOne(
  tx: Tx,
  event: Event,
  userId: string,
  kind: 'event.invited' | 'event.joined' | 'event.promoted' | 'event.demoted',
  actorId: string | null,
): void {
  const alert = actorId === userId ? undefined : alertOf(kind, event)
  const body = { event: toEventInfo(event) }
  append(tx, { stream: userStream(userId), kind, actorId, body, about: event.id, alert })
}
