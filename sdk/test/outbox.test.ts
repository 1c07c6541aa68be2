import { expect, test } from 'bun:test'
import { indexedDB } from 'fake-indexeddb'
import { until } from '../../test/until.ts'
import { connect, forgetOutbox, indexedDbOutbox, memoryOutbox } from '../src/parley.ts'
import { listen, to, withDatabase, writing } from './writing.ts'

withDatabase()

/** As a browser has them: one holder at a time, the others in a line. */
const line = new Map<string, Promise<unknown>>()
const locks = {
  request(name: string, work: () => Promise<unknown>) {
    const done = (line.get(name) ?? Promise.resolve()).then(work, work)
    line.set(name, done)
    return done
  },
}
const withLocks = (present: boolean) =>
  Object.defineProperty(globalThis.navigator, 'locks', {
    value: present ? locks : undefined,
    configurable: true,
  })

test('what was written offline survives a reload and is sent in order, once', async () => {
  await using place = await writing()
  const { proxy, path, open, texts } = place
  proxy.block('/')
  const before = open()
  const five = ['one', 'two', 'three', 'four', 'five']
  const writes = five.map((text) => before.parley.write('POST', path, { text }))
  expect(before.of('queued').length).toBe(5)
  await until(() => writes[0]!.tries > 1)
  before.parley.close()
  expect(await texts()).toEqual([])

  proxy.block()
  const after = open()
  await until(() => after.of('done').length === 5)
  expect(after.of('queued').map(({ write }) => write.id)).toEqual(writes.map(({ id }) => id))
  expect(after.of('done').map(({ answer }) => (answer as { text: string }).text)).toEqual(five)
  expect(after.parley.state.waiting).toBe(0)
  expect(await texts()).toEqual(five)
  after.parley.close()
  const later = open()
  await Bun.sleep(50)
  expect(later.changes).toEqual([])
  later.parley.close()
})

for (const present of [true, false])
  test(`two tabs ${present ? '' : 'without locks '}send what both wrote once, in order, and both hear of it`, async () => {
    withLocks(present)
    await using place = await writing()
    const { proxy, path, open, texts } = place
    proxy.block('/')
    const [left, right] = [open(), open()]
    const said: string[] = []
    for (let n = 0; n < 40; n++) {
      const text = `number ${n}`
      said.push(text)
      ;(n % 2 ? left : right).parley.write('POST', path, { text })
      await until(() => left.parley.state.waiting === n + 1 && right.parley.state.waiting === n + 1)
    }
    proxy.block()
    for (const tab of [left, right]) {
      await until(() => tab.of('done').length === 40)
      expect(tab.of('done').map(({ answer }) => (answer as { text: string }).text)).toEqual(said)
    }
    expect(await texts()).toEqual(said)
    if (present) expect(proxy.passed(path)).toBe(40)
    left.parley.close()
    right.parley.close()
    withLocks(false)
  })

test('an answer that is lost on the way is asked for again, and nothing is done twice', async () => {
  await using place = await writing()
  const { proxy, path, open, texts } = place
  const { parley, of } = open()
  // The first answer is lost for certain, others as it happens.
  proxy.mute()
  for (let n = 0; n < 60; n++) parley.write('POST', path, { text: `number ${n}` })
  await until(() => proxy.passed(path) > 0)
  proxy.unmute()
  let stop = false
  const cutting = (async () => {
    while (!stop) {
      proxy.cut()
      await Bun.sleep(Math.random() * 30)
    }
  })()
  await until(() => of('done').length >= 30)
  stop = true
  await cutting
  await until(() => of('done').length === 60)
  expect(proxy.passed(path)).toBeGreaterThan(60)
  expect(await texts()).toEqual(Array.from({ length: 60 }, (_, n) => `number ${n}`))
  parley.close()
})

test('what is refused is dropped with its problem, and what lies behind it is sent', async () => {
  await using place = await writing()
  const { path, open, texts } = place
  const { parley, of } = open()
  const refused = parley.write('POST', path, { text: '' })
  parley.write('POST', path, { text: 'fine' })
  await until(() => of('done').length === 1)
  expect(of('refused').map(({ write, problem }) => [write.id, problem?.code])).toEqual([
    [refused.id, 'invalid'],
  ])
  expect(await texts()).toEqual(['fine'])
  parley.close()
})

test('signed out is no refusal: it waits until alice is known again', async () => {
  await using place = await writing()
  const { alice, path, open, texts } = place
  const stranger = open('nonsense')
  const write = stranger.parley.write('POST', path, { text: 'who am I?' })
  await until(() => write.tries > 1)
  expect(stranger.of('refused')).toEqual([])
  stranger.parley.close()
  const known = open(alice.token)
  await until(() => known.of('done').length === 1)
  expect(await texts()).toEqual(['who am I?'])
  known.parley.close()
})

test('what alice left unsent, bob does not send from the same browser', async () => {
  await using place = await writing()
  const { proxy, alice, bob, path, texts } = place
  const open = ({ token }: { token: string }) => listen(connect({ ...to(proxy), token }))
  proxy.block('/')
  const hers = open(alice)
  const write = hers.parley.write('POST', path, { text: 'by alice' })
  await until(() => write.tries > 1)
  hers.parley.close()
  proxy.block()
  const his = open(bob)
  his.parley.write('POST', path, { text: 'by bob' })
  await until(() => his.of('done').length === 1)
  const again = open(alice)
  await until(() => again.of('done').length === 1)
  expect(again.of('done')[0]!.write.id).toBe(write.id)
  expect(his.changes.map(({ write }) => write.id)).not.toContain(write.id)
  // What was on its way when she closed may have come first.
  expect((await texts()).toSorted()).toEqual(['by alice', 'by bob'])
  for (const { parley } of [his, again]) parley.close()
})

test('what is thrown away is not sent, and the box is good again', async () => {
  await using place = await writing()
  const { proxy, path, name, open, texts } = place
  proxy.block('/')
  const before = open()
  const write = before.parley.write('POST', path, { text: 'unsent' })
  await until(() => write.tries > 1)
  before.parley.close()
  await forgetOutbox(name)
  proxy.block()
  const after = open()
  after.parley.write('POST', path, { text: 'afterwards' })
  await until(() => after.of('done').length === 1)
  expect(await texts()).toEqual(['afterwards'])
  after.parley.close()
})

test('the same id is the same write', async () => {
  await using place = await writing()
  const { path, open, texts } = place
  const { parley, of } = open()
  expect(parley.write('POST', path, { text: 'once' }, 'key-1')).toBe(
    parley.write('POST', path, { text: 'once' }, 'key-1'),
  )
  await until(() => of('done').length === 1)
  parley.write('POST', path, { text: 'once' }, 'key-1')
  await until(() => of('done').length === 2)
  expect(await texts()).toEqual(['once'])
  parley.close()
})

test('a server that has too much to do is asked again when it said', async () => {
  const asked: number[] = []
  const busy = Bun.serve({
    port: 0,
    fetch() {
      asked.push(performance.now())
      const [status, wait] = [
        [429, '1'],
        [503, undefined],
        [200, undefined],
      ][asked.length - 1] ?? [500]
      const headers = { 'Content-Type': 'application/json', ...(wait ? { 'Retry-After': String(wait) } : {}) }
      return new Response('{"code":"too_many","detail":"Slow down"}', { status: Number(status), headers })
    },
  })
  const { parley, of } = listen(
    connect({ ...to({ url: busy.url.origin }), token: 'any', outbox: memoryOutbox() }),
  )
  const write = parley.write('POST', '/api/v1/chats', {})
  await until(() => of('done').length === 1)
  expect(write.tries).toBe(3)
  expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(995)
  expect(asked[2]! - asked[1]!).toBeLessThan(500)
  parley.close()
  await busy.stop(true)
})

test('a database that does not open leaves a memory', async () => {
  await using place = await writing()
  globalThis.indexedDB = { open: fail } as unknown as IDBFactory
  const { parley, of } = place.open()
  globalThis.indexedDB = indexedDB
  parley.write('POST', place.path, { text: 'from memory' })
  await until(() => of('done').length === 1)
  expect(await place.texts()).toEqual(['from memory'])
  parley.close()
})

/** As Firefox does it where nothing may be kept. */
function fail() {
  const request = { error: new Error('not here'), onerror: () => {} }
  queueMicrotask(() => request.onerror())
  return request
}

test('two tabs that put the same write into one box keep it once', async () => {
  const [one, other] = [indexedDbOutbox('same'), indexedDbOutbox('same')]
  const write = { id: 'w1', method: 'POST', path: '/', at: 0, tries: 0 }
  await Promise.all([one.put(write), other.put(write), one.put({ ...write, id: 'w2' })])
  await other.put(write)
  expect((await one.all()).map(({ id }) => id)).toEqual(['w1', 'w2'])
})
