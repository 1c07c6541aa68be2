import { expect, test } from 'bun:test'
import { firstDay, lastDay } from './days-of.ts'

const local = (text: string) => new Date(text).getTime()
const evening = {
  ...{ date: '2027-07-14', end_date: null, time: '7:30 - 10pm', all_day: false },
  ...{ starts_at: local('2027-07-14T19:30'), ends_at: local('2027-07-14T22:00') },
}
const camp = {
  ...{ date: '2027-07-14', end_date: '2027-07-16', time: '', all_day: true },
  ...{ starts_at: Date.parse('2027-07-13T10:00Z'), ends_at: null },
}

test('what has no hour is on the days that were named, wherever one looks from', () => {
  expect([firstDay(camp), lastDay(camp)]).toEqual(['2027-07-14', '2027-07-16'])
  expect(lastDay({ ...camp, end_date: null })).toBe('2027-07-14')
})

test('what goes on past midnight takes something of the next day, but not what ends with midnight', () => {
  const late = { ...evening, ends_at: local('2027-07-15T02:00') }
  expect([firstDay(late), lastDay(late)]).toEqual(['2027-07-14', '2027-07-15'])
  expect(lastDay({ ...evening, ends_at: local('2027-07-15T00:00') })).toBe('2027-07-14')
  expect(lastDay({ ...evening, ends_at: null })).toBe('2027-07-14')
  expect(lastDay({ ...evening, ends_at: null, end_date: '2027-07-16' })).toBe('2027-07-16')
})
