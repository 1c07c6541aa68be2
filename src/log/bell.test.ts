import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { anotherHouse } from '../../test/another-house.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import type { House } from '../http/house.ts'
import { append } from './append.ts'

const postgres = databases.find((database) => database.name === 'postgres')

const say = (house: House) =>
  house.commit(async (tx) => append(tx, { stream: 'chat:x', kind: 'test.said', actorId: null, body: null }))

/** The connections that listen for the bell. */
async function bells({ house }: TestHouse): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
    where application_name = 'parley bell' and datname = current_database()`.execute(house.db.reader)
  return rows.map((row) => row.pid)
}

async function until(what: () => boolean | Promise<boolean>, most: number): Promise<number> {
  const started = performance.now()
  while (!(await what())) {
    if (performance.now() - started > most) throw new Error(`Not within ${most} ms`)
    await Bun.sleep(5)
  }
  return performance.now() - started
}

test.if(postgres !== undefined)(
  'a ring wakes the other process at once, and a signal reaches it',
  async () => {
    await using its = await testHouse(postgres!)
    await using other = await anotherHouse(its)
    const signals: unknown[] = []
    other.house.signals.listen((signal) => signals.push(signal))
    for (let i = 0; i < 3; i++) {
      await say(its.house)
      const head = await its.head()
      expect(await until(() => other.house.tail.head.seq === head, 2000)).toBeLessThan(500)
    }
    const signal = { stream: 'chat:x', kind: 'typing', body: { user_id: "o'neil\u2028" } }
    its.house.signals.tell(signal)
    its.house.signals.tell({ ...signal, body: 'x'.repeat(8000) })
    its.house.signals.tell({ ...signal, kind: 'last' })
    await until(() => signals.length >= 2, 1000)
    expect(signals).toEqual([signal, { ...signal, kind: 'last' }])
  },
)

test.if(postgres !== undefined)('a lost bell costs latency only; it is hung up again, once', async () => {
  await using its = await testHouse(postgres!)
  await using other = await anotherHouse(its)
  const heard: number[] = []
  other.house.tail.listen({ entry: ({ seq }) => void heard.push(seq) })
  const before = await bells(its)
  expect(before).toHaveLength(2)
  const start = await its.head()
  for (const pid of before) await sql`select pg_terminate_backend(${pid}::int)`.execute(its.house.db.reader)
  for (let i = 0; i < 5; i++) await say(its.house)
  await until(() => heard.length === 5, 3000)
  expect(heard).toEqual([1, 2, 3, 4, 5].map((i) => start + i))
  await until(async () => (await bells(its)).length === 2, 3000)
  await Bun.sleep(300)
  const after = await bells(its)
  expect(after).toHaveLength(2)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  await say(its.house)
  expect(await until(() => heard.length === 6, 3000)).toBeLessThan(500)
})

test.if(postgres !== undefined)('who closes while his bell is lost leaves no connection behind', async () => {
  await using its = await testHouse(postgres!)
  {
    await using _other = await anotherHouse(its)
    expect(await bells(its)).toHaveLength(2)
    for (const pid of await bells(its))
      await sql`select pg_terminate_backend(${pid}::int)`.execute(its.house.db.reader)
    await until(async () => (await bells(its)).length === 0, 1000)
  }
  await until(async () => (await bells(its)).length === 1, 3000)
  await Bun.sleep(300)
  expect(await bells(its)).toHaveLength(1)
})
