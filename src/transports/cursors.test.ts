import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { rawSocket } from '../../test/engine.ts'
import { type Listener, listenByWebSocket, listens } from '../../test/listener.ts'
import { type Stage, stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import { day } from '../clock.ts'
import { prune } from '../log/prune.ts'

const sqlite = databases[0]!

async function expectOneGap(its: Stage, ear: Listener, after: string, reason: string) {
  await ear.ready
  expect(ear.heard).toHaveLength(1)
  const [gap] = ear.heard
  const head = its.server.house.tail.head
  const cursor = `${head.epoch}.${head.seq}`
  expect(gap).toEqual({
    seq: head.seq,
    stream: 'log',
    kind: 'log.gap',
    at: expect.any(Number),
    actor: null,
    body: { reason, after, cursor },
  })
  expect(ear.cursor).toBe(cursor)
  await its.say('after the gap')
  await until(() => ear.heard.length > 1)
  expect(texts(ear)).toEqual(['after the gap'])
  ear.close()
}

for (const [door, listen] of Object.entries(listens)) {
  test(`${door}: a cursor from before a restore, or from the future, is answered with one gap`, async () => {
    await using its = await stage(sqlite)
    await its.say('before')
    const { epoch, seq } = its.server.house.tail.head
    const { url, bob } = its
    await expectOneGap(its, listen(url, bob.token, 'another.3'), 'another.3', 'restored')
    const future = `${epoch}.${seq + 1000}`
    await expectOneGap(its, listen(url, bob.token, future), future, 'restored')
    const greatest = `${epoch}.999999999999999`
    await expectOneGap(its, listen(url, bob.token, greatest), greatest, 'restored')
  })

  test(`${door}: a cursor below what is pruned is answered with one gap; one at the floor is not`, async () => {
    await using its = await stage(sqlite)
    for (let i = 0; i < 5; i++) await its.say(`${i}`)
    const { house } = its.server
    const pruned = await prune(house.commit, house.clock.now() + day)
    expect(pruned).toBeGreaterThan(5)
    const { epoch, seq } = house.tail.head
    await expectOneGap(its, listen(its.url, its.bob.token, `${epoch}.1`), `${epoch}.1`, 'pruned')
    const ear = listen(its.url, its.bob.token, `${epoch}.${seq}`)
    await ear.ready
    expect(texts(ear)).toEqual(['after the gap'])
    expect(ear.heard.map((entry) => entry.kind)).not.toContain('log.gap')
  })

  test(`${door}: what is no cursor is refused, and says why`, async () => {
    await using its = await stage(sqlite)
    const nonsense = ['-1', 'x', '1e3', 'a.b', '.1', '1.', 'é.1', '9'.repeat(16), `${'e'.repeat(17)}.1`, ' 1']
    for (const after of nonsense) {
      const { problem } = await listen(its.url, its.bob.token, after).ended
      expect([after, problem]).toMatchObject([
        after,
        { code: 'invalid', status: 400, type: '/docs/problems#invalid' },
      ])
    }
    const bare = listen(its.url, its.bob.token, '0')
    await bare.ready
    expect(bare.heard.length).toBeGreaterThan(0)
    bare.close()
    await its.empty()
  })
}

test('over a socket a cursor of any other kind is refused too, and a number is as good as its text', async () => {
  await using its = await stage(sqlite)
  const { url, bob } = its
  for (const after of [{}, [], [1], { toString: 5 }, true, -1, 1e21]) {
    const { problem } = await listenByWebSocket(url, bob.token, after).ended
    expect([after, problem?.code]).toEqual([after, 'invalid'])
  }
  const ear = listenByWebSocket(url, bob.token, 0)
  await ear.ready
  expect(ear.heard.length).toBeGreaterThan(0)
  const fresh = listenByWebSocket(url, bob.token, null)
  await fresh.ready
  expect(fresh.heard).toEqual([])
})

for (const [door, listen] of Object.entries(listens))
  test(`${door}: who has too many connections is refused another, also when all come at once`, async () => {
    await using its = await stage(sqlite, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '5' } })
    const { url, bob, cleo } = its
    const many = Array.from({ length: 12 }, () => listen(url, bob.token, undefined))
    if (door === 'plain HTTP') await Promise.all(many.map((ear) => Promise.race([ear.ready, ear.ended])))
    await until(() => many.filter((ear) => ear.isOver()).length >= 7)
    const refused = await Promise.all(many.filter((ear) => ear.isOver()).map((ear) => ear.ended))
    expect(refused).toHaveLength(7)
    for (const { problem, reason } of refused)
      if (problem) expect(problem).toMatchObject({ code: 'too_many', status: 429 })
      else expect(reason).toBe('io server disconnect')
    expect(its.server.app.hub.size).toBe(5)
    const another = await listen(url, bob.token).ended
    expect(another.problem).toMatchObject({ code: 'too_many', status: 429 })
    await listen(url, cleo.token).ready
    many.find((ear) => !ear.isOver())!.close()
    await until(() => its.server.app.hub.of(bob.id).size === 4)
    await listen(url, bob.token).ready
  })

test('of sockets that are admitted in one instant, those that are too many are hung up on', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '5' } })
  const address = `${its.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  const sockets = Array.from({ length: 40 }, () => rawSocket(address))
  await Promise.all(sockets.map((socket) => socket.opened))
  for (const socket of sockets) socket.say(`40/v1,${JSON.stringify({ token: its.bob.token })}`)
  const told = (what: string) =>
    sockets.filter((socket) => socket.told.some((one) => `${one}`.startsWith(what)))
  await until(() => told('42/v1,["ready"').length === 5)
  await until(() => told('44/v1,{').length + told('41/v1,').length === 35)
  expect(its.server.app.hub.size).toBe(5)
})

test('a stream that was refused leaves nothing that goes on by itself', async () => {
  const env = { PARLEY_MAX_CONNECTIONS_PER_USER: '1', PARLEY_HEARTBEAT_SECONDS: '1' }
  await using its = await stage(sqlite, { env })
  const { url, bob } = its
  const ear = listens['server-sent events']!(url, bob.token)
  await ear.ready
  for (let i = 0; i < 5; i++) await listens['server-sent events']!(url, bob.token).ended
  // Longer than a heartbeat: what beats without a stream would bring the server down.
  await Bun.sleep(1200)
  await its.say('still here')
  await until(() => texts(ear).length === 1)
})
