import { expect, test } from 'bun:test'
import { When } from './when.ts'

/** What is wrong with it, or undefined. */
function wrong(when: unknown): string | undefined {
  const read = When.safeParse(when)
  return read.success
    ? undefined
    : `${read.error.issues[0]!.path.join('.')}: ${read.error.issues[0]!.message}`
}

const rule = 'FREQ=DAILY'

test('it is said in exactly one way', () => {
  const ways = [
    { at: 1 },
    { local: '2027-07-14T09:00' },
    { local: '2027-07-14T09:00', zone: 'Europe/Paris' },
    {
      local: '2027-07-14T09:00',
      where_you_are: true,
      zone: 'Europe/Paris',
      repeat: { rule, except: ['2027-07-15'] },
    },
    { in: { unit: 'month', count: 1 }, zone: 'Europe/Paris', repeat: { rule } },
    { at: 1, repeat: { rule } },
    { random: { from: 1, to: 1 } },
    { random: { from: 1, to: 2, hidden: true } },
    { choice: 'one_day' },
  ]
  for (const when of ways) expect([when, wrong(when)]).toEqual([when, undefined])
  const none = ': must have exactly one of at, local, in, random, choice'
  for (const when of [{}, { at: 1, local: '2027-07-14T09:00' }, { at: 1, choice: 'x' }, { zone: 'UTC' }])
    expect([when, wrong(when)]).toEqual([when, none])
})

test('what does not go together is refused', () => {
  expect(wrong({ random: { from: 1, to: 2 }, repeat: { rule } })).toContain('repeat goes with')
  expect(wrong({ choice: 'x', repeat: { rule } })).toContain('repeat goes with')
  expect(wrong({ choice: 'x', zone: 'UTC' })).toContain('zone goes with')
  expect(wrong({ at: 1, where_you_are: true })).toContain('where_you_are goes with local')
  expect(wrong({ at: 1, where_you_are: false })).toBeUndefined()
  expect(wrong({ random: { from: 2, to: 1 } })).toContain('random.from must not be after')
})

test('nonsense is refused, and it is said what was expected', () => {
  const rows: [unknown, string][] = [
    [null, ': '],
    ['tomorrow', ': '],
    [[], ': '],
    [{ at: -1 }, 'at: must not be before 1970'],
    [{ at: 253_402_300_800_000 }, 'at: must be before the year 10000'],
    [{ at: Number.NaN }, 'at: '],
    [{ at: Number.POSITIVE_INFINITY }, 'at: '],
    [{ at: 1.5 }, 'at: '],
    [{ at: '1795000000000' }, 'at: '],
    [{ at: 1, or: 2 }, ': '],
    [{ local: '2027-07-14' }, 'local: must be a local time that exists'],
    [{ local: '2027-02-29T09:00' }, 'local: must be a local time that exists'],
    [{ local: '2027-07-14T09:00Z' }, 'local: must be a local time that exists'],
    [{ local: '10000-01-01T00:00' }, 'local: must be a local time that exists'],
    [{ local: '2027-07-14T09:00', zone: 'Mars/Olympus' }, 'zone: must be the name of a time zone'],
    [{ local: '2027-07-14T09:00', zone: '+02:00' }, 'zone: must be the name of a time zone'],
    [{ in: { unit: 'fortnight', count: 1 } }, 'in.unit: '],
    [{ in: { unit: 'day', count: 0 } }, 'in.count: '],
    [{ in: { unit: 'day', count: -1 } }, 'in.count: '],
    [{ in: { unit: 'day', count: 1.5 } }, 'in.count: '],
    [{ in: { unit: 'day', count: 1e11 } }, 'in.count: '],
    [{ random: { from: 1 } }, 'random.to: '],
    [{ random: { from: -1, to: 1 } }, 'random.from: '],
    [{ at: 1, repeat: {} }, 'repeat.rule: '],
    [{ at: 1, repeat: { rule: '' } }, 'repeat.rule: '],
    [{ at: 1, repeat: { rule: 'x'.repeat(501) } }, 'repeat.rule: must not be longer than 500'],
    [{ at: 1, repeat: { rule, except: ['14 July'] } }, 'repeat.except.0: must be a date'],
    [{ at: 1, repeat: { rule, except: ['2027-02-30'] } }, 'repeat.except.0: must be a date'],
    [{ at: 1, repeat: { rule, except: new Array(201).fill('2027-07-14') } }, 'repeat.except: '],
    [{ choice: '' }, 'choice: '],
    [{ choice: 'x'.repeat(101) }, 'choice: '],
  ]
  for (const [when, expected] of rows) {
    const said = wrong(when) ?? 'nothing'
    expect([when, said.startsWith(expected) ? expected : said]).toEqual([when, expected])
  }
})

test('zones are kept by their proper names', () => {
  expect(When.parse({ local: '2027-07-14T09:00', zone: 'europe/paris' }).zone).toBe('Europe/Paris')
})
