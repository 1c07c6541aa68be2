import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { alice, CHAT, inventServer } from './invented.ts'
import { reduce } from './reduce.ts'
import type { Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'
import { type Asked, MOST } from './stretch.ts'
import { hearAll, type Server, take } from './truth.ts'

const LIMIT = 60

/** A page of messages as the server gives it. */
function read(server: Server, asked: Asked): Snapshot {
  const all = server.page().items
  const index = (position: number) => all.findIndex((one) => one.position >= position)
  const from =
    asked === 'newest'
      ? all.length - LIMIT
      : 'before' in asked
        ? index(asked.before) - LIMIT
        : 'after' in asked
          ? index(asked.after) + 1
          : index(asked.around) - LIMIT / 2
  const to = asked !== 'newest' && 'before' in asked ? index(asked.before) : Math.max(0, from) + LIMIT
  const items = all.slice(Math.max(0, from), to)
  const previous = from > 0 ? items[0]!.position : null
  const next = to < all.length ? items.at(-1)!.position : null
  return {
    of: 'messages',
    chatId: CHAT,
    asked,
    page: { items, previous, next },
    known: server.chat().last_position,
  }
}

function talked(many: number): Server {
  const server = inventServer()
  for (let n = 0; n < many; n++) server.do({ does: 'send', by: 1, mentions: false })
  return server
}

const opened = (server: Server) =>
  take(nothing, [
    { of: 'everything', me: alice, chats: [server.chat()], blocked: [] },
    read(server, 'newest'),
  ])

/** Between its ends nothing is missing, and where it has no end, it goes as far as the chat does. */
function expectWhole(state: State, server: Server) {
  const { messages, previous, next } = state.stretches[CHAT]!
  const all = server.page().items
  const from = previous === null ? 0 : all.findIndex(({ id }) => id === messages[0]!.id)
  const to = next === null ? all.length : all.findIndex(({ id }) => id === messages.at(-1)!.id) + 1
  expect(messages).toEqual(all.slice(from, to))
}

type Step = 'up' | 'down' | 'newest' | 'middle' | 'talk' | 'trim'

/** What somebody does who reads, while others talk. */
function stepped(state: State, step: Step, n: number, server: Server): State {
  const { previous, next, messages } = state.stretches[CHAT]!
  if (step === 'up') return previous === null ? state : take(state, [read(server, { before: previous })])
  if (step === 'down') return next === null ? state : take(state, [read(server, { after: next })])
  if (step === 'newest') return take(state, [read(server, 'newest')])
  if (step === 'middle') return take(state, [read(server, { around: 1 + n })])
  if (step === 'trim')
    return reduce(state, {
      what: 'trimmed',
      chatId: CHAT,
      around: n % 3 ? messages[n % messages.length]!.id : null,
    })
  const from = server.entries.length
  for (let i = 0; i < n; i++) server.do({ does: 'send', by: 1, mentions: false })
  return hearAll(state, server.entries.slice(from))
}

describe('a stretch of a long chat', () => {
  test('has no holes, however one moves in it and whatever is let go of', () => {
    const step = fc.constantFrom<Step>('up', 'up', 'up', 'down', 'down', 'newest', 'middle', 'talk', 'trim')
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(300)), { maxLength: 12 }), (steps) => {
        const server = talked(400)
        let state = opened(server)
        for (const [step, n] of steps) {
          state = stepped(state, step, n, server)
          expectWhole(state, server)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('stays short while one reads up to the beginning and back', () => {
    const server = talked(1500)
    let state = opened(server)
    const many = () => state.stretches[CHAT]!.messages.length
    for (const step of ['up', 'down'] as const)
      for (let n = 0; n < 30; n++) {
        state = stepped(state, step, 0, server)
        expect(many()).toBeLessThanOrEqual(MOST)
      }
    expect(state.stretches[CHAT]!.next).toBeNull()
    expectWhole(state, server)
  })

  test('does not grow for ever while others talk and nobody looks', () => {
    const server = talked(10)
    const state = stepped(opened(server), 'talk', 5000, server)
    expect(state.stretches[CHAT]!.messages.length).toBeLessThan(700)
    expectWhole(state, server)
  })

  test('is kept around what one reads, and no longer takes in what is said far below', () => {
    const server = talked(300)
    let state = opened(server)
    for (let n = 0; n < 3; n++) state = stepped(state, 'up', 0, server)
    state = stepped(state, 'talk', 30, server)
    const reading = state.stretches[CHAT]!.messages[50]!.id
    state = reduce(state, { what: 'trimmed', chatId: CHAT, around: reading })
    const { messages, next } = state.stretches[CHAT]!
    expect(messages.findIndex(({ id }) => id === reading)).toBe(50)
    expect([messages.length, next]).toEqual([200, messages.at(-1)!.position])
    expect(stepped(state, 'talk', 1, server).stretches[CHAT]!.messages).toBe(messages)
  })

  test('is kept at the end, if that is what one reads', () => {
    const server = talked(10)
    const long = stepped(opened(server), 'talk', 400, server)
    const state = reduce(long, { what: 'trimmed', chatId: CHAT, around: null })
    expect(state.stretches[CHAT]!.messages).toEqual(server.page().items.slice(-200))
    expect(state.stretches[CHAT]!.next).toBeNull()
  })
})
