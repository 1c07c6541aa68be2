import { expect, test } from 'bun:test'
import { newYear, plan } from '../../../test/settling.ts'
import { day } from '../../clock.ts'
import { describe as say } from './describe.ts'

/** A Wednesday at nine, repeated by a rule. */
const repeated = (rule: string, except: string[] = []) =>
  plan({ local: '2027-07-14T09:00', zone: 'Europe/Paris', repeat: { rule, except } })

test('rules in the words of people', () => {
  const rows: [string, string, string][] = [
    ['FREQ=DAILY', 'every day at 09:00', 'tous les jours à 09:00'],
    [
      'FREQ=DAILY;INTERVAL=3;COUNT=10',
      'every 3 days at 09:00, 10 times',
      'tous les 3 jours à 09:00, 10 fois',
    ],
    ['FREQ=DAILY;COUNT=1', 'every day at 09:00, once', 'tous les jours à 09:00, 1 fois'],
    ['FREQ=DAILY;BYMONTH=8', 'every day in August at 09:00', 'tous les jours en août à 09:00'],
    ['FREQ=WEEKLY', 'every Wednesday at 09:00', 'tous les mercredis à 09:00'],
    [
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,18',
      'every weekday at 09:00 and 18:00',
      'du lundi au vendredi à 09:00 et 18:00',
    ],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'every day at 09:00', 'tous les jours à 09:00'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO',
      'every 2 weeks on Monday and Friday at 09:00',
      'toutes les 2 semaines, le lundi et le vendredi à 09:00',
    ],
    [
      'FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20280101',
      'every Saturday and Sunday at 09:00, until 1 January 2028',
      'tous les samedis et dimanches à 09:00, jusqu’au 1er janvier 2028',
    ],
    ['FREQ=MONTHLY', 'on the 14th of every month at 09:00', 'le 14 de chaque mois à 09:00'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=1,22,3,11',
      'on the 1st, 3rd, 11th and 22nd of every month at 09:00',
      'le 1er, le 3, le 11 et le 22 de chaque mois à 09:00',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1',
      'every 3 months on the last day at 09:00',
      'tous les 3 mois, le dernier jour à 09:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=-1FR',
      'every last Friday of the month at 09:00',
      'le dernier vendredi de chaque mois à 09:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=1MO,3MO',
      'every first Monday and third Monday of the month at 09:00',
      'le premier lundi et le troisième lundi de chaque mois à 09:00',
    ],
    ['FREQ=MONTHLY;BYDAY=TU', 'every Tuesday at 09:00', 'tous les mardis à 09:00'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'every last weekday of the month at 09:00',
      'le dernier jour ouvré de chaque mois à 09:00',
    ],
    ['FREQ=YEARLY', 'every year on 14 July at 09:00', 'tous les ans, le 14 juillet à 09:00'],
    [
      'FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=1',
      'every year on 1 April and 1 October at 09:00',
      'tous les ans, le 1er avril et le 1er octobre à 09:00',
    ],
    [
      'FREQ=YEARLY;INTERVAL=2;BYMONTH=8;BYDAY=-1FR',
      'every 2 years on the last Friday of August at 09:00',
      'tous les 2 ans, le dernier vendredi d’août à 09:00',
    ],
    [
      'FREQ=YEARLY;BYDAY=1MO',
      'every year on the first Monday of the year at 09:00',
      'tous les ans, le premier lundi de l’année à 09:00',
    ],
    [
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
      'every year on the last day of February at 09:00',
      'tous les ans, le dernier jour de février à 09:00',
    ],
    ['FREQ=HOURLY', 'every hour', 'toutes les heures'],
    ['FREQ=MINUTELY;INTERVAL=10', 'every 10 minutes', 'toutes les 10 minutes'],
  ]
  for (const [rule, en, fr] of rows) {
    const planned = repeated(rule)
    expect([rule, say(planned, 'en'), say(planned, 'fr')]).toEqual([rule, en, fr])
  }
})

test('what there are no words for is given as the rule', () => {
  for (const rule of [
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYYEARDAY=100',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2',
    'FREQ=MONTHLY;BYMONTHDAY=-3',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
    'FREQ=MONTHLY;BYDAY=-3FR',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=HOURLY;BYDAY=MO',
    'FREQ=HOURLY;BYMINUTE=0,30',
    'FREQ=DAILY;BYHOUR=1,2,3,4,5',
  ])
    expect([say(repeated(rule), 'en'), say(repeated(rule), 'fr')]).toEqual([
      `by the rule ${rule}`,
      `selon la règle ${rule}`,
    ])
})

test('exceptions are named while they are few', () => {
  const dates = ['2027-07-15', '2027-07-16T09:00']
  expect(say(repeated('FREQ=DAILY', dates), 'en')).toBe(
    'every day at 09:00, except on 15 July 2027 and 16 July 2027',
  )
  expect(say(repeated('FREQ=DAILY', dates), 'fr')).toContain('sauf le 15 juillet 2027 et le 16 juillet 2027')
  const more = [...dates, '2027-07-17', '2027-07-18']
  expect(say(repeated('FREQ=DAILY', more), 'en')).toBe('every day at 09:00, with 4 exceptions')
})

test('a single moment, by whose clocks, and by chance', () => {
  const once = plan({ local: '2027-08-01T09:00', where_you_are: true })
  expect(say(once, 'en')).toBe('on 1 August 2027 at 09:00, where you are')
  expect(say(once, 'fr')).toBe('le 1er août 2027 à 09:00, là où vous êtes')
  expect(say(plan({ at: newYear.now + 12_000 }), 'en')).toBe('on 1 January 2027 at 09:00:12')
  const until = { rule: 'FREQ=DAILY;UNTIL=20270731T223000Z' }
  expect(say(plan({ local: '2027-07-14T09:00', repeat: until }), 'en')).toContain('until 1 August 2027')
})

test('a hidden moment does not come out', () => {
  const random = { from: newYear.now + day, to: newYear.now + 400 * day, hidden: true }
  const drawn = plan({ random })
  expect(say(drawn, 'en')).toBe('at a moment drawn between 2 January 2027 and 5 February 2028')
  expect(say(drawn, 'fr')).toBe('à un moment tiré au sort entre le 2 janvier 2027 et le 5 février 2028')
})
