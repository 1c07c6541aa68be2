import { expect, test } from 'bun:test'
import { anotherApp } from '../../test/another-app.ts'
import type { Client } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { listenByWebSocket, listenToStream, type SocketListener } from '../../test/listener.ts'
import { often } from '../../test/often.mjs'
import { type Stage, stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

const sqlite = databases[0]!
const postgres = databases.find((database) => database.name === 'postgres')

async function here(url: string, who: Client): Promise<SocketListener> {
  const ear = listenByWebSocket(url, who.token)
  await ear.ready
  return ear
}

const watch = async (ear: SocketListener, ...who: Client[]) =>
  (await ear.ask('watch', { user_ids: who.map((one) => one.id) })).answer.items

/** What was told of somebody's presence, in order. */
const told = (ear: SocketListener, who: Client) =>
  ear.signals.filter((one) => one.stream === `presence:${who.id}`).map((one) => one.body.online)

const show = (its: Stage, who: Client, shows_presence: boolean) =>
  its.must(who, 'PATCH', '/api/v1/users/me', { shows_presence })

test('coming is told at once, going after a moment, a reload not at all; last seen is kept', async () => {
  const graceMs = often(2000, 5000)
  await using its = await stage(sqlite, { graceMs })
  const { url, alice, bob, cleo } = its
  const of_alice = await here(url, alice)
  const unseen = { online: false, last_seen_at: null }
  expect(await watch(of_alice, bob, cleo)).toEqual([
    { user_id: bob.id, ...unseen },
    { user_id: cleo.id, ...unseen },
  ])
  const stream = listenToStream(url, bob.token)
  await stream.ready
  await until(() => told(of_alice, bob).length === 1)
  const [of_bob, of_cleo] = [await here(url, bob), await here(url, cleo)]
  stream.close()
  of_bob.close()
  const again = await here(url, bob)
  const left = its.server.house.clock.now()
  of_cleo.close()
  again.close()
  await until(() => told(of_alice, bob).length === 2 && told(of_alice, cleo).length === 2)
  expect([told(of_alice, bob), told(of_alice, cleo)]).toEqual([
    [true, false],
    [true, false],
  ])
  expect(its.server.house.clock.now() - left).toBeGreaterThan(graceMs - 1000)
  const [seen] = await watch(of_alice, bob)
  expect(seen).toEqual({ user_id: bob.id, online: false, last_seen_at: expect.any(Number) })
  expect(seen.last_seen_at).toBeGreaterThan(left)
  const asked = await alice.get(`/api/v1/presence?user_ids=${bob.id},${its.dora.id}`)
  expect(asked.items).toEqual([seen, { user_id: its.dora.id, online: null, last_seen_at: null }])
}, 20_000)

test('whoever hides his presence neither shows nor sees, and those who watched are told', async () => {
  await using its = await stage(sqlite)
  const { url, alice, bob, cleo } = its
  const [of_alice, of_bob, of_cleo] = [await here(url, alice), await here(url, bob), await here(url, cleo)]
  expect((await watch(of_alice, bob))[0].online).toBe(true)
  expect((await watch(of_bob, alice, cleo)).map((one: { online: boolean }) => one.online)).toEqual([
    true,
    true,
  ])
  await show(its, bob, false)
  await until(() => told(of_alice, bob).length === 1 && told(of_bob, cleo).length === 1)
  expect([told(of_alice, bob), told(of_bob, alice), told(of_bob, cleo)]).toEqual([[null], [null], [null]])
  expect((await watch(of_alice, bob))[0]).toEqual({ user_id: bob.id, online: null, last_seen_at: null })
  expect((await watch(of_bob, alice))[0].online).toBeNull()
  of_cleo.close()
  await show(its, bob, true)
  expect((await watch(of_alice, bob))[0].online).toBe(true)
})

test('a block hides both from each other, and is not told from hiding', async () => {
  await using its = await stage(sqlite)
  const { url, alice, bob } = its
  const [of_alice, of_bob] = [await here(url, alice), await here(url, bob)]
  await Promise.all([watch(of_alice, bob), watch(of_bob, alice)])
  await its.must(alice, 'PUT', `/api/v1/users/me/blocks/${bob.id}`)
  await until(() => told(of_alice, bob).length === 1 && told(of_bob, alice).length === 1)
  expect([told(of_alice, bob), told(of_bob, alice)]).toEqual([[null], [null]])
  expect((await watch(of_bob, alice))[0]).toEqual({ user_id: alice.id, online: null, last_seen_at: null })
})

const partings: Record<string, (its: Stage) => Promise<unknown>> = {
  'is removed from': (its) => its.remove(its.bob),
  leaves: (its) => its.must(its.bob, 'DELETE', `/api/v1/chats/${its.group}/members/${its.bob.id}`),
  'hears of the end of': (its) => its.must(its.alice, 'DELETE', `/api/v1/chats/${its.group}`),
}

for (const [how, part] of Object.entries(partings))
  test(`who ${how} the last common chat sees and is seen no more`, async () => {
    await using its = await stage(sqlite)
    const { url, alice, bob } = its
    const [of_alice, of_bob] = [await here(url, alice), await here(url, bob)]
    await Promise.all([watch(of_alice, bob), watch(of_bob, alice)])
    await part(its)
    await until(() => told(of_alice, bob).length === 1 && told(of_bob, alice).length === 1)
    expect([told(of_alice, bob), told(of_bob, alice)]).toEqual([[null], [null]])
    expect(its.server.app.hub.watching(`presence:${bob.id}`).size).toBe(0)
  })

test('to watch others is to watch the ones before no more; strangers are not seen', async () => {
  await using its = await stage(sqlite)
  const { url, alice, bob, cleo, dora } = its
  const of_alice = await here(url, alice)
  await here(url, dora)
  expect(await watch(of_alice, dora)).toEqual([{ user_id: dora.id, online: null, last_seen_at: null }])
  await watch(of_alice, bob, bob)
  await watch(of_alice, cleo)
  await here(url, bob)
  await here(url, cleo)
  await until(() => told(of_alice, cleo).length === 1)
  expect(told(of_alice, bob)).toEqual([])
  await watch(of_alice)
  expect(its.server.app.hub.watching(`presence:${cleo.id}`).size).toBe(0)
})

test.if(postgres !== undefined)(
  'two processes know of each other who is here, also who was before the second one began',
  async () => {
    const grace = { graceMs: often(1000, 5000) }
    await using its = await stage(postgres!, grace)
    const { url, alice, bob, cleo } = its
    await here(url, cleo)
    await using second = await anotherApp(its.server, grace)
    const third = await anotherApp(its.server, grace)
    const of_alice = await here(second.url, alice)
    await until(async () => (await watch(of_alice, cleo))[0].online === true)
    await watch(of_alice, bob)
    const of_bob = await here(url, bob)
    await until(() => told(of_alice, bob).length === 1)
    const on_first = await here(url, alice)
    const emil = await its.here.newcomer('emil')
    await its.add(emil)
    await watch(on_first, emil)
    await here(third.url, emil)
    await until(() => told(on_first, emil).length === 1)
    // Bob goes; and emil's process ends, and he does not come to another one.
    of_bob.close()
    await third.close()
    await until(() => told(of_alice, bob).length === 2 && told(on_first, emil).length === 2)
    expect([told(of_alice, bob), told(on_first, emil)]).toEqual([
      [true, false],
      [true, false],
    ])
    expect((await watch(on_first, emil))[0].last_seen_at).toBeGreaterThan(0)
    const seen = await watch(of_alice, bob, cleo, emil)
    expect(seen.map((one: { online: boolean }) => one.online)).toEqual([false, true, false])
  },
  30_000,
)
