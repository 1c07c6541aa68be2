import { expect, test } from 'bun:test'
import type { Entry } from './parley.ts'
import { openPlace } from './place.ts'

const entry = (seq: number, kind = 'message.sent'): Entry => ({
  seq,
  kind,
  stream: 'chat:1',
  at: 0,
  actor: null,
  body: {},
})

test('an entry is taken once, whoever says it', () => {
  const place = openPlace('a.7')
  expect(place.take(entry(7), 'a.7')).toBe(false)
  expect(place.take(entry(9), 'a.9')).toBe(true)
  expect(place.take(entry(9), 'a.9')).toBe(false)
  expect(place.take(entry(8), 'a.8')).toBe(false)
  expect(place.cursor).toBe('a.9')
})

test('numbers are compared as numbers, and a bare one is of the present epoch', () => {
  const place = openPlace('9')
  expect(place.take(entry(10), 'a.10')).toBe(true)
  expect(place.take(entry(9), 'a.9')).toBe(false)
})

test('a gap leads wherever it says, back too', () => {
  const place = openPlace('a.100')
  expect(place.take(entry(40, 'log.gap'), 'b.40')).toBe(true)
  expect(place.cursor).toBe('b.40')
  expect(place.take(entry(41), 'b.41')).toBe(true)
  expect(place.take(entry(41), 'b.41')).toBe(false)
})

test('the first cursor that anything names is where we begin; later ones say how far behind we are', () => {
  const place = openPlace(undefined)
  expect(place.behind).toBeNull()
  place.note('a.5')
  place.note('a.25')
  place.note(null)
  expect([place.cursor, place.behind]).toEqual(['a.5', 20])
  place.take(entry(15), 'a.15')
  expect(place.behind).toBe(10)
  place.reached('a.25')
  expect([place.cursor, place.behind]).toEqual(['a.25', 0])
})
