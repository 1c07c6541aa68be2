import { expect, test } from 'bun:test'
import { day } from '../../clock.ts'
import type { SendChoice } from '../../scheduled/choices.ts'
import { receiveLabel } from './labels.ts'
import { DeliveryOption, whenOf } from './when.ts'

const label = { en: 'One', fr: 'Un' }
const choices: SendChoice[] = [{ order_id: 1, key: '54f9', label, when: { seconds: 60 } }]
const read = (option: unknown) => whenOf(DeliveryOption.parse(option), choices)

test('each way in which these apps say an hour', () => {
  const rows: [option: object, when: object][] = [
    [{ type: 'calendar', parameters: '1815548400' }, { at: 1_815_548_400_000 }],
    [{ type: 'calendar', parameters: 1815548400.25, timezone: 1 }, { at: 1_815_548_400_250 }],
    [{ type: '54f9', time_zone: 1, parameters: '' }, { choice: '54f9' }],
    [{ type: 'min', parameters: 5 }, { in: { unit: 'minute', count: 5 } }],
    [{ type: 'Hours', parameters: { value: '2' } }, { in: { unit: 'hour', count: 2 } }],
    [
      { type: 'day', parameters: 1, time_zone: 0 },
      { in: { unit: 'day', count: 1 }, zone: 'UTC' },
    ],
    [
      { type: 'week', parameters: 1, time_zone: 2 },
      { in: { unit: 'week', count: 1 }, zone: 'Etc/GMT-2' },
    ],
    [
      { type: 'month', parameters: 1, timezone: '-5' },
      { in: { unit: 'month', count: 1 }, zone: 'Etc/GMT+5' },
    ],
    [
      { type: 'year', parameters: 1, time_zone: 5.5 },
      { in: { unit: 'year', count: 1 }, zone: 'Asia/Kolkata' },
    ],
    [
      { type: 'day', parameters: 1, time_zone: 'europe/paris' },
      { in: { unit: 'day', count: 1 }, zone: 'Europe/Paris' },
    ],
  ]
  for (const [option, when] of rows) expect([option, read(option)]).toEqual([option, when] as never)
  for (const wrong of [
    { type: 'century', parameters: 1 },
    { type: 'toString', parameters: 1 },
    { type: 'day', parameters: 1.5 },
    { type: 'day', parameters: -1 },
    { type: 'day', parameters: ' ' },
    { type: 'day', parameters: 1, time_zone: 15 },
    { type: 'day', parameters: 1, time_zone: 'Narnia' },
    { type: 'calendar', parameters: 1e12 },
    { type: 'calendar' },
  ])
    expect(() => read(wrong)).toThrow('body.delivery_option: ')
})

test('how long it was on its way, in words', () => {
  const after = (days: number) => receiveLabel(days * day, 'en')
  expect([0, 0.9, 1, 6, 10, 30, 60, 300, 330, 10_000].map(after)).toEqual([
    'A moment earlier',
    'A moment earlier',
    'A few days earlier',
    '1 week earlier',
    '2 weeks earlier',
    '1 month earlier',
    '2 months earlier',
    '10 months earlier',
    '1 year ago',
    'Many years ago',
  ])
  expect(receiveLabel(-5, 'fr')).toBe('Il y a un instant')
})
