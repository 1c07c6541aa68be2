import { describe, expect, test } from 'bun:test'
import { plan, timesOf } from '../../../test/settling.ts'

interface Row {
  it: string
  zone: string
  local: string
  rule?: string
  /** Worked out by hand, in UTC. */
  comes: string[]
}

/** When the clocks are put forward, in the year 2027: Paris on 28 March, New York on 14 March, Lord Howe on 3 October. */
const forward: Row[] = [
  {
    it: 'Paris: 02:30 is not there on 28 March and comes at 03:30',
    zone: 'Europe/Paris',
    local: '2027-03-27T02:30',
    comes: ['2027-03-27T01:30', '2027-03-28T01:30', '2027-03-29T00:30'],
  },
  {
    it: 'Paris: nine stays nine',
    zone: 'Europe/Paris',
    local: '2027-03-27T09:00',
    comes: ['2027-03-27T08:00', '2027-03-28T07:00', '2027-03-29T07:00'],
  },
  {
    it: 'Paris: 03:00, the first minute of summer, is there',
    zone: 'Europe/Paris',
    local: '2027-03-27T03:00',
    comes: ['2027-03-27T02:00', '2027-03-28T01:00', '2027-03-29T01:00'],
  },
  {
    it: 'Paris: two times of day that fall together are one',
    zone: 'Europe/Paris',
    local: '2027-03-28T02:30',
    rule: 'FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30',
    comes: ['2027-03-28T01:30', '2027-03-29T00:30', '2027-03-29T01:30'],
  },
  {
    it: 'Paris: two times of day that pass one another come in the order of the day',
    zone: 'Europe/Paris',
    local: '2027-03-28T01:00',
    rule: 'FREQ=MINUTELY;INTERVAL=45',
    comes: [
      '2027-03-28T00:00',
      '2027-03-28T00:45',
      '2027-03-28T01:15',
      '2027-03-28T01:30',
      '2027-03-28T02:00',
    ],
  },
  {
    it: 'Paris: every hour is every hour',
    zone: 'Europe/Paris',
    local: '2027-03-28T01:00',
    rule: 'FREQ=HOURLY',
    comes: ['2027-03-28T00:00', '2027-03-28T01:00', '2027-03-28T02:00'],
  },
  {
    it: 'New York: 02:30 is not there on 14 March and comes at 03:30',
    zone: 'America/New_York',
    local: '2027-03-13T02:30',
    comes: ['2027-03-13T07:30', '2027-03-14T07:30', '2027-03-15T06:30'],
  },
  {
    it: 'Lord Howe puts its clocks half an hour forward: 02:15 comes at 02:45',
    zone: 'Australia/Lord_Howe',
    local: '2027-10-02T02:15',
    comes: ['2027-10-01T15:45', '2027-10-02T15:45', '2027-10-03T15:15'],
  },
  {
    it: 'Casablanca, after Ramadan: 02:30 is not there on 14 March and comes at 03:30',
    zone: 'Africa/Casablanca',
    local: '2027-03-13T02:30',
    comes: ['2027-03-13T02:30', '2027-03-14T02:30', '2027-03-15T01:30'],
  },
]

/** When they are put back: Paris on 31 October, New York on 7 November, Lord Howe on 4 April. */
const back: Row[] = [
  {
    it: 'Paris: of two 02:30 on 31 October it is the first',
    zone: 'Europe/Paris',
    local: '2027-10-30T02:30',
    comes: ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30'],
  },
  {
    it: 'Paris: 03:00 is there once',
    zone: 'Europe/Paris',
    local: '2027-10-30T03:00',
    comes: ['2027-10-30T01:00', '2027-10-31T02:00', '2027-11-01T02:00'],
  },
  {
    it: 'Paris: every hour comes in both of the two hours',
    zone: 'Europe/Paris',
    local: '2027-10-31T01:00',
    rule: 'FREQ=HOURLY',
    comes: ['2027-10-30T23:00', '2027-10-31T00:00', '2027-10-31T01:00', '2027-10-31T02:00'],
  },
  {
    it: 'Paris: every half hour comes in both of the two hours, in their order',
    zone: 'Europe/Paris',
    local: '2027-10-31T02:00',
    rule: 'FREQ=MINUTELY;INTERVAL=30',
    comes: [
      '2027-10-31T00:00',
      '2027-10-31T00:30',
      '2027-10-31T01:00',
      '2027-10-31T01:30',
      '2027-10-31T02:00',
    ],
  },
  {
    it: 'New York: of two 01:30 on 7 November it is the first',
    zone: 'America/New_York',
    local: '2027-11-06T01:30',
    comes: ['2027-11-06T05:30', '2027-11-07T05:30', '2027-11-08T06:30'],
  },
  {
    it: 'Lord Howe: of two 01:45 on 4 April it is the first',
    zone: 'Australia/Lord_Howe',
    local: '2027-04-03T01:45',
    comes: ['2027-04-02T14:45', '2027-04-03T14:45', '2027-04-04T15:15'],
  },
  {
    it: 'Casablanca, with the beginning of Ramadan: of two 02:30 on 7 February it is the first',
    zone: 'Africa/Casablanca',
    local: '2027-02-06T02:30',
    comes: ['2027-02-06T01:30', '2027-02-07T01:30', '2027-02-08T02:30'],
  },
]

/** Samoa had no 30 December 2011, which would have been a Friday. Until then it was 10 hours behind UTC, then 14 ahead. */
const apia: Row[] = [
  {
    it: 'every day at nine: the day that was not falls together with the next',
    zone: 'Pacific/Apia',
    local: '2011-12-28T09:00',
    comes: ['2011-12-28T19:00', '2011-12-29T19:00', '2011-12-30T19:00', '2011-12-31T19:00'],
  },
  {
    it: 'every Friday: the one that was not comes on Saturday at the same hour',
    zone: 'Pacific/Apia',
    local: '2011-12-23T09:00',
    rule: 'FREQ=WEEKLY',
    comes: ['2011-12-23T19:00', '2011-12-30T19:00', '2012-01-05T19:00'],
  },
  {
    it: 'every twelve hours: none is left out and none comes twice',
    zone: 'Pacific/Apia',
    local: '2011-12-29T09:00',
    rule: 'FREQ=HOURLY;INTERVAL=12',
    comes: ['2011-12-29T19:00', '2011-12-30T07:00', '2011-12-30T19:00', '2011-12-31T07:00'],
  },
]

for (const [title, rows] of Object.entries({
  'put forward': forward,
  'put back': back,
  'Samoa in 2011': apia,
}))
  describe(`clocks: ${title}`, () => {
    for (const { it, zone, local, rule = 'FREQ=DAILY', comes } of rows)
      test(it, () => {
        const now = Date.parse(`${local}Z`) - 7 * 86_400_000
        const repeating = plan({ local, zone, repeat: { rule } }, { now })
        expect(timesOf(repeating, comes.length)).toEqual(comes)
      })
  })

test('a single time that is not there, or is there twice, is read alike', () => {
  expect(timesOf(plan({ local: '2027-03-28T02:30', zone: 'Europe/Paris' }), 2)).toEqual(['2027-03-28T01:30'])
  expect(timesOf(plan({ local: '2027-10-31T02:30', zone: 'Europe/Paris' }), 2)).toEqual(['2027-10-31T00:30'])
})

test('an instant that stands for the second of two stays the second, and what repeats from it begins there', () => {
  const at = Date.UTC(2027, 9, 31, 1, 30)
  expect(timesOf(plan({ at }), 2)).toEqual(['2027-10-31T01:30'])
  expect(timesOf(plan({ at, repeat: { rule: 'FREQ=DAILY' } }), 2)).toEqual([
    '2027-10-31T01:30',
    '2027-11-01T01:30',
  ])
  expect(timesOf(plan({ at, repeat: { rule: 'FREQ=HOURLY' } }), 2)).toEqual([
    '2027-10-31T01:30',
    '2027-10-31T02:30',
  ])
})

test('at nine where you are: each by his own clock', () => {
  const nine = plan({ local: '2027-07-14T09:00', where_you_are: true })
  const rows = ['Asia/Tokyo', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', null].map(
    (zone) => timesOf(nine, 1, zone)[0],
  )
  expect(rows).toEqual([
    '2027-07-14T00:00',
    '2027-07-14T13:00',
    '2027-07-13T22:30',
    '2027-07-14T08:00',
    '2027-07-14T07:00',
  ])
  const everywhere = plan({ local: '2027-07-14T09:00' })
  expect(timesOf(everywhere, 1, 'Asia/Tokyo')).toEqual(['2027-07-14T07:00'])
})
