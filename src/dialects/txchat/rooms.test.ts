import { expect, test } from 'bun:test'
import { movableClock } from '../../../test/house.ts'
import { newId } from '../../id.ts'
import type { Signal, Signals } from '../../log/signals.ts'
import { openRooms, roomStream } from './rooms.ts'

/** Two processes that hear each other. */
function twoProcesses() {
  const listeners: ((signal: Signal) => void)[] = []
  const signals: Signals = {
    tell: (signal) => [...listeners].forEach((listener) => listener(signal)),
    listen: (listener) => void listeners.push(listener),
  }
  const told: [kind: string, userId: string][] = []
  signals.listen(({ stream, kind, body }) => {
    if (stream === roomStream(bridge)) told.push([kind, (body as { user_id: string }).user_id])
  })
  const house = { signals, clock: movableClock() }
  return { one: openRooms(house), other: openRooms(house), told }
}

const bridge = newId()
const tunnel = newId()
const alice = newId()
const bob = newId()

test('whoever is in a room is there in all processes, once, until his last window closes', () => {
  const { one, other, told } = twoProcesses()
  one.enter(bridge, alice)
  other.enter(bridge, alice)
  other.enter(bridge, bob)
  other.enter(bridge, bob)
  for (const rooms of [one, other])
    expect([bridge, tunnel].map((room) => [rooms.has(room, alice), rooms.has(room, bob)])).toEqual([
      [true, true],
      [false, false],
    ])
  one.leave(bridge, alice)
  other.leave(bridge, bob)
  expect([one.has(bridge, alice), one.has(bridge, bob)]).toEqual([true, true])
  expect(told).toEqual([
    ['online', alice],
    ['online', bob],
  ])
  other.leave(bridge, bob)
  expect([one.has(bridge, bob), other.has(bridge, bob)]).toEqual([false, false])
  // A process ends: who was there only through it is gone.
  other.close()
  expect(told.slice(2)).toEqual([
    ['offline', bob],
    ['offline', alice],
  ])
  expect(one.has(bridge, alice)).toBe(false)
  one.close()
})
