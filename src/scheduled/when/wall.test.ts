import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { dateOf, dayNumber, daysInMonth, daysInYear, weekdayOf, weekOf } from './calendar.ts'
import { LAST_MOMENT, momentsOf, readWall, writeWall } from './wall.ts'

test('a local time is read, and written in one way', () => {
  const rows: [string, string | undefined][] = [
    ['2027-07-14T09:00', '2027-07-14T09:00:00'],
    ['2027-07-14T09:00:30', '2027-07-14T09:00:30'],
    ['2027-07-14T09:00:30.5', '2027-07-14T09:00:30.500'],
    ['2027-07-14', '2027-07-14T00:00:00'],
    ['2028-02-29T23:59:59.999', '2028-02-29T23:59:59.999'],
    ['9999-12-31T23:59', '9999-12-31T23:59:00'],
    ['0001-01-01T00:00', '0001-01-01T00:00:00'],
  ]
  for (const [text, written] of rows) expect([text, writeWall(readWall(text)!)]).toEqual([text, written!])
})

test('what is no local time is none', () => {
  const wrong = `2027-02-29T09:00 2027-02-30 2027-13-01T09:00 2027-00-01T09:00 2027-01-00 2027-01-32T09:00 2027-07-14T24:00
    2027-07-14T09:60 2027-07-14T09:00:60 2027-07-14T09 2027-7-14T09:00 2027-07-14T09:00Z 2027-07-14T09:00+02:00 10000-01-01T00:00
    -2027-07-14T09:00 +2027-07-14T09:00 27-07-14 2027-07-14T 2027-07-14t09:00 2027-07-14T09:00:00.1234 NaN now 2027`
  for (const text of ['', '2027-07-14 09:00', '2027-07-14T09:00\n', ...wrong.split(/\s+/)])
    expect([text, readWall(text)]).toEqual([text, undefined])
})

test('a local time has one moment, or two where clocks are put back', () => {
  const moments = (text: string, zone: string) =>
    momentsOf(readWall(text)!, zone).map((at) => new Date(at).toISOString().slice(11, 16))
  expect(moments('2027-10-31T02:30', 'Europe/Paris')).toEqual(['00:30', '01:30'])
  expect(moments('2027-10-31T03:00', 'Europe/Paris')).toEqual(['02:00'])
  expect(moments('2027-03-28T02:30', 'Europe/Paris')).toEqual(['01:30'])
  expect(moments('2027-04-04T01:30', 'Australia/Lord_Howe')).toEqual(['14:30', '15:00'])
})

test('the calendar is that of Temporal, to the year 9999', () => {
  const days = fc.integer({ min: -1_000_000, max: Math.floor(LAST_MOMENT / 86_400_000) })
  fc.assert(
    fc.property(days, (number) => {
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: number })
      expect(dateOf(number)).toEqual({ year: date.year, month: date.month, day: date.day })
      expect(dayNumber(date.year, date.month, date.day)).toBe(number)
      expect(weekdayOf(number)).toBe(date.dayOfWeek - 1)
      expect(daysInMonth(date.year, date.month)).toBe(date.daysInMonth)
      expect(daysInYear(date.year)).toBe(date.daysInYear)
      expect(weekOf(number, 0).week).toBe(date.weekOfYear!)
      const end = Temporal.PlainDate.from({ year: date.yearOfWeek!, month: 12, day: 28 })
      expect(weekOf(number, 0).weeks).toBe(end.weekOfYear!)
    }),
    { numRuns: 1000 },
  )
})
