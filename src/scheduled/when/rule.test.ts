import { expect, test } from 'bun:test'
import { isQuicker, plan, refusal, timesOf } from '../../../test/settling.ts'
import { nextOf, previewFor } from './plan.ts'
import { readRule } from './rule.ts'

const repeat = (rule: string) => ({ local: '2027-01-01T09:30', repeat: { rule } })
const all = (most: number) => Array.from({ length: most }, (_, i) => i).join()

test('a rule is read as RFC 5545 has it, in any case and order', () => {
  expect(readRule('rrule:byday=-1fr,2MO;freq=monthly;until=20280101T000000z;wkst=su')).toEqual({
    frequency: 'MONTHLY',
    interval: 1,
    count: undefined,
    until: { at: Date.UTC(2028, 0, 1, 0, 0, 0, 999) },
    months: [],
    weeks: [],
    yearDays: [],
    monthDays: [],
    days: [
      { weekday: 4, nth: -1 },
      { weekday: 0, nth: 2 },
    ],
    hours: [],
    minutes: [],
    seconds: [],
    positions: [],
    weekStart: 6,
  })
  expect(readRule('FREQ=YEARLY;BYMONTHDAY=31,+1,-1,1').monthDays).toEqual([-1, 1, 31])
})

test('what is no rule is refused, and it is said what was expected', () => {
  const rows: [string, string][] = [
    ['nonsense', 'must be an RRULE'],
    ['FREQ=DAILY;', 'must be an RRULE'],
    ['FREQ=DAILY;COUNT=', 'must be an RRULE'],
    ['FREQ=DAILY\nRDATE:20270101', 'must be an RRULE'],
    ['FREQ=DAILY;\t=1', 'must be an RRULE'],
    ['INTERVAL=2', 'FREQ must be one of'],
    ['FREQ=FORTNIGHTLY', 'FREQ must be one of'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ must be there once only'],
    ['FREQ=DAILY;RDATE=20270101', 'RDATE is not supported'],
    ['FREQ=DAILY;EXRULE=1', 'EXRULE is not supported'],
    ['FREQ=MONTHLY;RSCALE=GREGORIAN', 'RSCALE is not supported'],
    ['FREQ=DAILY;X-NAME=1', 'X-NAME is not supported'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL must be from 1'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL must be from 1'],
    ['FREQ=DAILY;INTERVAL=99999999999999999999', 'INTERVAL must be from 1'],
    ['FREQ=DAILY;COUNT=0', 'COUNT must be from 1 to 10000'],
    ['FREQ=DAILY;COUNT=10001', 'COUNT must be from 1 to 10000'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20280101', 'either COUNT or UNTIL'],
    ['FREQ=DAILY;UNTIL=20280230', 'UNTIL must be such as'],
    ['FREQ=DAILY;UNTIL=20280101T250000Z', 'UNTIL must be such as'],
    ['FREQ=DAILY;UNTIL=2028-01-01', 'UNTIL must be such as'],
    ['FREQ=YEARLY;BYMONTH=0', 'BYMONTH must be from 1 to 12'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH must be from 1 to 12'],
    ['FREQ=YEARLY;BYMONTH=-1', 'BYMONTH must be from 1 to 12'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY must be from 1 to 31, or the same negative'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY must be from 1 to 31'],
    ['FREQ=YEARLY;BYYEARDAY=-367', 'BYYEARDAY must be from 1 to 366'],
    ['FREQ=YEARLY;BYWEEKNO=54', 'BYWEEKNO must be from 1 to 53'],
    ['FREQ=DAILY;BYHOUR=24', 'BYHOUR must be from 0 to 23'],
    ['FREQ=DAILY;BYMINUTE=60', 'BYMINUTE must be from 0 to 59'],
    ['FREQ=DAILY;BYSECOND=60', 'BYSECOND must be from 0 to 59'],
    ['FREQ=DAILY;BYHOUR=9,,10', 'BYHOUR must be from 0 to 23'],
    ['FREQ=MONTHLY;BYDAY=6FR', 'the numbers of BYDAY go up to 5'],
    ['FREQ=YEARLY;BYMONTH=2;BYDAY=6FR', 'the numbers of BYDAY go up to 5'],
    ['FREQ=YEARLY;BYDAY=54MO', 'the numbers of BYDAY go up to 53'],
    ['FREQ=YEARLY;BYDAY=0MO', 'BYDAY must be weekdays'],
    ['FREQ=WEEKLY;BYDAY=MON', 'BYDAY must be weekdays'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY with a number does not go with FREQ=WEEKLY'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'BYDAY with a number does not go with BYWEEKNO'],
    ['FREQ=MONTHLY;BYWEEKNO=20', 'BYWEEKNO goes with FREQ=YEARLY only'],
    ['FREQ=MONTHLY;BYYEARDAY=20', 'BYYEARDAY does not go with FREQ=MONTHLY'],
    ['FREQ=WEEKLY;BYMONTHDAY=20', 'BYMONTHDAY does not go with FREQ=WEEKLY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs another BY'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', 'BYSETPOS must be from 1'],
    ['FREQ=WEEKLY;WKST=XX', 'WKST must be one of'],
  ]
  for (const [rule, expected] of rows) {
    const said = refusal(repeat(rule))
    expect([rule, said.includes(expected) ? expected : said]).toEqual([rule, expected])
  }
  const long = `FREQ=DAILY;BYHOUR=${'1,'.repeat(250)}1`
  expect(refusal(repeat(long))).toContain('must not be longer than 500 characters')
  expect(() => readRule(long)).toThrow('must not be longer than 500 characters')
})

test('nothing recurs more often than once a minute', () => {
  const often = 'must not recur more often than every 60 seconds'
  for (const rule of [
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;INTERVAL=59',
    'FREQ=DAILY;BYSECOND=0,30',
    'FREQ=MINUTELY;BYSECOND=5,4',
  ])
    expect([rule, refusal(repeat(rule))]).toEqual([rule, `when.repeat.rule: ${often}`])
  for (const rule of [
    'FREQ=SECONDLY;INTERVAL=60',
    'FREQ=MINUTELY',
    `FREQ=DAILY;BYHOUR=${all(24)};BYMINUTE=${all(60)}`,
  ])
    expect([rule, timesOf(plan(repeat(rule)), 3)[1]]).toEqual([rule, '2027-01-01T08:31'])
})

/** Rules that never occur, hardly ever, or that are made to keep the server busy. */
const hostile = [
  'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=SECONDLY;INTERVAL=60;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=SECONDLY;INTERVAL=61;BYHOUR=3;BYMINUTE=3;BYSECOND=3;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3',
  'FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1',
  'FREQ=HOURLY;INTERVAL=24;BYHOUR=10',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
  'FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;BYSETPOS=5',
  'FREQ=MONTHLY;INTERVAL=12;BYMONTH=4',
  'FREQ=MONTHLY;BYMINUTE=44;BYSETPOS=-42,28,56',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100;BYDAY=MO',
  'FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=YEARLY;COUNT=10000',
  'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=10000',
  'FREQ=MINUTELY;INTERVAL=1439;BYHOUR=3;BYMINUTE=7;COUNT=10000',
]

test('rules that never occur or explode are refused at once', () => {
  for (const rule of hostile) {
    expect([rule, refusal(repeat(rule)).startsWith('when.repeat.rule: ')]).toEqual([rule, true])
    expect([rule, isQuicker(50, () => refusal(repeat(rule)))]).toEqual([rule, true])
  }
})

/** Rules that occur, but seldom, or among very many. */
const heavy = [
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU',
  'FREQ=HOURLY;BYYEARDAY=366;BYDAY=MO',
  'FREQ=MINUTELY;BYHOUR=9;BYMINUTE=1;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYHOUR=3',
  `FREQ=YEARLY;BYMINUTE=${all(60)};BYHOUR=${all(24)};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1`,
  `FREQ=MONTHLY;BYMINUTE=${all(60)};BYHOUR=${all(24)};BYDAY=MO,TU,WE,TH,FR,SA,SU`,
  'FREQ=SECONDLY;INTERVAL=999999999',
]

test('rules that occur seldom, or choose among many, take their time and no more', () => {
  for (const rule of heavy) {
    const planned = plan(repeat(rule))
    expect([rule, isQuicker(50, () => nextOf(planned, planned.at ?? 0, null))]).toEqual([rule, true])
    expect([rule, isQuicker(150, () => previewFor(planned, null, 0, 100))]).toEqual([rule, true])
  }
})

test('an ordinary rule has its next in less than 5 ms, fifty years ahead', () => {
  const ordinary = [
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3;COUNT=10000',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=10000',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=HOURLY;INTERVAL=5',
    'FREQ=MINUTELY;INTERVAL=10;BYHOUR=9,10;BYDAY=MO',
  ]
  for (const rule of ordinary) {
    const planned = plan(repeat(rule))
    const later = Date.UTC(2077, 0, 1)
    expect([rule, nextOf(planned, later, null)! > later]).toEqual([rule, true])
    expect([rule, isQuicker(5, () => nextOf(planned, later, null))]).toEqual([rule, true])
  }
})
