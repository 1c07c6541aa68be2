import { expect, test } from 'bun:test'
import { reduce } from './reduce.ts'
import { nothing, type State } from './state.ts'
import './together-entries.ts'

const hear = (state: State, kind: string, body: unknown) => reduce(state, { what: 'learnt', kind, body })

test('whoever shows a project or an event learns that there is something new about it, and about no other', () => {
  const left = hear(nothing, 'project.member_left', { project: { id: 'p' }, user: { id: 'u' } })
  expect(left.news).toEqual({ projects: 1, 'project:p': 1 })
  const planned = hear(left, 'event.created', { event: { id: 'e' } })
  const answered = hear(planned, 'event.answered', { event_id: 'e', user_id: 'u', answer: 'yes' })
  expect(answered.news).toEqual({ projects: 1, 'project:p': 1, events: 2, 'event:e': 2 })
})

test('after a gap all of it is read anew', () => {
  const before = hear(nothing, 'event.deleted', { event_id: 'e' })
  const snapshot = { of: 'everything' as const, me: { id: 'me' } as never, chats: [], blocked: [] }
  expect(reduce(before, { what: 'snapshot', snapshot, since: [] }).news).toBeUndefined()
})
