import { type Apply, kinds } from './reduce.ts'
import type { State } from './state.ts'

/** Something was told about each of these: whoever shows one of them reads it anew. */
function withNews(state: State, topics: string[]): State {
  const { news = {} } = state
  return {
    ...state,
    news: { ...news, ...Object.fromEntries(topics.map((one) => [one, (news[one] ?? 0) + 1])) },
  }
}

const ofProject: Apply = (state, { project }: { project: { id: string } }) =>
  withNews(state, ['projects', `project:${project.id}`])

const ofEvent: Apply = (state, { event, event_id }: { event?: { id: string }; event_id?: string }) =>
  withNews(state, ['events', `event:${event?.id ?? event_id}`])

const projectKinds = [
  ...['created', 'edited', 'archived', 'unarchived', 'deleted', 'owner_changed'],
  ...['member_added', 'member_left', 'member_removed', 'coach_designated', 'coach_withdrawn'],
]
const eventKinds = [
  ...['created', 'updated', 'cancelled', 'deleted', 'answered', 'guests_added', 'guest_removed'],
  ...['joined', 'invited', 'promoted', 'demoted', 'reminders_set', 'reminded'],
]

/**
 * Of projects and events the log tells that there is something new, and their pages read it; these kinds are known as soon
 * as this file is there, which comes with the pages.
 */
for (const kind of projectKinds) kinds[`project.${kind}`] = ofProject
for (const kind of eventKinds) kinds[`event.${kind}`] = ofEvent
