import type { Apply } from './reduce.ts'
import { type State, without } from './state.ts'
import type { Announcement, Scheduled } from './things.ts'

/** What becomes of what I have written to the future, and what is announced to me; once they were read. */
export const futureKinds: Record<string, Apply> = {
  'scheduled.planned': (state, { scheduled }: { scheduled: Scheduled }) => withScheduled(state, [scheduled]),
  'scheduled.updated': (state, { scheduled }: { scheduled: Scheduled }) => withScheduled(state, [scheduled]),
  'scheduled.forgotten': (state, { scheduled_id }: { scheduled_id: string }) =>
    state.scheduled ? { ...state, scheduled: without(state.scheduled, scheduled_id) } : state,
  'scheduled.announced': (state, { announcement }: { announcement: Announcement }) => {
    // What I write to a group is announced to its other members.
    if (!state.announced || announcement.sender_id === state.me?.id) return state
    return { ...state, announced: { ...state.announced, [announcement.id]: announcement } }
  },
  'scheduled.concluded': (state, { id }: { id: string }) =>
    state.announced ? { ...state, announced: without(state.announced, id) } : state,
}

/** The newest of each; where nothing was read yet, nothing is kept. */
export function withScheduled(state: State, some: Scheduled[]): State {
  const { scheduled } = state
  if (!scheduled) return state
  const news = some.filter(({ id, version }) => version >= (scheduled[id]?.version ?? 0))
  return { ...state, scheduled: { ...scheduled, ...byId(news) } }
}

export const byId = <T extends { id: string }>(items: T[]): Record<string, T> =>
  Object.fromEntries(items.map((one) => [one.id, one]))
