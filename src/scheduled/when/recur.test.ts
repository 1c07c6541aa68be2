import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { newYear, plan } from '../../../test/settling.ts'
import { day } from '../../clock.ts'
import { nextOf, type Plan, previewFor } from './plan.ts'
import { readRule, weekdays } from './rule.ts'

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Asia/Kolkata',
]
const some = <T>(all: T[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: most })
const upTo = (most: number, least = 1) => Array.from({ length: most - least + 1 }, (_, i) => least + i)
const maybe = (part: string, values: fc.Arbitrary<unknown[]>) =>
  fc.option(
    values.map((value) => `;${part}=${value.join()}`),
    { nil: '', freq: 2 },
  )

/** Rules that people make with a calendar, for which no two implementations should differ. */
const dated = fc.oneof(
  fc.tuple(fc.constant('FREQ=DAILY'), maybe('BYMONTH', some(upTo(12), 4)), maybe('BYDAY', some(weekdays, 3))),
  fc.tuple(
    fc.constant('FREQ=WEEKLY'),
    maybe('BYDAY', some(weekdays, 4)),
    some(weekdays, 1).map((start) => `;WKST=${start.join()}`),
  ),
  fc.tuple(fc.constant('FREQ=MONTHLY'), maybe('BYMONTHDAY', some([1, 13, 28, 29, 30, 31, -1, -2], 3))),
  fc.tuple(
    fc.constant('FREQ=MONTHLY'),
    some(['1MO', '-1FR', '2SU', '5TH', '-2WE', '4SA'], 3).map((list) => `;BYDAY=${list.join()}`),
  ),
  fc.tuple(
    fc.constant('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR'),
    some([1, -1, 3], 2).map((list) => `;BYSETPOS=${list.join()}`),
  ),
  fc.tuple(fc.constant('FREQ=YEARLY'), maybe('BYMONTH', some(upTo(12), 3))),
)
const dateRule = fc
  .tuple(dated, fc.constantFrom(1, 1, 2, 3, 5), maybe('BYHOUR', some([4, 9, 15, 23], 2)))
  .map(([parts, interval, hours]) => `${parts.join('')};INTERVAL=${interval}${hours}`)
const clockRule = fc
  .tuple(
    fc.constantFrom('HOURLY', 'MINUTELY'),
    fc.integer({ min: 1, max: 100 }),
    maybe('BYDAY', some(weekdays, 3)),
  )
  .map(([frequency, interval, days]) => `FREQ=${frequency};INTERVAL=${interval}${days}`)

/** Days near the changes of clocks of 2027, and others. */
const start = fc
  .tuple(
    fc.constantFrom(
      '2027-03-13',
      '2027-03-27',
      '2027-02-06',
      '2027-10-02',
      '2027-10-30',
      '2027-11-06',
      '2027-04-03',
      '2027-01-31',
    ),
    fc.constantFrom('00:00', '01:30', '01:45', '02:15', '02:30', '03:00', '09:00', '23:59'),
  )
  .map((parts) => parts.join('T'))

const repeating = fc.record({
  local: start,
  zone: fc.constantFrom(...zones),
  rule: fc.oneof({ weight: 3, arbitrary: dateRule }, { weight: 1, arbitrary: clockRule }),
})

type Repeating = { local: string; zone: string; rule: string }

function planned({ local, zone, rule }: Repeating): Plan | undefined {
  try {
    return plan({ local, zone, repeat: { rule } })
  } catch {
    // Some of these rules never occur: the last Friday of every fifth month, but only in the other months.
    return undefined
  }
}

/** As `nextOf` goes on, and no other way. */
function goOn(plan: Plan, most: number): number[] {
  const found: number[] = []
  for (let after = 0; found.length < most; ) {
    const next = nextOf(plan, after, null)
    if (next === undefined) break
    found.push(next)
    after = next
  }
  return found
}

const local = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()

/** Do clocks show it at all? */
function isThere(time: Temporal.PlainDateTime, zone: string): boolean {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    time.toZonedDateTime(zone, { disambiguation }).toPlainDateTime().equals(time),
  )
  return earlier! || later!
}

test('each occurrence is later than the one before, and a preview is what going on from one to the next gives', () => {
  fc.assert(
    fc.property(repeating, (one) => {
      const it = planned(one)
      fc.pre(it !== undefined)
      const preview = previewFor(it, null, 0, 25)
      expect(preview).toEqual(goOn(it, 25))
      expect(preview.every((at, i) => i === 0 || at - preview[i - 1]! >= 60_000)).toBe(true)
      expect(preview[0]! >= newYear.now).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('from whatever moment one goes on, one finds the same', () => {
  fc.assert(
    fc.property(repeating, fc.nat({ max: 400 * day }), (one, later) => {
      const it = planned(one)
      fc.pre(it !== undefined)
      const all = previewFor(it, null, 0, 60)
      const after = newYear.now + later
      const expected = all.find((at) => at > after)
      if (expected !== undefined) expect(nextOf(it, after, null)).toBe(expected)
    }),
    { numRuns: 60 },
  )
})

test('each comes at the local time that was wished for, unless clocks leave it out', () => {
  const daily = fc.record({ local: start, zone: fc.constantFrom(...zones), rule: dateRule })
  fc.assert(
    fc.property(daily, (one) => {
      const it = planned(one)
      fc.pre(it !== undefined)
      const { hours } = readRule(one.rule)
      const minute = Number(one.local.slice(14))
      const wished = (hours.length > 0 ? hours : [Number(one.local.slice(11, 13))]).map((hour) => ({
        hour,
        minute,
      }))
      for (const at of previewFor(it, null, 0, 30)) {
        const shown = local(at, one.zone)
        if (wished.some(({ hour, minute }) => shown.hour === hour && shown.minute === minute)) continue
        const leftOut = wished.some((time) => !isThere(shown.with(time), one.zone))
        expect(leftOut).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('another implementation, rrule-temporal, agrees where clocks do not change', () => {
  const inDaylight = fc.record({
    local: start.map((text) => `${text.slice(0, 11)}09:00`),
    zone: fc.constantFrom(...zones),
    rule: dateRule.filter((rule) => !rule.includes('BYHOUR')),
  })
  fc.assert(
    fc.property(inDaylight, (one) => {
      const it = planned(one)
      fc.pre(it !== undefined)
      const dtstart = Temporal.PlainDateTime.from(one.local).toZonedDateTime(one.zone)
      const theirs = new RRuleTemporal({ rruleString: one.rule, dtstart })
      const expected: number[] = []
      for (let at = theirs.next(dtstart, true); at && expected.length < 15; at = theirs.next(at, false))
        expected.push(at.epochMilliseconds)
      expect([one, previewFor(it, null, 0, 15)]).toEqual([one, expected])
    }),
    { numRuns: 60 },
  )
})
