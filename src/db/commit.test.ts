import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { append } from '../log/append.ts'
import { type Numbered, number } from '../log/number.ts'
import { register } from '../users/register.ts'
import { type BatchVerb, openCommit, type Tx } from './commit.ts'

/** A committer of its own, of which everything is seen. */
function watched(its: TestHouse) {
  const transactions: number[] = []
  const published: Numbered[] = []
  const { clock, db } = its.house
  const commit = openCommit(db, clock, {
    number,
    publish: (numbered: Numbered) => void published.push(numbered),
    observe: (commands) => void transactions.push(commands),
  })
  return { commit, transactions, published }
}

const note = async (tx: Tx, name: string) => {
  await tx.db.insertInto('counters').values({ name, value: 1 }).execute()
  append(tx, { stream: 'chat:x', kind: 'test.noted', actorId: null, body: name })
  return name
}
const notes = async ({ house }: TestHouse) =>
  (
    await house.db.reader
      .selectFrom('counters')
      .select('name')
      .where('name', 'like', 'n-%')
      .orderBy('name')
      .execute()
  ).map((row) => row.name)

for (const database of databases) {
  test(`${database.name}: what waits together is committed together`, async () => {
    await using its = await testHouse(database)
    const { commit, transactions, published } = watched(its)
    const start = await its.head()
    const names = Array.from({ length: 30 }, (_, i) => `n-${String(i).padStart(2, '0')}`)
    expect(await Promise.all(names.map((name) => commit((tx) => note(tx, name))))).toEqual(names)
    expect(transactions).toEqual([30])
    expect(await notes(its)).toEqual(names)
    const entries = published.flatMap((one) => one.entries)
    expect(entries.map((entry) => [entry.seq - start, JSON.parse(entry.body)])).toEqual(
      names.map((name, i) => [i + 1, name]),
    )
    await Promise.all(Array.from({ length: 600 }, () => commit(async () => 1)))
    expect(transactions).toEqual([30, 256, 256, 88])
  })

  test(`${database.name}: who fails takes nobody with him, and leaves nothing`, async () => {
    await using its = await testHouse(database)
    const { commit, transactions, published } = watched(its)
    const done = await Promise.allSettled([
      commit((tx) => note(tx, 'n-1')),
      commit(async (tx) => {
        await note(tx, 'n-2')
        throw new Error('changed his mind')
      }),
      commit(async (tx) => {
        await note(tx, 'n-3')
        await sql`select nothing from nowhere`.execute(tx.db)
      }),
      commit(async () => {
        throw 'not even an error'
      }),
      commit((tx) => note(tx, 'n-4')),
    ])
    expect(done.map((one) => one.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(transactions).toEqual([5])
    expect(await notes(its)).toEqual(['n-1', 'n-4'])
    expect(published[0]!.entries.map((entry) => entry.body)).toEqual(['"n-1"', '"n-4"'])
    const [first, second] = published[0]!.entries
    expect(second!.seq).toBe(first!.seq + 1)
  })

  test(`${database.name}: a batch that breaks is done one by one; each item has an outcome of its own`, async () => {
    await using its = await testHouse(database)
    const { commit, transactions } = watched(its)
    const sizes: number[] = []
    const all: BatchVerb<string, string> = async (tx, names) => {
      sizes.push(names.length)
      for (const name of names) await note(tx, name)
      if (names.includes('n-bad')) throw new Error('bad')
      return names.map((name) => (name === 'n-odd' ? new Error('odd') : name))
    }
    const good = await Promise.allSettled(['n-1', 'n-odd', 'n-2'].map((name) => commit.join(all, name)))
    expect(good.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([sizes, transactions]).toEqual([[3], [3]])
    const single = commit((tx) => note(tx, 'n-single'))
    const mixed = await Promise.allSettled(['n-3', 'n-bad', 'n-4'].map((name) => commit.join(all, name)))
    expect(mixed.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await single).toBe('n-single')
    expect(sizes).toEqual([3, 3, 1, 1, 1])
    expect(await notes(its)).toEqual(['n-1', 'n-2', 'n-3', 'n-4', 'n-odd', 'n-single'])
  })

  test(`${database.name}: what breaks before the commit leaves no row, no entry, no publication, no number`, async () => {
    let broken = false
    await using its = await testHouse(database, {
      beforeCommit() {
        if (broken) throw new Error('the plug was pulled')
      },
    })
    const { house } = its
    const heard: number[] = []
    house.tail.listen({ entry: ({ seq }) => void heard.push(seq) })
    const person = (username: string) => ({
      username,
      email: null,
      phone: null,
      name: 'P',
      passwordHash: null,
    })
    const signUp = (name: string) => house.commit((tx) => register(tx, person(name)))
    const numbers = [(await signUp('p0')).number]
    const state = async () => [
      await its.head(),
      await house.db.reader.selectFrom('users').select('id').execute(),
      await house.db.reader.selectFrom('follows').select('stream').execute(),
      [...heard],
    ]
    const before = await state()
    for (let round = 0; round < 3; round++) {
      broken = true
      const tries = Array.from({ length: 12 }, (_, i) => signUp(`q${round}-${i}`))
      for (const one of await Promise.allSettled(tries)) expect(one.status).toBe('rejected')
      expect(await state()).toEqual(before)
    }
    broken = false
    for (let i = 0; i < 30; i++) numbers.push((await signUp(`p${i + 1}`)).number)
    expect(numbers.every((n, i) => i === 0 || n > numbers[i - 1]!)).toBe(true)
    expect(heard).toHaveLength((before[3] as number[]).length + 30)
    const rows = await house.db.reader.selectFrom('users').select('number').execute()
    expect(new Set(rows.map((row) => row.number)).size).toBe(rows.length)
  })

  test(`${database.name}: the answer comes after the entries are out, and these after the commit`, async () => {
    await using its = await testHouse(database)
    const order: string[] = []
    const reading: Promise<unknown>[] = []
    its.house.tail.listen({
      entry() {
        order.push('published')
        reading.push(notes(its).then((names) => order.push(`read ${names}`)))
      },
    })
    await its.house.commit((tx) => note(tx, 'n-1')).then(() => order.push('answered'))
    await Promise.all(reading)
    expect(order.slice(0, 1)).toEqual(['published'])
    expect(order.toSorted()).toEqual(['answered', 'published', 'read n-1'])
  })
}
