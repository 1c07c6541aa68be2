import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { doors, newEar } from '../../test/doors.ts'
import { listens } from '../../test/listener.ts'
import { stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { EndReason, Wire } from './connection.ts'

const sqlite = databases[0]!
/** Who polls is answered, asks again, and may reach the next server without having noticed anything. */
const { 'plain HTTP': polling, ...others } = listens
const lasting = Object.values(others)

test('goodbyes are spread, everybody gets one, and nobody is let in meanwhile', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_DRAIN_SECONDS: '1' } })
  const { url, alice, bob, cleo, server } = its
  const ears = [alice, bob, cleo].flatMap((who) =>
    lasting.flatMap((listen) => [1, 2, 3, 4].map(() => listen(url, who.token))),
  )
  await Promise.all(ears.map((ear) => ear.ready))
  const ended: number[] = []
  const all = ears.map((ear) => ear.ended.then(() => void ended.push(performance.now())))
  const started = performance.now()
  const restarted = server.restart()
  await until(() => ended.length > 0)
  const refused = await fetch(url).then(
    () => false,
    () => true,
  )
  expect(refused).toBe(true)
  await Promise.all(all)
  await restarted
  const [first, last] = [Math.min(...ended), Math.max(...ended)]
  expect(last - first).toBeGreaterThan(150)
  expect(last - started).toBeLessThan(3000)
  await polling!(url, bob.token).ready
})

test('who comes while goodbyes are said is sent away as kindly, so that he comes back', async () => {
  await using its = await stage(sqlite)
  const { hub } = its.server.app
  await hub.drain(0)
  const { promise: ended, resolve: end } = Promise.withResolvers<EndReason>()
  const wire: Wire = { transport: 'sse', entry() {}, signal() {}, ready() {}, drained: async () => {}, end }
  const who = { id: its.bob.id, sessionId: its.bob.sessionId, expiresAt: Number.MAX_SAFE_INTEGER }
  const connection = hub.open(who, wire, undefined)
  expect(await ended).toBe('shutdown')
  expect([connection.closed, hub.size]).toEqual([true, 0])
  const poll = await its.bob.ask('GET', '/api/v1/log?after=0&wait=30')
  expect(poll.body).toEqual({ entries: [], cursor: expect.stringMatching(/\.0$/), complete: false })
})

test('clients come back by themselves after a restart, and miss nothing', async () => {
  await using its = await stage(sqlite)
  const cursor = await its.cursorOf(its.bob)
  const ears = Object.values(doors).map((door) => {
    const ear = newEar(cursor)
    return { ear, door: door(its.url, its.bob.token, ear) }
  })
  const said: string[] = []
  const say = async (text: string) => {
    await its.say(text)
    said.push(text)
  }
  const heard = () => Promise.all(ears.map(({ ear }) => until(() => ear.entries.length === said.length)))
  await say('before')
  await heard()
  await its.server.restart()
  await say('after')
  await say('and more')
  await heard()
  for (const { ear, door } of ears) {
    expect(texts({ heard: ear.entries })).toEqual(said)
    door.cut()
  }
})

for (const database of databases)
  test(`${database.name}: when all is closed nothing is left, and the process ends by itself`, async () => {
    const place = await database.fresh()
    const child = Bun.spawn([process.execPath, 'test/spawned/ends-by-itself.ts'], {
      cwd: `${import.meta.dir}/../..`,
      env: {
        ...process.env,
        PORT: '0',
        PARLEY_DATA_DIR: place.dataDir,
        DATABASE_URL: place.databaseUrl,
        PARLEY_DRAIN_SECONDS: '0',
        // Which ways to reach people have no settings is a warning.
        PARLEY_LOG_LEVEL: 'error',
      },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()])
    await place.remove()
    expect([code, out, err]).toEqual([0, 'left: 0\n', ''])
  }, 20_000)
