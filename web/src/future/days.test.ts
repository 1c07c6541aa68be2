import { expect, test } from 'bun:test'
import { addDays, addMonths, monthGrid } from './days.ts'

test('days and months are counted by the calendar', () => {
  expect(addDays('2027-03-28', 1)).toBe('2027-03-29')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(addMonths('2027-01-31', 1)).toBe('2027-02-28')
  expect(addMonths('2028-02-29', 12)).toBe('2029-02-28')
  expect(addMonths('2027-01-15', -1)).toBe('2026-12-15')
})

test('a month has its days under their weekdays, whichever a week begins with', () => {
  const [mondays, sundays] = [monthGrid('2027-07-14', 0), monthGrid('2027-07-14', 6)]
  // The 1st of July 2027 is a Thursday.
  expect(mondays[0]).toEqual([null, null, null, '2027-07-01', '2027-07-02', '2027-07-03', '2027-07-04'])
  expect(sundays[0]!.indexOf('2027-07-01')).toBe(4)
  for (const grid of [mondays, sundays]) {
    expect(grid.flat().filter((day) => day !== null)).toHaveLength(31)
    expect(grid.every((week) => week.length === 7)).toBe(true)
  }
  expect(monthGrid('2027-02-10', 0)).toHaveLength(4)
})
