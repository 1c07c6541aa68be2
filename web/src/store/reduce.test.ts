import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { CHAT, type Deed, heardLate, inventServer } from './invented.ts'
import type { Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'
import { everythingOf, expectTruth, hearAll, type Server, take } from './truth.ts'

const person = fc.nat(2)
const message = fc.nat(30)
const emoji = fc.constantFrom('👍', '❤️')
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('send' as const), by: person, mentions: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'edit' as const,
        'delete' as const,
        'hide' as const,
        'pin' as const,
        'unpin' as const,
      ),
      on: message,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('react' as const, 'unreact' as const),
      by: person,
      on: message,
      emoji,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('read' as const), to: message }) },
)
const deeds = fc.array(deed, { minLength: 5, maxLength: 60 })

/** What the server would answer after each of its entries, the first before any. */
function statesAfter(server: Server, deeds: Deed[]): Snapshot[][] {
  const states = [everythingOf(server)]
  for (const one of deeds) {
    const before = server.entries.length
    server.do(one)
    if (server.entries.length > before) states.push(everythingOf(server))
  }
  return states
}

/** A read: begun after `from` entries were heard, seen by the server after `seen`, answered after `until` were heard. */
interface Plan {
  from: number
  seen: number
  until: number
  which: number
}

function planOf([begun, seen, heard, which]: number[], last: number): Plan {
  const from = Math.min(begun!, last)
  return { from, seen: Math.min(from + seen!, last), until: Math.min(from + heard!, last), which: which! }
}

function answered(
  state: State,
  { from, seen, until, which }: Plan,
  server: Server,
  states: Snapshot[][],
): State {
  const { entries } = server
  const known = entries.slice(0, from).filter(({ kind }) => kind === 'message.sent').length
  const read = states[seen]!.map((one) => (one.of === 'messages' ? { ...one, known } : one))
  return take(state, which === 0 ? read : [read[which]!], entries.slice(from, until))
}

describe('the reducer', () => {
  test('comes to what the server knows, whether it hears at once or late', () => {
    fc.assert(
      fc.property(deeds, fc.nat(20), fc.boolean(), (deeds, before, late) => {
        const server = inventServer()
        for (const one of deeds.slice(0, before)) server.do(one)
        const start = take(nothing, everythingOf(server))
        const from = server.entries.length
        for (const one of deeds.slice(before)) server.do(one)
        const entries = late ? heardLate(server.entries) : server.entries
        expectTruth(hearAll(start, entries.slice(from)), server)
      }),
      { numRuns: 2000 },
    )
  })

  test('is not moved by an entry that comes again, however late', () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(100)), (deeds, again) => {
        const server = inventServer()
        const start = take(nothing, everythingOf(server))
        for (const one of deeds) server.do(one)
        const twice = server.entries.flatMap((entry, i) => [
          entry,
          ...again.map((n) => server.entries[n % (i + 1)]!).slice(0, 3),
        ])
        expect(hearAll(start, twice)).toEqual(hearAll(start, server.entries))
      }),
      { numRuns: 500 },
    )
  })

  test('comes to the same through any interleaving of what is read and what is heard', () => {
    const reads = fc.array(fc.tuple(fc.nat(60), fc.nat(10), fc.nat(10), fc.nat(2)), { maxLength: 6 })
    fc.assert(
      fc.property(deeds, reads, (deeds, reads) => {
        const server = inventServer()
        const start = take(nothing, everythingOf(server))
        const states = statesAfter(server, deeds)
        const plans = reads.map((numbers) => planOf(numbers, server.entries.length))
        const everySeq = Array.from({ length: server.entries.length + 1 }, (_, heard) => heard)
        const end = everySeq.reduce((state, heard) => {
          const due = plans.filter(({ until }) => until === heard)
          const read = due.reduce((now, plan) => answered(now, plan, server, states), state)
          return hearAll(read, server.entries.slice(heard, heard + 1))
        }, start)
        expectTruth(end, server)
      }),
      { numRuns: 2000 },
    )
  })

  test('does not go back to older words while it hears again what it has read', () => {
    const server = inventServer()
    server.do({ does: 'send', by: 1, mentions: false })
    server.do({ does: 'edit', on: 0 })
    const state = take(nothing, everythingOf(server))
    const [sent] = server.entries
    expect(hearAll(state, [sent!]).stretches[CHAT]!.messages[0]!.text).toBe('number 1!')
  })
})
