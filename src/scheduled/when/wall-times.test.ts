import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRule } from './rule.ts'
import { readWall, writeWall } from './wall.ts'
import { wallTimes } from './wall-times.ts'

/** The first local times of a rule, to the minute. */
function timesOf(rule: string, start: string, most: number): string[] {
  const from = readWall(start)!
  const found: string[] = []
  for (const wall of wallTimes(readRule(rule), from, from, { left: 1_000_000 })) {
    if (found.length === most) break
    found.push(writeWall(wall).slice(0, 16))
  }
  return found
}

/** Dates such as `Sep 2 3 30` and `1998 Jan 1`, at nine. */
function atNine(dates: string, first: number): string[] {
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  let year = first
  let month = 0
  const found: string[] = []
  for (const word of dates.split(' ')) {
    if (months.includes(word)) month = months.indexOf(word) + 1
    else if (Number(word) > 31) year = Number(word)
    else found.push(`${year}-${String(month).padStart(2, '0')}-${word.padStart(2, '0')}T09:00`)
  }
  return found
}

describe('what RFC 5545 §3.8.5.3 says of its examples, which begin on 2 September 1997 at nine', () => {
  const examples: [string, string, start?: string][] = [
    ['FREQ=DAILY;INTERVAL=10', 'Sep 2 12 22 Oct 2 12'],
    ['FREQ=DAILY;INTERVAL=2', 'Sep 2 4 6 8 10 12'],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA', 'Jan 1 2 3 4 5', '1998-01-01'],
    ['FREQ=DAILY;BYMONTH=1', 'Jan 1 2 3 4 5', '1998-01-01'],
    ['FREQ=WEEKLY', 'Sep 2 9 16 23 30 Oct 7 14'],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', 'Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23'],
    ['FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH', 'Sep 2 4 9 11 16 18 23 25 30 Oct 2'],
    [
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR',
      'Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10',
      '1997-09-01',
    ],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH', 'Sep 2 4 16 18 30 Oct 2 14 16'],
    ['FREQ=MONTHLY;BYDAY=1FR', 'Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6', '1997-09-05'],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU', 'Sep 7 28 Nov 2 30 1998 Jan 4 25 Mar 1 29', '1997-09-07'],
    ['FREQ=MONTHLY;BYDAY=-2MO', 'Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16', '1997-09-22'],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', 'Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26', '1997-09-28'],
    ['FREQ=MONTHLY;BYMONTHDAY=2,15', 'Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'Sep 30 Oct 1 31 Nov 1 30 Dec 1 31 1998 Jan 1 31 Feb 1', '1997-09-30'],
    [
      'FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15',
      'Sep 10 11 12 13 14 15 1999 Mar 10 11 12 13',
      '1997-09-10',
    ],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', 'Sep 2 9 16 23 30 Nov 4 11 18 25 1998 Jan 6 13 20 27 Mar 3'],
    ['FREQ=YEARLY;BYMONTH=6,7', 'Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10', '1997-06-10'],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2,3', 'Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10', '1997-03-10'],
    [
      'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200',
      'Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10',
      '1997-01-01',
    ],
    ['FREQ=YEARLY;BYDAY=20MO', 'May 19 1998 May 18 1999 May 17', '1997-05-19'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'May 12 1998 May 11 1999 May 17', '1997-05-12'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', 'Mar 13 20 27 1998 Mar 5 12 19 26 1999 Mar 4', '1997-03-13'],
    ['FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8', 'Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7', '1997-06-05'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13'],
    [
      'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
      'Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7',
      '1997-09-13',
    ],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996 Nov 5 2000 Nov 7 2004 Nov 2',
      '1996-11-05',
    ],
    ['FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3', 'Sep 4 Oct 7 Nov 6', '1997-09-04'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', 'Sep 29 Oct 30 Nov 27 Dec 30', '1997-09-29'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO', 'Aug 5 10 19 24', '1997-08-05'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', 'Aug 5 17 19 31', '1997-08-05'],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30', 'Jan 15 30 Feb 15 Mar 15 30', '2007-01-15'],
  ]
  for (const [rule, dates, start = '1997-09-02'] of examples)
    test(rule, () => {
      const expected = atNine(dates, Number(start.slice(0, 4)))
      expect(timesOf(rule, `${start}T09:00`, expected.length)).toEqual(expected)
    })
})

describe('rules that go by the clock, as RFC 5545 has them', () => {
  const examples: [string, string[]][] = [
    ['FREQ=HOURLY;INTERVAL=3', ['09:00', '12:00', '15:00', '18:00']],
    ['FREQ=MINUTELY;INTERVAL=90', ['09:00', '10:30', '12:00', '13:30']],
    ['FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40', ['09:00', '09:20', '09:40', '10:00', '10:20', '10:40']],
    ['FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10', ['09:00', '09:20', '09:40', '10:00', '10:20', '10:40']],
    ['FREQ=SECONDLY;INTERVAL=5400', ['09:00', '10:30', '12:00', '13:30']],
    ['FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=-1', ['09:30', '10:30', '11:30']],
  ]
  for (const [rule, times] of examples)
    test(rule, () => {
      const found = timesOf(rule, '1997-09-02T09:00', times.length + 1)
      expect(found.slice(0, -1)).toEqual(times.map((time) => `1997-09-02T${time}`))
      if (rule.includes('BYHOUR')) expect(found.at(-1)).toBe('1997-09-03T09:00')
    })
})

describe('the ends of months', () => {
  const from = (rule: string, start: string, most: number) =>
    timesOf(rule, `${start}T09:00`, most).map((time) => time.slice(2, 10))

  test('the 31st, the 30th and the 29th are passed over where they are not', () => {
    expect(from('FREQ=MONTHLY', '2027-01-31', 7).join(' ')).toBe(
      '27-01-31 27-03-31 27-05-31 27-07-31 27-08-31 27-10-31 27-12-31',
    )
    expect(from('FREQ=MONTHLY', '2028-01-30', 3).join(' ')).toBe('28-01-30 28-03-30 28-04-30')
    expect(from('FREQ=MONTHLY', '2027-01-29', 3).join(' ')).toBe('27-01-29 27-03-29 27-04-29')
    expect(from('FREQ=MONTHLY', '2028-01-29', 3).join(' ')).toBe('28-01-29 28-02-29 28-03-29')
  })

  test('the last day is always there', () => {
    expect(from('FREQ=MONTHLY;BYMONTHDAY=-1', '2027-12-31', 5).join(' ')).toBe(
      '27-12-31 28-01-31 28-02-29 28-03-31 28-04-30',
    )
  })

  test('a leap day comes every four years, and not in 2100', () => {
    expect(from('FREQ=YEARLY', '2092-02-29', 4).join(' ')).toBe('92-02-29 96-02-29 04-02-29 08-02-29')
    expect(from('FREQ=YEARLY;BYYEARDAY=366', '2027-01-01', 2).join(' ')).toBe('28-12-31 32-12-31')
    expect(from('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU', '2027-01-01', 3).join(' ')).toBe(
      '28-02-29 56-02-29 84-02-29',
    )
  })
})

describe('python-dateutil, which nobody of us has written, finds the same', () => {
  const golden = readFileSync(join(import.meta.dir, 'golden-rules.tsv'), 'utf8')
    .trim()
    .split('\n')
  const rows = golden.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'))
  test('for rules drawn at random', () => {
    expect(rows.length).toBeGreaterThan(200)
    for (const [rule, start, times] of rows) {
      const expected = times!.split(' ')
      expect([rule, ...timesOf(rule!, start!, expected.length)]).toEqual([rule, ...expected])
    }
  })
})

test('going on from anywhere finds what going through from the start finds', () => {
  for (const rule of [
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=HOURLY;INTERVAL=7;BYDAY=MO,SU',
  ]) {
    const start = readWall('2027-01-01T09:00')!
    const all = timesOf(rule, '2027-01-01T09:00', 60)
    const later = readWall(all[30]!)!
    for (const from of [later, later - 1]) {
      const [next] = wallTimes(readRule(rule), start, from, { left: 100_000 })
      expect([rule, writeWall(next!).slice(0, 16)]).toEqual([rule, all[30]!])
    }
  }
})

test('a rule ends with the year 9999, or with the work that it may take', () => {
  const all = (rule: string, start: string, left = 1_000_000) => {
    const from = readWall(start)!
    return [...wallTimes(readRule(rule), from, from, { left })].map((wall) => writeWall(wall).slice(0, 10))
  }
  expect(all('FREQ=YEARLY', '9997-03-01T09:00')).toEqual(['9997-03-01', '9998-03-01', '9999-03-01'])
  expect(all('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', '9999-12-30T09:00')).toEqual([
    '9999-12-30',
    '9999-12-31',
  ])
  expect(all('FREQ=HOURLY;INTERVAL=24', '9999-12-30T23:00')).toEqual(['9999-12-30', '9999-12-31'])
  expect(all('FREQ=DAILY;BYMONTH=2', '2027-01-01T09:00', 33)).toEqual(['2027-02-01', '2027-02-02'])
})
