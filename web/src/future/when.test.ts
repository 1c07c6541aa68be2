import { expect, test } from 'bun:test'
import type { When } from '../store/things.ts'
import { blankWhen, dateOf, fromWhen, hourOf, pickDay, toWhen } from './when.ts'

const ZONE = 'Europe/Paris'
const now = Date.UTC(2027, 0, 10, 12)

test('what the server was asked for is filled in as it was', () => {
  const asked: When[] = [
    { choice: 'one_week' },
    { in: { unit: 'month', count: 2 }, zone: ZONE },
    { local: '2027-07-14T09:00', zone: ZONE },
    { local: '2027-07-14T09:00', zone: 'Asia/Tokyo', where_you_are: true },
    { local: '2027-01-29T09:00', zone: ZONE, repeat: { rule: 'FREQ=MONTHLY;BYDAY=-1FR' } },
    {
      local: '2027-01-29T09:00',
      zone: ZONE,
      repeat: { rule: 'FREQ=YEARLY;BYWEEKNO=20', except: ['2028-05-19'] },
    },
  ]
  for (const when of asked) expect(toWhen(fromWhen(when, ZONE, now))).toEqual(when)
})

test('an instant, and bounds, are shown by the clock of whoever looks', () => {
  const at = new Date('2031-03-04T05:06').getTime()
  expect(fromWhen({ at }, ZONE, now)).toMatchObject({
    way: 'day',
    date: '2031-03-04',
    hour: '05:06',
    zone: ZONE,
  })
  const [from, to] = [new Date('2031-03-04T00:00').getTime(), new Date('2031-05-06T23:59').getTime()]
  const when = { random: { from, to, hidden: true } }
  expect(toWhen(fromWhen(when, ZONE, now))).toEqual(when)
  expect([dateOf(at), hourOf(at)]).toEqual(['2031-03-04', '05:06'])
})

test('nothing is asked for before it is said', () => {
  const blank = blankWhen(ZONE, now)
  expect(toWhen(blank)).toBeUndefined()
  expect(toWhen({ ...blank, way: 'day', hour: '' })).toBeUndefined()
  expect(toWhen({ ...blank, way: 'delay', count: Number.NaN })).toBeUndefined()
  expect(toWhen({ ...blank, way: 'between', from: '' })).toBeUndefined()
  expect(toWhen({ ...blank, way: 'between', from: '2031-01-02', to: '2031-01-01' })).toBeUndefined()
  expect(fromWhen({}, ZONE, now).way).toBe('none')
})

test('another first day takes along what followed from the one before, and nothing else', () => {
  const monday = { ...blankWhen(ZONE, now), way: 'day' as const, repeats: true }
  expect(monday).toMatchObject({ date: '2027-01-11', repeat: { weekdays: ['MO'], nth: 2, weekday: 'MO' } })
  expect(pickDay(monday, '2027-01-30').repeat).toMatchObject({ weekdays: ['SA'], nth: -1, weekday: 'SA' })
  const chosen = {
    ...monday,
    repeat: { ...monday.repeat, weekdays: ['MO' as const, 'TU' as const], nth: -1 as const },
  }
  expect(pickDay(chosen, '2027-01-30').repeat).toMatchObject({
    weekdays: ['MO', 'TU'],
    nth: -1,
    weekday: 'MO',
  })
  expect(pickDay(monday, '2029-01-30').repeat.until).toBe('2030-01-30')
})
