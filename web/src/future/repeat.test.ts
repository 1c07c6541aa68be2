import { describe, expect, test } from 'bun:test'
import { fromRule, type Repeat, toRule, weekly } from './repeat.ts'

/** A Friday, the last of its month, and the fifth. */
const FRIDAY = '2027-01-29'
const every = (more: Partial<Repeat>): Repeat => ({ ...weekly(FRIDAY), ...more })

const rules: [Partial<Repeat>, string][] = [
  [{}, 'FREQ=WEEKLY;BYDAY=FR'],
  [{ unit: 'day' }, 'FREQ=DAILY'],
  [{ unit: 'day', interval: 3 }, 'FREQ=DAILY;INTERVAL=3'],
  [{ weekdays: ['FR', 'MO'], interval: 2 }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR'],
  [{ unit: 'month' }, 'FREQ=MONTHLY'],
  [{ unit: 'month', monthly: 'weekday' }, 'FREQ=MONTHLY;BYDAY=-1FR'],
  [{ unit: 'month', monthly: 'weekday', nth: 2, weekday: 'TU' }, 'FREQ=MONTHLY;BYDAY=2TU'],
  [{ unit: 'month', monthly: 'end' }, 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  [{ unit: 'year', ends: 'count', count: 12 }, 'FREQ=YEARLY;COUNT=12'],
  [{ unit: 'day', ends: 'until', until: '2028-12-31' }, 'FREQ=DAILY;UNTIL=20281231'],
]

describe('a rule', () => {
  test('is put together from what was chosen, and taken apart again', () => {
    for (const [chosen, rule] of rules) {
      expect([rule, toRule(every(chosen))]).toEqual([rule, rule])
      const again = fromRule(rule, FRIDAY)
      expect([rule, again && toRule(again)]).toEqual([rule, rule])
    }
    expect(fromRule('FREQ=MONTHLY;BYDAY=2TU', FRIDAY)).toMatchObject({ nth: 2, weekday: 'TU' })
    expect(fromRule('BYDAY=FR,MO;FREQ=WEEKLY', FRIDAY)).toMatchObject({ weekdays: ['FR', 'MO'] })
  })

  test('that says more than the fields can is left as it is', () => {
    for (const rule of [
      'FREQ=HOURLY',
      'FREQ=WEEKLY;BYDAY=FR;BYHOUR=9,17',
      'FREQ=MONTHLY;BYDAY=1MO,3MO',
      'FREQ=MONTHLY;BYDAY=5FR',
      'FREQ=DAILY;UNTIL=20281231T120000Z',
      'FREQ=YEARLY;BYMONTH=3;BYDAY=1SU',
    ])
      expect([rule, fromRule(rule, FRIDAY)]).toEqual([rule, undefined])
  })

  test('begins with the weekday of the day that was picked', () => {
    expect(weekly(FRIDAY)).toMatchObject({ weekdays: ['FR'], nth: -1, until: '2028-01-29' })
    expect(weekly('2027-02-01')).toMatchObject({ weekdays: ['MO'], nth: 1 })
    expect(weekly('2027-02-28')).toMatchObject({ weekday: 'SU', nth: 4 })
  })
})
