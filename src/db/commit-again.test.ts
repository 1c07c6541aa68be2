import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { anotherHouse } from '../../test/another-house.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { append } from '../log/append.ts'
import { number } from '../log/number.ts'
import { openCommit, type Tx } from './commit.ts'
import { isAway, mayPass } from './dialect.ts'
import { openDb } from './open.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })
const postgres = databases.find((database) => database.name === 'postgres')

for (const database of databases) {
  const passing = database.name === 'sqlite' ? 'SQLITE_BUSY_SNAPSHOT' : '40P01'

  test(`${database.name}: what may pass is tried again, four times in all, and others do not wait for it`, async () => {
    await using its = await testHouse(database)
    const { commit } = its.house
    let tries = 0
    const twice = async () => {
      if (++tries < 3) throw failure(passing)
      return 'done'
    }
    expect(await Promise.all([commit(twice), commit(async () => 'other')])).toEqual(['done', 'other'])
    expect(tries).toBe(3)
    tries = -9
    await expect(commit(twice)).rejects.toMatchObject({ code: passing })
    expect(tries).toBe(-5)
    tries = 0
    await expect(
      commit(async () => {
        tries++
        throw failure('22001')
      }),
    ).rejects.toMatchObject({ code: '22001' })
    expect(tries).toBe(1)
  })

  test(`${database.name}: two processes that want one key get one row and the same answer`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const claim = async ({ db }: Tx, name: string, value: number) => {
      const known = await db.selectFrom('counters').selectAll().where('name', '=', name).executeTakeFirst()
      if (known) return known.value
      await db.insertInto('counters').values({ name, value }).execute()
      return value
    }
    const names = Array.from({ length: 25 }, (_, i) => `claim-${i}`)
    const ask = (house: typeof its.house, value: number) =>
      Promise.all(names.map((name) => house.commit((tx) => claim(tx, name, value))))
    const [here, there] = await Promise.all([ask(its.house, 1), ask(other.house, 2)])
    expect(here).toEqual(there)
  })

  test(`${database.name}: when the commit itself fails nothing is tried again, and work goes on`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const start = await its.head()
    const lite = database.name === 'sqlite'
    const defer = lite ? sql`pragma defer_foreign_keys = on` : sql`set constraints all deferred`
    for (const column of lite ? [] : ['user_id', 'chat_id'])
      await sql`alter table members alter constraint ${sql.ref(`members_${column}_fkey`)} deferrable`.execute(
        house.db.writer,
      )
    let runs = 0
    const orphan = async (tx: Tx) => {
      runs++
      await defer.execute(tx.db)
      await sql`insert into members values ('no chat', 'nobody', 'member', 0, 0, 0, 0)`.execute(tx.db)
      append(tx, { stream: 'chat:x', kind: 'x.y', actorId: null, body: 1 })
    }
    const done = await Promise.allSettled([house.commit(orphan), house.commit(async () => 'with it')])
    const codes = done.map((one) => (one.status === 'rejected' ? one.reason.code : 'stored'))
    expect(codes).toEqual(['unavailable', 'unavailable'])
    expect([runs, await its.head(), house.tail.head.seq]).toEqual([1, start, start])
    expect(await house.commit(async () => 'works')).toBe('works')
  })

  test(`${database.name}: a publication that fails does not do the change again`, async () => {
    await using its = await testHouse(database)
    const failures: unknown[] = []
    const commit = openCommit(its.house.db, its.house.clock, {
      number,
      publish() {
        throw new Error('deaf')
      },
      failed: (error) => void failures.push(error),
    })
    let runs = 0
    expect(await Promise.all([1, 2].map(() => commit(async () => ++runs)))).toEqual([1, 2])
    expect([runs, failures.length]).toEqual([2, 1])
    await commit.idle()
  })
}

test('too many that wait are told to come back', async () => {
  await using its = await testHouse(databases[0]!)
  const all = Array.from({ length: 20_000 }, () => its.house.commit(async () => 1))
  const refused = its.house.commit(async () => 2)
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', details: { retryAfter: 1 } })
  expect((await Promise.all(all)).length).toBe(20_000)
  expect(await its.house.commit(async () => 3)).toBe(3)
}, 20_000)

test.if(postgres !== undefined)(
  'a connection that is cut in the middle costs a second try, not the process',
  async () => {
    await using its = await testHouse(postgres!)
    const { commit, db } = its.house
    let runs = 0
    const cut = async (tx: Tx) => {
      await tx.db.insertInto('counters').values({ name: 'cut', value: 1 }).execute()
      if (++runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db)
      return 'done'
    }
    expect(await Promise.all([commit(cut), commit(async () => 'too')])).toEqual(['done', 'too'])
    expect(runs).toBe(2)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'parley'`.execute(
      db.reader,
    )
    expect(await commit(async () => 'goes on')).toBe('goes on')
  },
)

test('a database that is away is recognised, and nothing else', async () => {
  const db = openDb('postgres://nobody@127.0.0.1:1/nothing')
  const error = await sql`select 1`.execute(db.reader).catch((error) => error)
  await db.close()
  expect([isAway(error), mayPass(error)]).toEqual([true, true])
  for (const code of ['57P01', '08006', '53300', 'ECONNRESET']) expect(isAway(failure(code))).toBe(true)
  for (const code of ['23505', '40P01', '22001', '42P01', '']) expect(isAway(failure(code))).toBe(false)
  for (const other of [undefined, null, 'Connection terminated', {}]) expect(isAway(other)).toBe(false)
})
