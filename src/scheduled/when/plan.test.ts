import { describe, expect, test } from 'bun:test'
import { newYear, plan, refusal, timesOf } from '../../../test/settling.ts'
import { day, hour, second } from '../../clock.ts'
import { firstOf, nextOf, previewFor, readPlan, without } from './plan.ts'

const { now } = newYear
const paris = { zone: 'Europe/Paris' }

describe('one moment', () => {
  test('an instant is that instant, in whatever zone', () => {
    const at = now + 5 * second
    for (const zone of ['Europe/Paris', 'Pacific/Apia', null])
      expect([zone, firstOf(plan({ at }, { zone }), null)]).toEqual([zone, at])
  })

  test('a local time is of the zone that is said, else of the profile, else UTC', () => {
    const local = '2027-07-14T09:00'
    expect(timesOf(plan({ local, zone: 'asia/tokyo' }), 2)).toEqual(['2027-07-14T00:00'])
    expect(timesOf(plan({ local }), 2)).toEqual(['2027-07-14T07:00'])
    expect(timesOf(plan({ local }, { zone: null }), 2)).toEqual(['2027-07-14T09:00'])
  })

  test('seconds, minutes and hours are exact, also over a change of clocks', () => {
    const evening = { now: Date.UTC(2027, 2, 27, 11) }
    expect(timesOf(plan({ in: { unit: 'hour', count: 24 } }, evening), 1)).toEqual(['2027-03-28T11:00'])
    expect(timesOf(plan({ in: { unit: 'day', count: 1 } }, evening), 1)).toEqual(['2027-03-28T10:00'])
    expect(firstOf(plan({ in: { unit: 'second', count: 1 } }), null)).toBe(now + second)
    expect(firstOf(plan({ in: { unit: 'minute', count: 90 } }), null)).toBe(now + 1.5 * hour)
  })

  test('days, weeks, months and years go by the calendar of the zone', () => {
    const from = (date: string) => ({ now: Date.parse(`${date}T11:00Z`) })
    const rows: [string, string, number, string][] = [
      ['2027-01-31', 'month', 1, '2027-02-28T11:00'],
      ['2028-01-31', 'month', 1, '2028-02-29T11:00'],
      ['2027-01-31', 'month', 2, '2027-03-31T10:00'],
      ['2028-02-29', 'year', 1, '2029-02-28T11:00'],
      ['2028-02-29', 'year', 4, '2032-02-29T11:00'],
      ['2027-03-22', 'week', 1, '2027-03-29T10:00'],
      ['2027-12-31', 'day', 1, '2028-01-01T11:00'],
      ['2027-08-31', 'month', 18, '2029-02-28T12:00'],
    ]
    for (const [date, unit, count, comes] of rows)
      expect([date, unit, timesOf(plan({ in: { unit, count } }, from(date)), 1)]).toEqual([
        date,
        unit,
        [comes],
      ])
  })

  test('which day it is, the zone says: it is New Year in Apia already', () => {
    const noon = { now: Date.UTC(2026, 11, 31, 12) }
    const month = plan({ in: { unit: 'month', count: 2 }, zone: 'Pacific/Apia' }, noon)
    expect(month.local).toBe('2027-03-01T01:00:00')
    expect(plan({ in: { unit: 'month', count: 2 }, zone: 'UTC' }, noon).local).toBe('2027-02-28T12:00:00')
  })

  test('a draw lies between its bounds, which are kept; hidden is kept, too', () => {
    const random = { from: now + day, to: now + 2 * day }
    const drawn = plan({ random })
    expect(firstOf(drawn, null)).toBe(drawn.at!)
    expect(drawn.at! >= random.from && drawn.at! <= random.to).toBe(true)
    expect([drawn.drawn, drawn.hidden]).toEqual([random, undefined])
    expect(plan({ random: { ...random, hidden: true } }).hidden).toBe(true)
    expect(plan({ random: { from: now + day, to: now + day } }).at).toBe(now + day)
  })

  test('it comes once', () => {
    const once = plan({ at: now + day })
    expect(nextOf(once, now, null)).toBe(now + day)
    expect(nextOf(once, now + day, null)).toBeUndefined()
    expect(previewFor(once, null, now, 10)).toEqual([now + day])
    expect(previewFor(once, null, now + day, 10)).toEqual([])
  })
})

describe('send choices', () => {
  const label = { en: 'x', fr: 'x' }
  const choices = [
    { order_id: 1, key: 'soon', label, when: { seconds: 0 } },
    { order_id: 2, key: 'month', label, when: { in: { unit: 'month' as const, count: 1 } } },
    { order_id: 3, key: 'new year', label, when: { at: now + 365 * day } },
    { order_id: 4, key: 'over', label, when: { at: now - day } },
    { order_id: 5, key: 'any', label, when: { random: { from_seconds: 60, to_seconds: 120, hidden: true } } },
    { order_id: 6, key: 'calendar', label, when: { calendar: true as const } },
  ]
  const choose = (choice: string) => plan({ choice }, { choices })

  test('each is what the operator said', () => {
    expect(choose('soon').at).toBe(now)
    expect(choose('month').local).toBe('2027-02-01T09:00:00')
    expect(choose('new year').at).toBe(now + 365 * day)
    const { at, hidden } = choose('any')
    expect([at! >= now + 60 * second, at! <= now + 120 * second, hidden]).toEqual([true, true, true])
  })

  test('what is none, or is over, or needs a time, is refused', () => {
    expect(refusal({ choice: 'never' }, { choices })).toBe('when: there is no such choice')
    expect(refusal({ choice: 'over' }, { choices })).toBe('when: lies in the past')
    expect(refusal({ choice: 'calendar' }, { choices })).toContain('say it as at or local')
  })
})

describe('what lies too near or too far', () => {
  test('the past', () => {
    const past = 'when: lies in the past'
    expect(refusal({ at: now - 1001 })).toBe(past)
    expect(refusal({ local: '2027-01-01T08:59' })).toBe(past)
    expect(refusal({ local: '2027-01-01T09:30', zone: 'Asia/Tokyo' })).toBe(past)
    expect(refusal({ random: { from: now - day, to: now + day } })).toBe(past)
    expect(refusal({ local: '2026-01-01T09:00', repeat: { rule: 'FREQ=DAILY' } })).toBe(past)
    expect(refusal({ at: 0 })).toBe(past)
  })

  test('less than the least distance', () => {
    expect(refusal({ at: now + 999 })).toBe('when: must be at least 1 s from now')
    expect(refusal({ at: now + 1000 })).toContain('"at"')
    expect(refusal({ at: now + hour }, { leastMs: day })).toBe('when: must be at least 86400 s from now')
    expect(refusal({ in: { unit: 'hour', count: 1 } }, { leastMs: day })).toContain('86400 s')
  })

  test('more than the greatest distance, whichever way it is said', () => {
    const far = { mostMs: 365 * day }
    const refused = 'when: must not be more than 365 days from now'
    expect(refusal({ at: now + 366 * day }, far)).toBe(refused)
    expect(refusal({ at: now + 365 * day }, far)).toContain('"at"')
    expect(refusal({ local: '2028-07-14T09:00' }, far)).toBe(refused)
    expect(refusal({ random: { from: now + day, to: now + 366 * day } }, far)).toBe(refused)
    expect(refusal({ local: '2027-03-01T09:00', repeat: { rule: 'FREQ=YEARLY;BYMONTH=10' } }, far)).toContain(
      '"rule"',
    )
    expect(
      refusal({ local: '2027-03-01T09:00', repeat: { rule: 'FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2' } }, far),
    ).toBe(refused)
    for (const unit of ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'])
      expect([unit, refusal({ in: { unit, count: 10_000_000_000 } })]).toEqual([
        unit,
        'when: must not be more than 36525 days from now',
      ])
    expect(refusal({ in: { unit: 'year', count: 9000 } }, { mostMs: Number.MAX_SAFE_INTEGER })).toContain(
      'more than',
    )
  })

  test('the end of the year 9999, whatever the clocks say there', () => {
    const end = { at: Date.UTC(9999, 11, 31, 23, 30), zone: 'Asia/Tokyo' }
    for (const rule of ['FREQ=DAILY', 'FREQ=HOURLY;COUNT=2']) {
      expect(refusal({ ...end, repeat: { rule } })).toContain('when')
      expect(refusal({ ...end, repeat: { rule } }, { mostMs: Number.MAX_SAFE_INTEGER })).toContain('when')
    }
    expect(refusal({ ...end, at: end.at - 10 * hour }, { mostMs: Number.MAX_SAFE_INTEGER })).toContain('"at"')
  })

  test('a hundred years are within it', () => {
    expect(timesOf(plan({ in: { unit: 'year', count: 100 } }), 1)).toEqual(['2127-01-01T08:00'])
  })
})

describe('what repeats', () => {
  const friday = { local: '2027-01-01T09:00', ...paris, repeat: { rule: 'FREQ=MONTHLY;BYDAY=-1FR' } }

  test('the rule alone decides: the first that fits is the first, though it is said to begin earlier', () => {
    expect(timesOf(plan(friday), 4)).toEqual([
      '2027-01-29T08:00',
      '2027-02-26T08:00',
      '2027-03-26T08:00',
      '2027-04-30T07:00',
    ])
  })

  test('COUNT counts what the rule gives, of which exceptions are then taken away', () => {
    const rule = 'FREQ=DAILY;COUNT=4'
    const counted = plan({
      local: '2027-02-01T09:00',
      repeat: { rule, except: ['2027-02-02', '2027-02-03T09:00'] },
    })
    expect(timesOf(counted, 10)).toEqual(['2027-02-01T08:00', '2027-02-04T08:00'])
    expect(
      timesOf(plan({ local: '2027-02-01T09:00', repeat: { rule: 'FREQ=DAILY;COUNT=1' } }), 10),
    ).toHaveLength(1)
  })

  test('UNTIL is the last moment, or the last local time, or the whole of the last day', () => {
    const until = (end: string) =>
      timesOf(plan({ local: '2027-02-01T09:00', repeat: { rule: `FREQ=DAILY;UNTIL=${end}` } }), 10).length
    expect(until('20270203T080000Z')).toBe(3)
    expect(until('20270203T075959Z')).toBe(2)
    expect(until('20270203T090000')).toBe(3)
    expect(until('20270203T085959')).toBe(2)
    expect(until('20270203')).toBe(3)
    const rule = 'FREQ=HOURLY;UNTIL=20271031T010000Z'
    expect(timesOf(plan({ local: '2027-10-31T02:30', repeat: { rule } }), 9)).toEqual(['2027-10-31T00:30'])
  })

  test('UNTIL in UTC is one moment for all, however they are spread', () => {
    const rule = 'FREQ=DAILY;UNTIL=20270203T080000Z'
    const spread = plan({ local: '2027-02-01T09:00', where_you_are: true, repeat: { rule } })
    const count = (zone: string) => timesOf(spread, 10, zone).length
    expect([count('Asia/Tokyo'), count('Europe/Paris'), count('America/New_York')]).toEqual([3, 3, 2])
  })

  test('exceptions name the day, or the time, by the clock of whoever gets it', () => {
    const except = ['2027-02-02', '2027-02-03T09:00:00', '2027-02-04T10:00']
    const daily = plan({
      local: '2027-02-01T09:00',
      where_you_are: true,
      repeat: { rule: 'FREQ=DAILY', except },
    })
    for (const zone of ['Asia/Tokyo', 'America/New_York'])
      expect(previewFor(daily, zone, now, 3).map((at) => new Date(at).getUTCDate())).toHaveLength(3)
    expect(timesOf(daily, 3, 'Asia/Tokyo')).toEqual([
      '2027-02-01T00:00',
      '2027-02-04T00:00',
      '2027-02-05T00:00',
    ])
  })

  test('a day that was not there is excepted under both its names', () => {
    const before = { now: Date.UTC(2011, 11, 20) }
    const except = (date: string) =>
      plan(
        { local: '2011-12-29T09:00', zone: 'Pacific/Apia', repeat: { rule: 'FREQ=DAILY', except: [date] } },
        before,
      )
    expect(timesOf(except('2011-12-31'), 2)).toEqual(['2011-12-29T19:00', '2011-12-31T19:00'])
    expect(timesOf(except('2011-12-30'), 2)).toEqual(['2011-12-29T19:00', '2011-12-30T19:00'])
  })

  test('a time that clocks leave out is excepted under both its names', () => {
    const except = (time: string) =>
      plan({ local: '2027-03-27T02:30', repeat: { rule: 'FREQ=DAILY', except: [time] } })
    for (const time of ['2027-03-28T02:30', '2027-03-28T03:30'])
      expect(timesOf(except(time), 2)).toEqual(['2027-03-27T01:30', '2027-03-29T00:30'])
  })

  test('the next can be skipped, for good', () => {
    const fridays = plan(friday)
    const first = firstOf(fridays, null)
    const skipped = without(fridays, first, null)
    expect(timesOf(skipped, 2)).toEqual(['2027-02-26T08:00', '2027-03-26T08:00'])
    expect(skipped.repeat!.except).toEqual(['2027-01-29T09:00:00'])
    const later = without(skipped, firstOf(skipped, null), null)
    expect(later.repeat!.except).toEqual(['2027-02-26T09:00:00'])
    expect(nextOf(later, first, null)).toBe(Date.UTC(2027, 2, 26, 8))
    expect(() => without(plan({ at: now + day }), now + day, null)).toThrow('It does not repeat')
  })

  test('no more than 200 exceptions can lie ahead', () => {
    const days = Array.from({ length: 200 }, (_, i) =>
      new Date(now + (i + 3) * day).toISOString().slice(0, 10),
    )
    const daily = plan({ local: '2027-01-02T09:00', repeat: { rule: 'FREQ=DAILY', except: days } })
    expect(() => without(daily, firstOf(daily, null), null)).toThrow('no more than 200')
    expect(without(daily, Date.UTC(2027, 6, 23, 7), null).repeat!.except).toHaveLength(3)
  })

  test('if nothing is left of it, it is refused', () => {
    const none = 'when.repeat.rule: never occurs, or too rarely'
    const except = ['2027-02-01', '2027-02-02']
    expect(refusal({ local: '2027-02-01T09:00', repeat: { rule: 'FREQ=DAILY;COUNT=2', except } })).toBe(none)
    expect(refusal({ local: '2027-02-01T09:00', repeat: { rule: 'FREQ=DAILY;UNTIL=20270131' } })).toBe(none)
    expect(refusal({ local: '2027-02-01T09:00', repeat: { rule: 'FREQ=YEARLY;COUNT=9000' } })).toContain(
      'COUNT reaches too far',
    )
  })

  test('from an instant or after a delay, fractions of a second stay', () => {
    const at = now + 1234
    const hourly = plan({ at, zone: 'Asia/Kolkata', repeat: { rule: 'FREQ=HOURLY;COUNT=3' } })
    expect(previewFor(hourly, null, now, 10)).toEqual([at, at + hour, at + 2 * hour])
    const weekly = plan({ in: { unit: 'week', count: 1 }, repeat: { rule: 'FREQ=WEEKLY;COUNT=2' } })
    expect(previewFor(weekly, null, now, 10)).toEqual([now + 7 * day, now + 14 * day])
  })
})

test('a plan is plain JSON, from which years later the same follows', () => {
  const asked = {
    local: '2027-01-31T02:30',
    zone: 'america/new_york',
    repeat: {
      rule: 'rrule:freq=monthly;byday=-1SU;count=300',
      except: ['2027-02-28T02:30', '2027-02-28T02:30:00'],
    },
  }
  const kept = JSON.stringify(plan(asked))
  expect(JSON.parse(kept)).toEqual({
    local: '2027-01-31T02:30:00',
    zone: 'America/New_York',
    repeat: {
      rule: 'FREQ=MONTHLY;BYDAY=-1SU;COUNT=300',
      except: ['2027-02-28T02:30:00'],
      last: '2051-12-31T02:30:00',
    },
  })
  expect(nextOf(readPlan(kept), Date.UTC(2051, 10, 30), null)).toBe(Date.UTC(2051, 11, 31, 7, 30))
  expect(nextOf(readPlan(kept), Date.UTC(2051, 11, 31, 7, 30), null)).toBeUndefined()
})
