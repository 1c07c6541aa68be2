import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Entry, Write } from '../../../sdk/src/parley.ts'
import { expected } from './expect.ts'
import { alice, CHAT, type Deed, heardLate, inventServer } from './invented.ts'
import { type Happening, reduce } from './reduce.ts'
import type { Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'

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

type Server = ReturnType<typeof inventServer>

/** `known` is the last position that was known when the messages were asked for. */
function everythingOf(server: Server, known = server.chat().last_position): Snapshot[] {
  return [
    { of: 'everything', me: alice, chats: [server.chat()], blocked: [] },
    { of: 'messages', chatId: CHAT, asked: 'newest', page: server.page(), known },
    { of: 'pins', chatId: CHAT, messages: server.pins() },
  ]
}

const take = (state: State, snapshots: Snapshot[], since: Entry[] = []) =>
  snapshots.reduce((now, snapshot) => reduce(now, { what: 'snapshot', snapshot, since }), state)

const hearAll = (state: State, entries: Entry[]) =>
  entries.reduce((now, entry) => reduce(now, { what: 'entry', entry }), state)

/** What is read again because we know that we do not know it. */
function refreshed(state: State, server: Server): State {
  if (state.stale.length === 0) return state
  return reduce(state, { what: 'snapshot', snapshot: { of: 'chats', chats: [server.chat()] }, since: [] })
}

function expectTruth(state: State, server: Server) {
  const shown = expected(refreshed(state, server))
  expect(shown.chats[CHAT]).toEqual(server.chat())
  expect(shown.stretches[CHAT]!.messages).toEqual(server.page().items)
  expect(shown.pins[CHAT]).toEqual(server.pins().map(({ id }) => id))
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
        // What each read saw: begun after so many entries were heard, answered by a server that may be further on.
        const states = [everythingOf(server)]
        for (const one of deeds) {
          const before = server.entries.length
          server.do(one)
          if (server.entries.length > before) states.push(everythingOf(server))
        }
        const { entries } = server
        const last = entries.length
        const plans = reads.map(([begun, seen, heard, which]) => {
          const from = Math.min(begun, last)
          return { from, seen: Math.min(from + seen, last), until: Math.min(from + heard, last), which }
        })
        let state = start
        for (let heard = 0; heard <= last; heard++) {
          for (const { from, seen, until, which } of plans) {
            if (until !== heard) continue
            const known = server.entries.slice(0, from).filter(({ kind }) => kind === 'message.sent').length
            const read = states[seen]!.map((one) => (one.of === 'messages' ? { ...one, known } : one))
            const wanted = which === 0 ? read : [read[which]!]
            state = take(state, wanted, entries.slice(from, heard))
          }
          if (heard < last) state = hearAll(state, [entries[heard]!])
        }
        expectTruth(state, server)
      }),
      { numRuns: 2000 },
    )
  })

  test('shows a write at once, once, and for good, whichever comes first: its answer or its entry', () => {
    const sends = fc.array(
      fc.tuple(fc.constantFrom('answer first', 'entry first', 'refused'), fc.boolean()),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(sends, (sends) => {
        const server = inventServer()
        let state = take(nothing, everythingOf(server))
        const happen = (happening: Happening) => {
          state = reduce(state, happening)
        }
        for (const [i, [how, otherFirst]] of sends.entries()) {
          const id = `key${i}`
          const path = `/api/v1/chats/${CHAT}/messages`
          const write: Write = { id, method: 'POST', path, body: { text: 'hi' }, at: i, tries: 0 }
          happen({ what: 'queued', write })
          happen({ what: 'queued', write })
          expect(state.waiting.filter((one) => one.write.id === id)).toHaveLength(1)
          if (how === 'refused') {
            const problem = { type: '', title: '', status: 403, code: 'forbidden', detail: 'No' }
            happen({ what: 'refused', write, problem })
            expect(state.waiting.at(-1)?.problem).toEqual(problem)
            happen({ what: 'dropped', id })
            continue
          }
          const from = server.entries.length
          if (otherFirst) server.do({ does: 'send', by: 1, mentions: false })
          server.do({ does: 'send', by: 0, mentions: false, key: id })
          const done: Happening = { what: 'done', write, answer: server.page().items.at(-1) }
          if (how === 'answer first') happen(done)
          expect(state.waiting).toHaveLength(1)
          state = hearAll(state, server.entries.slice(from))
          if (how === 'entry first') happen(done)
          happen(done)
          expect(state.waiting).toEqual([])
        }
        expectTruth(state, server)
      }),
      { numRuns: 300 },
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

  test('shows a reaction of mine while it waits, and counts it once when it is known', () => {
    const server = inventServer()
    server.do({ does: 'send', by: 1, mentions: false })
    let state = take(nothing, everythingOf(server))
    const path = `/api/v1/chats/${CHAT}/messages/m1/reactions/${encodeURIComponent('👍')}`
    const write: Write = { id: 'k', method: 'PUT', path, at: 1, tries: 0 }
    const shown = () => expected(state).stretches[CHAT]!.messages[0]!.reactions
    state = reduce(state, { what: 'queued', write })
    expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: true }])
    state = reduce(state, { what: 'done', write })
    expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: true }])
    server.do({ does: 'react', by: 0, on: 0, emoji: '👍' })
    state = hearAll(state, server.entries)
    expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: true }])
    expectTruth(state, server)
  })
})
