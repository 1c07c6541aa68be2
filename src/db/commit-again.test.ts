import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { anotherHouse } from '../../test/another-house.ts'
import { databases, shared } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { spoil } from '../../test/spoil.ts'
import { append } from '../log/append.ts'
import { number } from '../log/number.ts'
import { type BareTx, openCommit, type Said, type Tx } from './commit.ts'
import { isAway, mayPass } from './dialect.ts'
import { type Db, openDb } from './open.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

const passings = { sqlite: 'SQLITE_BUSY_SNAPSHOT', postgres: '40P01', mysql: 'ER_LOCK_DEADLOCK' }

/** Ends the connection on which a transaction is open. */
async function killOwn(tx: BareTx, { writer }: Db) {
  const self = tx.dialect === 'mysql' ? sql`connection_id()` : sql`pg_backend_pid()`
  const { rows } = await sql<{ id: number }>`select ${self} as id`.execute(tx.db)
  const id = sql.lit(rows[0]!.id)
  await (tx.dialect === 'mysql' ? sql`kill ${id}` : sql`select pg_terminate_backend(${id})`).execute(writer)
}

async function killOthers({ reader, dialect }: Db) {
  if (dialect === 'postgres')
    return sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = 'parley'`.execute(
      reader,
    )
  const { rows } = await sql<{ id: number }>`select id from information_schema.processlist
    where db = database() and id <> connection_id()`.execute(reader)
  for (const { id } of rows) await sql`kill ${sql.lit(id)}`.execute(reader).catch(() => {})
}

/** Gives the numbers, and then sees to it that the commit, which comes next, fails. */
function numberAndBreak(db: Db) {
  const orphan = sql`insert into members values ('no chat', 'nobody', 'member', 0, 0, 0, 0, null)`
  const waysToBreak = {
    async sqlite({ db }: BareTx) {
      await sql`pragma defer_foreign_keys = on`.execute(db)
      await orphan.execute(db)
    },
    async postgres({ db }: BareTx) {
      for (const column of ['user_id', 'chat_id'])
        await sql`alter table members alter constraint ${sql.ref(`members_${column}_fkey`)} deferrable`.execute(
          db,
        )
      await sql`set constraints all deferred`.execute(db)
      await orphan.execute(db)
    },
    mysql: (tx: BareTx) => killOwn(tx, db),
  }
  return async (tx: BareTx, said: Said[]) => {
    const numbered = await number(tx, said)
    await waysToBreak[tx.dialect](tx)
    return numbered
  }
}

for (const database of databases) {
  const passing = passings[database.name]

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
    const commit = openCommit(house.db, house.clock, { number: numberAndBreak(house.db), publish() {} })
    let runs = 0
    const doomed = async (tx: Tx) => {
      runs++
      append(tx, { stream: 'chat:x', kind: 'x.y', actorId: null, body: 1 })
    }
    const done = await Promise.allSettled([commit(doomed), commit(async () => 'with it')])
    const codes = done.map((one) => (one.status === 'rejected' ? one.reason.code : 'stored'))
    expect(codes).toEqual(['unavailable', 'unavailable'])
    expect([runs, await its.head(), house.tail.head.seq]).toEqual([1, start, start])
    expect(await house.commit(async () => 'works')).toBe('works')
    await spoil(house.db)
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

for (const database of shared) {
  test(`${database.name}: a connection that is cut in the middle costs a second try, not the process`, async () => {
    await using its = await testHouse(database)
    const { commit, db } = its.house
    let runs = 0
    const cut = async (tx: Tx) => {
      await tx.db.insertInto('counters').values({ name: 'cut', value: 1 }).execute()
      if (++runs === 1) await killOwn(tx, db)
      return 'done'
    }
    expect(await Promise.all([commit(cut), commit(async () => 'too')])).toEqual(['done', 'too'])
    expect(runs).toBe(2)
    await killOthers(db)
    expect(await commit(async () => 'goes on')).toBe('goes on')
  })

  for (const company of [[], ['before']])
    test(`${database.name}: two processes that wait for each other both get through${company.map(() => ', and whoever came with them')}`, async () => {
      await using its = await testHouse(database)
      await using other = await anotherHouse(its)
      const bothThere = Promise.withResolvers<void>()
      let there = 0
      let runs = 0
      const raise = async ({ db }: Tx, [first, second]: string[]) => {
        runs++
        await raised(db, first!)
        if (++there === 2) bothThere.resolve()
        await bothThere.promise
        await raised(db, second!)
      }
      const note = async ({ db }: Tx, name: string) => {
        await db.insertInto('counters').values({ name, value: 1 }).execute()
      }
      await its.house.commit((tx) => Promise.all(['one', 'two'].map((name) => note(tx, name))))
      await Promise.all([
        ...company.map((name) => its.house.commit((tx) => note(tx, `${name} here`))),
        its.house.commit((tx) => raise(tx, ['one', 'two'])),
        ...company.map((name) => other.house.commit((tx) => note(tx, `${name} there`))),
        other.house.commit((tx) => raise(tx, ['two', 'one'])),
      ])
      expect(runs).toBeGreaterThan(2)
      const { rows } = await sql<{ name: string; value: number }>`select name, value from counters
        where name in ('one', 'two') or name like 'before %' order by name`.execute(its.house.db.reader)
      expect(rows.map(({ name, value }) => `${name}: ${value}`)).toEqual([
        ...company.flatMap((name) => [`${name} here: 1`, `${name} there: 1`]),
        'one: 3',
        'two: 3',
      ])
    })
}

const raised = (db: Tx['db'], name: string) =>
  db.updateTable('counters').set({ value: sql`value + 1` }).where('name', '=', name).execute()

test('a database that is away is recognised, and nothing else', async () => {
  const db = openDb('postgres://nobody@127.0.0.1:1/nothing')
  const error = await sql`select 1`.execute(db.reader).catch((error) => error)
  await db.close()
  expect([isAway(error), mayPass(error)]).toEqual([true, true])
  for (const code of ['57P01', '08006', '53300', 'ECONNRESET']) expect(isAway(failure(code))).toBe(true)
  for (const code of ['23505', '40P01', '22001', '42P01', '']) expect(isAway(failure(code))).toBe(false)
  for (const other of [undefined, null, 'Connection terminated', {}]) expect(isAway(other)).toBe(false)
})
