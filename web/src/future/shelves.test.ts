import { expect, test } from 'bun:test'
import type { OccurrenceState, Scheduled } from '../store/things.ts'
import { byDate, byOutcome, isOnItsWay, onShelf } from './shelves.ts'

const now = new Date('2027-01-13T12:00').getTime()

function scheduled(
  id: string,
  due: string | null,
  states: OccurrenceState[] = ['planned'],
  more = {},
): Scheduled {
  const next_at = due === null ? null : new Date(due).getTime()
  const recipients = states.map((state, n) => ({
    ...{ id: `${id}${n}`, n: 1, to: {}, state, due_at: next_at, state_at: next_at ?? 0, reason: null },
    ...{ attempts: 0, chat_id: null, message_id: null },
  }))
  return { id, next_at, recipients, state: 'active', ...more } as Scheduled
}

const seen = (groups: ReturnType<typeof byDate>) =>
  groups.map(({ of, at, items }) => [of, at && new Date(at).toDateString(), items.map(({ id }) => id).join()])

test('what is on its way stands by days at first, then by months, then by years', () => {
  const items = [
    scheduled('far', '2039-05-01T09:00'),
    scheduled('later', '2027-01-13T18:00'),
    scheduled('soon', '2027-01-13T13:00'),
    scheduled('near', '2027-01-19T23:00'),
    scheduled('month', '2027-01-20T00:00'),
    scheduled('autumn', '2027-12-31T09:00'),
    scheduled('next', '2028-01-01T09:00'),
    scheduled('hidden', null),
    scheduled('paused', '2027-01-14T09:00', ['planned'], { state: 'paused' }),
    scheduled('nobody', '2026-12-01T09:00', ['waiting']),
    scheduled('late', '2027-01-01T09:00', ['delivered', 'asking']),
  ]
  expect(seen(byDate(items, now))).toEqual([
    ['asks', 0, 'late'],
    ['day', 'Wed Jan 13 2027', 'soon,later'],
    ['day', 'Tue Jan 19 2027', 'near'],
    ['month', 'Fri Jan 01 2027', 'month'],
    ['month', 'Wed Dec 01 2027', 'autumn'],
    ['year', 'Sat Jan 01 2028', 'next'],
    ['year', 'Sat Jan 01 2039', 'far'],
    ['unknown', 0, 'hidden'],
    ['on hold', 0, 'nobody,paused'],
  ])
})

test('what has become of it stands the latest first, and on each shelf that it belongs to', () => {
  const items = [
    scheduled('old', '2020-01-01T09:00', ['delivered']),
    scheduled('new', '2027-01-13T09:00', ['delivered', 'blocked']),
    scheduled('gone', '2027-01-12T09:00', ['cancelled']),
    scheduled('to come', '2027-01-14T09:00', ['planned', 'failed']),
  ]
  const ids = (shelf: Parameters<typeof onShelf>[1]) => onShelf(items, shelf).map(({ id }) => id)
  expect(ids('pending')).toEqual(['to come'])
  expect(ids('delivered')).toEqual(['old', 'new'])
  expect(ids('failed')).toEqual(['new', 'gone', 'to come'])
  expect(seen(byOutcome(onShelf(items, 'delivered'), now))).toEqual([
    ['day', 'Wed Jan 13 2027', 'new'],
    ['year', 'Wed Jan 01 2020', 'old'],
  ])
  expect(items.map(isOnItsWay)).toEqual([false, false, false, true])
})
