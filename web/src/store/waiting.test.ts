import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Entry, Write } from '../../../sdk/src/parley.ts'
import { expected } from './expect.ts'
import { CHAT, inventServer } from './invented.ts'
import { type Happening, reduce } from './reduce.ts'
import { nothing, type State } from './state.ts'
import { everythingOf, expectTruth, hearAll, type Server, take } from './truth.ts'

const happened = (state: State, ...happenings: Happening[]) => happenings.reduce(reduce, state)

const path = `/api/v1/chats/${CHAT}/messages`
const writeOf = (id: string): Write => ({ id, method: 'POST', path, body: { text: 'hi' }, at: 1, tries: 0 })
const forbidden = { type: '', title: '', status: 403, code: 'forbidden', detail: 'No' }
const internal = { type: '', title: '', status: 500, code: 'internal', detail: 'It failed' }

function refusedAndDropped(state: State, write: Write): State {
  const refused = happened(state, { what: 'refused', write, problem: forbidden })
  expect(refused.waiting.at(-1)).toEqual({ write, problem: forbidden, refused: true })
  return happened(refused, { what: 'dropped', id: write.id })
}

function sent(
  state: State,
  write: Write,
  server: Server,
  way: 'answer first' | 'entry first',
  otherFirst: boolean,
): State {
  const from = server.entries.length
  if (otherFirst) server.do({ does: 'send', by: 1, mentions: false })
  server.do({ does: 'send', by: 0, mentions: false, key: write.id })
  const done: Happening = { what: 'done', write, answer: server.page().items.at(-1) }
  const entries = server.entries.slice(from)
  const before = way === 'answer first' ? happened(state, done) : state
  expect(before.waiting).toHaveLength(1)
  const heard = hearAll(before, entries)
  return way === 'entry first' ? happened(heard, done, done) : happened(heard, done)
}

describe('the reducer', () => {
  test('shows a write at once, once, and for good, whichever comes first: its answer or its entry', () => {
    const way = fc.constantFrom('answer first' as const, 'entry first' as const, 'refused' as const)
    const sends = fc.array(fc.tuple(way, fc.boolean()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sends, (sends) => {
        const server = inventServer()
        let state = take(nothing, everythingOf(server))
        for (const [i, [way, otherFirst]] of sends.entries()) {
          const write = writeOf(`key${i}`)
          state = happened(state, { what: 'queued', write }, { what: 'queued', write })
          expect(state.waiting.filter((one) => one.write.id === write.id)).toHaveLength(1)
          if (way === 'refused') state = refusedAndDropped(state, write)
          else state = sent(state, write, server, way, otherFirst)
          expect(state.waiting).toEqual([])
        }
        expectTruth(state, server)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps a write that fails in its place, until it is tried again, refused or done', () => {
    const [first, second] = [writeOf('first'), writeOf('second')]
    const queued = happened(nothing, { what: 'queued', write: first }, { what: 'queued', write: second })
    const shown = (state: State) =>
      state.waiting.map(({ write, problem, refused }) => [write.id, problem?.code ?? null, refused])
    const failed = happened(queued, { what: 'failed', write: first, problem: internal })
    expect(shown(failed)).toEqual([
      ['first', 'internal', false],
      ['second', null, false],
    ])
    expect(shown(happened(failed, { what: 'queued', write: first }))).toEqual(shown(queued))
    const refused = happened(failed, { what: 'refused', write: first, problem: forbidden })
    expect(shown(refused)[0]).toEqual(['first', 'forbidden', true])
    // What another tab tells late, or of a write that is gone, changes nothing.
    expect(happened(refused, { what: 'failed', write: first, problem: internal })).toBe(refused)
    const dropped = happened(failed, { what: 'dropped', id: 'first' })
    expect(happened(dropped, { what: 'failed', write: first, problem: internal })).toBe(dropped)
  })

  test('waits no more for a message that was deleted before the log could tell of it, or that is in what is read anew', () => {
    const server = inventServer()
    server.do({ does: 'send', by: 1, mentions: false })
    const write = writeOf('k')
    const before = happened(take(nothing, everythingOf(server)), { what: 'queued', write })
    const from = server.entries.length
    server.do({ does: 'send', by: 0, mentions: false, key: 'k' })
    const answered = happened(before, { what: 'done', write, answer: server.page().items.at(-1) })
    expect(answered.waiting).toHaveLength(1)
    expect(take(answered, everythingOf(server)).waiting).toEqual([])

    server.do({ does: 'delete', on: 1 })
    const [sent, deleted] = server.entries.slice(from) as Entry[]
    const byAnother = { ...deleted!, actor: 'cleo' }
    const heard = hearAll(answered, [{ ...sent!, body: null }, byAnother])
    expect(heard.waiting).toEqual([])
    expectTruth(heard, server)
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
