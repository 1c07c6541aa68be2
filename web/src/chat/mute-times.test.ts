import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FOR_EVER, momentAhead, tomorrowMorning } from './mute-times.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Paris'
})
afterAll(() => {
  process.env.TZ = zone ?? 'UTC'
})

const at = (day: number, hour: number, minute = 0) => new Date(2027, 2, day, hour, minute).getTime()

test('tomorrow morning is eight o’clock of the next day, by the clocks here, also where these change', () => {
  expect(tomorrowMorning(at(10, 23, 59))).toBe(at(11, 8))
  expect(tomorrowMorning(at(10, 0, 1))).toBe(at(11, 8))
  expect(tomorrowMorning(at(31, 12))).toBe(new Date(2027, 3, 1, 8).getTime())
  // The clocks were put forward in the night.
  expect(tomorrowMorning(at(27, 12)) - at(27, 12)).toBe(19 * 3_600_000)
  for (let day = 1; day <= 365; day++)
    expect(new Date(tomorrowMorning(new Date(2027, 0, day, 15).getTime())).getHours()).toBe(8)
})

test('a moment is said as short as can be, in both languages', () => {
  const moments = [at(10, 18, 30), at(11, 8), at(14, 8), new Date(2028, 0, 2, 8).getTime()]
  const saidIn = (tag: string) => moments.map((then) => momentAhead(tag, then, at(10, 17)))
  expect(saidIn('en-GB')).toEqual([
    '18:30',
    'tomorrow, 8:00',
    'Sunday 14 March, 8:00',
    'Sunday, 2 January 2028, 8:00',
  ])
  expect(saidIn('fr')).toEqual([
    '18:30',
    'demain, 8:00',
    'dimanche 14 mars, 8:00',
    'dimanche 2 janvier 2028, 8:00',
  ])
})

test('for ever is what the server takes for it', () => {
  const page = readFileSync(join(import.meta.dir, '../../../docs/api.md'), 'utf8')
  expect(page).toContain(`\`${FOR_EVER}\``)
})
