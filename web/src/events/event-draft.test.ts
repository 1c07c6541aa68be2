import { expect, test } from 'bun:test'
import type { EventDate, EventView } from './event.ts'
import { blank, bodyOf, dateBodyOf, fromEvent, pickDate, shiftedBy } from './event-draft.ts'

const told = {
  ...{ title: 'Choir', description: '', venue: 'Hall', address: '', date: '2027-07-14', end_date: null },
  ...{ time: '8pm', zone: 'Europe/Paris', capacity: 12, chat_id: null },
}
const event = {
  ...told,
  id: 'e',
  repeat: { rule: 'BYDAY=WE;FREQ=WEEKLY', except: ['2027-07-21'] },
} as EventView
const date = { ...told, original_date: '2027-07-28', date: '2027-07-28', venue: 'Church' } as EventDate

test('what was filled in is sent, and what was left empty is nothing', () => {
  const draft = { ...blank('c', '2027-07-14', 'Europe/Paris'), title: ' Choir ', time: '8pm ' }
  const body = { ...told, venue: '', capacity: null, chat_id: 'c', repeat: null }
  expect(bodyOf(draft)).toEqual(body)
  const weekly = bodyOf({ ...draft, capacity: '3', when: { ...draft.when, repeats: true } })
  expect([weekly.capacity, weekly.repeat]).toEqual([3, { rule: 'FREQ=WEEKLY;BYDAY=WE' }])
  expect(bodyOf({ ...draft, endDate: '2027-07-14' }).end_date).toBe(null)
})

test('another first day takes the last one along', () => {
  const draft = { ...blank(null, '2027-07-14', 'UTC'), endDate: '2027-07-16' }
  expect(pickDate(draft, '2027-07-31').endDate).toBe('2027-08-02')
  expect(pickDate({ ...draft, endDate: '' }, '2027-07-31').endDate).toBe('')
})

test('only what is another is sent, so that what somebody else changed meanwhile on a date stays', () => {
  const draft = fromEvent(event)
  expect(shiftedBy(event, draft)).toEqual({})
  expect(shiftedBy(event, { ...draft, capacity: '', venue: 'Church' })).toEqual({
    capacity: null,
    venue: 'Church',
  })
  const once = { ...draft, when: { ...draft.when, repeats: false } }
  expect(shiftedBy(event, once)).toEqual({ repeat: null })
  expect(dateBodyOf(date, fromEvent(event, date))).toEqual({})
  expect(dateBodyOf(date, { ...fromEvent(event, date), time: '9pm' })).toEqual({ time: '9pm' })
})
