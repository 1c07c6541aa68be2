import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { House, Proven } from '../http/house.ts'
import { Connection, type Wire } from './connection.ts'
import type { Hub } from './hub.ts'
import { type PollOptions, servePoll } from './poll.ts'

const sqlite = databases[0]!

test('a long past comes in pages, each with the cursor of the next', async () => {
  await using its = await stage(sqlite)
  let cursor = await its.cursorOf(its.bob)
  for (let i = 0; i < 20; i++) await its.say(`${i}`)
  const sizes: number[] = []
  const heard = []
  for (let complete = false; !complete; ) {
    const page = await its.bob.get(`/api/v1/log?after=${cursor}&limit=7`)
    sizes.push(page.entries.length)
    heard.push(...page.entries)
    ;({ cursor, complete } = page)
  }
  expect(sizes).toEqual([7, 7, 6])
  expect(texts({ heard })).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`))
})

test('an answer is no longer than what may wait for anybody, and nothing is missed by that', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_MAX_BUFFER_BYTES: '16384' } })
  let cursor = await its.cursorOf(its.bob)
  for (let i = 0; i < 10; i++) await its.say(`${i}${'x'.repeat(5000)}`)
  const heard = []
  let pages = 0
  for (let complete = false; !complete; pages++) {
    const page = await its.bob.get(`/api/v1/log?after=${cursor}&limit=1000`)
    expect(JSON.stringify(page).length).toBeLessThan(24_000)
    heard.push(...page.entries)
    ;({ cursor, complete } = page)
  }
  expect(texts({ heard }).map((text) => text[0])).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`))
  expect(pages).toBeGreaterThan(2)
})

test('who waits is answered at once when something happens, and with a cursor alone when nothing does', async () => {
  await using its = await stage(sqlite)
  const cursor = await its.cursorOf(its.bob)
  const waiting = its.bob.get(`/api/v1/log?after=${cursor}&wait=60`)
  await until(() => its.server.app.hub.of(its.bob.id).size === 1)
  await its.say('Hello')
  const page = await waiting
  expect(page).toEqual({ entries: [expect.anything()], cursor: expect.any(String), complete: true })
  const nothing = await its.bob.get(`/api/v1/log?after=${page.cursor}&wait=1`)
  expect(nothing).toEqual({ entries: [], cursor: page.cursor, complete: true })
  const giveUp = new AbortController()
  const headers = { Authorization: `Bearer ${its.bob.token}` }
  const given_up = fetch(`${its.url}/api/v1/log?after=${page.cursor}&wait=60`, {
    headers,
    signal: giveUp.signal,
  })
  await until(() => its.server.app.hub.of(its.bob.id).size === 1)
  giveUp.abort()
  await given_up.catch(() => {})
  await its.empty()
})

/** A poll whose connection the test plays itself. */
function played(options: Partial<PollOptions>) {
  const head = { epoch: 'now', seq: 10 }
  const house = { tail: { head }, config: { maxBufferBytes: 1e6 } } as unknown as House
  const who: Proven = { id: 'bob', sessionId: 's', expiresAt: 0 }
  let wire!: Wire
  const hub = {
    open: (_who: Proven, given: Wire) => {
      wire = given
      return new Connection(who, given)
    },
    close() {},
  } as unknown as Hub
  const asked = { after: undefined, wait: 60, limit: 3, ...options }
  const answer = servePoll(house, hub, who, new Request('http://here/'), asked)
  return { wire, head, page: async () => (await answer).json(), answer }
}

test('who is cut off before anything was read keeps the cursor that he came with', async () => {
  const after = { epoch: 'before', seq: 500 }
  const cut = played({ after })
  cut.wire.end('shutdown')
  expect(await cut.page()).toEqual({ entries: [], cursor: 'before.500', complete: false })
  const fresh = played({})
  fresh.head.seq = 20
  fresh.wire.end('shutdown')
  expect(await fresh.page()).toEqual({ entries: [], cursor: 'now.10', complete: false })
})

test('what is said after the end of a session, in the same tick, is not passed over', async () => {
  const { wire, head, page } = played({})
  wire.ready(10)
  head.seq = 11
  wire.entry('{"seq":11}', 11)
  wire.end('revoked')
  head.seq = 12
  expect(await page()).toEqual({ entries: [{ seq: 11 }], cursor: 'now.11', complete: true })
})

test('if the log cannot be read, that is said', async () => {
  const { wire, answer } = played({})
  wire.end('failed')
  expect(await answer.catch((problem) => problem.code)).toBe('unavailable')
})
