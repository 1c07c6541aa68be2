import { expect, test } from 'bun:test'
import { until } from '../../test/until.ts'
import { connect, memoryOutbox } from '../src/parley.ts'
import { quick } from './reader.ts'
import { listen, withDatabase, writing } from './writing.ts'

withDatabase()

interface Asked {
  method: string
  path: string
  body: string
}

/** As `writing`, with a server that fails (500) at every request of which `at` says so; after `patient` times it asks for an hour's rest. */
async function failing(at: (asked: Asked) => boolean, patient = Number.POSITIVE_INFINITY) {
  const place = await writing()
  const failures: Asked[] = []
  let isIll = true
  function fail(asked: Asked) {
    failures.push(asked)
    const rest = failures.length > patient ? { 'Retry-After': '3600' } : undefined
    const headers = { 'Content-Type': 'application/problem+json', ...rest }
    return new Response('{"code":"internal","detail":"It failed"}', { status: 500, headers })
  }
  const front = Bun.serve({
    port: 0,
    async fetch(request) {
      const { method, headers } = request
      const path = new URL(request.url).pathname
      const body = await request.text()
      if (isIll && at({ method, path, body })) return fail({ method, path, body })
      return fetch(place.server.url + path, { method, headers, ...(body && { body }) })
    },
  })
  const options = { url: front.url.origin, transports: [], token: place.alice.token }
  return {
    ...place,
    failures,
    /** From now on it fails at nothing. */
    heal() {
      isIll = false
    },
    open: (pace = quick) => listen(connect({ ...options, pace, outbox: memoryOutbox() })),
    async [Symbol.asyncDispose]() {
      await front.stop(true)
      await place[Symbol.asyncDispose]()
    },
  }
}

test('what the server fails at holds up nothing behind it, and is done when the server can', async () => {
  await using place = await failing(({ body }) => body.includes('cursed'))
  const { path, open, texts, heal } = place
  const { parley, of } = open()
  parley.write('POST', path, { text: 'before' })
  const cursed = ['cursed', 'cursed too'].map((text) => parley.write('POST', path, { text }))
  for (const text of ['behind', 'last']) parley.write('POST', path, { text })
  await until(() => of('done').length === 3)
  expect(await texts()).toEqual(['before', 'behind', 'last'])
  expect(new Set(of('failed').map(({ write }) => write.id))).toEqual(new Set(cursed.map(({ id }) => id)))
  expect(of('failed')[0]!.problem).toMatchObject({ status: 500, detail: 'It failed' })
  expect(parley.state.waiting).toBe(2)
  heal()
  await until(() => of('done').length === 5)
  expect((await texts()).toSorted()).toEqual(['before', 'behind', 'cursed', 'cursed too', 'last'])
  parley.close()
})

test('while the server fails at everything, all waits and is sent in order', async () => {
  await using place = await failing(({ method }) => method === 'POST')
  const { path, open, texts, heal } = place
  const { parley, of } = open({ ...quick, first: 5, longest: 20 })
  const said = Array.from({ length: 8 }, (_, n) => `number ${n}`)
  const writes = said.map((text) => parley.write('POST', path, { text }))
  parley.on('outbox', ({ write, outcome }) => {
    if (write === writes[4] && outcome === 'failed') heal()
  })
  await until(() => of('done').length === 8)
  expect(await texts()).toEqual(said)
  parley.close()
})

test('what changes the same thing stays in order', async () => {
  await using place = await failing(({ method, path }) => method === 'PUT' && path.includes('/reactions/'))
  const { alice, path, open, texts, heal } = place
  const message = await alice.post(path, { text: 'nice' })
  const heart = `${path}/${message.id}/reactions/${encodeURIComponent('❤️')}`
  const { parley, of } = open()
  parley.write('PUT', heart)
  const taken = parley.write('DELETE', heart)
  parley.write('POST', path, { text: 'behind' })
  await until(() => of('done').length === 1)
  expect(await texts()).toEqual(['nice', 'behind'])
  expect(taken.tries).toBe(0)
  heal()
  await until(() => of('done').length === 3)
  expect(of('done').map(({ write }) => write.method)).toEqual(['POST', 'PUT', 'DELETE'])
  expect((await alice.get(`${path}/${message.id}`)).reactions).toEqual([])
  parley.close()
})

test('a new write need not wait until what fails is tried again', async () => {
  await using place = await failing(({ body }) => body.includes('cursed'), 2)
  const { path, open, texts } = place
  const { parley, of } = open()
  const cursed = parley.write('POST', path, { text: 'cursed' })
  await until(() => of('failed').length === 3)
  parley.write('POST', path, { text: 'behind' })
  await until(() => of('done').length === 1)
  expect(await texts()).toEqual(['behind'])
  expect(cursed.tries).toBe(4)
  parley.close()
})

test('what was put aside is tried at once when it is written again with its id', async () => {
  await using place = await failing(({ body }) => body.includes('cursed'))
  const { path, open, texts, heal } = place
  const { parley, of } = open({ ...quick, longest: 60_000 })
  const { id } = parley.write('POST', path, { text: 'cursed' })
  for (let n = 0; n < 2; n++) {
    parley.write('POST', path, { text: `behind ${n}` })
    await until(() => of('done').length === n + 1)
  }
  expect(of('failed').length).toBe(3)
  heal()
  parley.write('POST', path, { text: 'cursed' }, id)
  await until(() => of('done').length === 3)
  expect(await texts()).toEqual(['behind 0', 'behind 1', 'cursed'])
  parley.close()
})

test('what is withdrawn is not sent, by no tab and not after a reload', async () => {
  await using place = await writing()
  const { proxy, path, open, texts } = place
  proxy.block('/')
  const [left, right] = [open(), open()]
  const [, second] = ['one', 'two', 'three'].map((text) => left.parley.write('POST', path, { text }))
  await until(() => right.parley.state.waiting === 3)
  expect(await right.parley.withdraw(second!.id)).toBe(true)
  await until(() => left.of('withdrawn').length === 1)
  expect(left.of('withdrawn')[0]!.write).toMatchObject({ id: second!.id, body: { text: 'two' } })
  expect(await left.parley.withdraw(second!.id)).toBe(false)
  for (const { parley } of [left, right]) parley.close()
  proxy.block()
  const after = open()
  await until(() => after.of('done').length === 2)
  expect(await texts()).toEqual(['one', 'three'])
  expect(after.changes.map(({ write }) => write.id)).not.toContain(second!.id)
  expect(await after.parley.withdraw(after.of('done')[0]!.write.id)).toBe(false)
  after.parley.close()
})

test('what the server fails at can be withdrawn, and is not tried again', async () => {
  await using place = await failing(({ body }) => body.includes('cursed'))
  const { path, failures, open, texts } = place
  const { parley, of } = open()
  const { id } = parley.write('POST', path, { text: 'cursed' })
  parley.write('POST', path, { text: 'behind' })
  await until(() => of('done').length === 1)
  expect(await parley.withdraw(id)).toBe(true)
  expect(parley.state.waiting).toBe(0)
  const tries = failures.length
  await Bun.sleep(quick.longest * 2)
  expect(failures.length).toBe(tries)
  expect(await texts()).toEqual(['behind'])
  parley.close()
})
