import { expect, test } from 'bun:test'
import { movableClock } from '../../test/house.ts'
import type { Signal } from '../log/signals.ts'
import { openElsewhere } from './elsewhere.ts'

/** Signals between processes, of which some may be lost. */
function bus() {
  const listeners: ((signal: Signal) => void)[] = []
  const said: Signal[] = []
  let isLost = (_signal: Signal) => false
  return {
    said,
    lose: (which: typeof isLost) => {
      isLost = which
    },
    tell(signal: Signal) {
      said.push(signal)
      if (!isLost(signal)) for (const listener of listeners) listener(signal)
    },
    listen: (listener: (signal: Signal) => void) => void listeners.push(listener),
  }
}

function node(name: string, signals: ReturnType<typeof bus>, ...users: string[]) {
  const here = new Set(users)
  const gone: string[] = []
  const elsewhere = openElsewhere(name, signals, movableClock(), here, (lost) => void gone.push(...lost))
  return {
    elsewhere,
    here,
    gone,
    alive: () => signals.tell({ stream: 'presence', kind: 'alive', body: { node: name, count: here.size } }),
  }
}

test('a process that begins learns who is at the others, in pieces that a bell can carry', () => {
  const signals = bus()
  const users = Array.from({ length: 400 }, () => crypto.randomUUID())
  const first = node('first', signals, ...users)
  const second = node('second', signals, 'alice')
  expect(users.every((user) => second.elsewhere.has(user))).toBe(true)
  expect(first.elsewhere.has('alice')).toBe(true)
  expect(second.elsewhere.has('alice')).toBe(false)
  const longest = Math.max(...signals.said.map((signal) => JSON.stringify(signal).length))
  expect(longest).toBeLessThan(7500)
  expect(signals.said.length).toBeLessThan(12)
})

test('what was lost is noticed when the process next says that it is alive', () => {
  const signals = bus()
  const [first, second] = [node('first', signals), node('second', signals)]
  first.here.add('alice').add('bob')
  signals.lose(() => true)
  first.elsewhere.tell('alice', true)
  signals.lose(() => false)
  first.elsewhere.tell('bob', true)
  expect([second.elsewhere.has('alice'), second.elsewhere.has('bob')]).toEqual([false, true])
  first.alive()
  expect([second.elsewhere.has('alice'), second.elsewhere.has('bob')]).toEqual([true, true])
  first.here.delete('alice')
  signals.lose(() => true)
  first.elsewhere.tell('alice', false)
  signals.lose(() => false)
  first.alive()
  expect([second.elsewhere.has('alice'), second.elsewhere.has('bob')]).toEqual([false, true])
  const before = signals.said.length
  first.alive()
  expect(signals.said.length).toBe(before + 1)
})

test('who was at a process that ends is gone, and said to be', () => {
  const signals = bus()
  const [first, second] = [node('first', signals, 'alice'), node('second', signals, 'bob')]
  expect(second.elsewhere.has('alice')).toBe(true)
  first.elsewhere.close()
  expect(second.elsewhere.has('alice')).toBe(false)
  expect([first.gone, second.gone]).toEqual([[], ['alice']])
})
