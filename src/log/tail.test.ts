import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Tx } from '../db/commit.ts'
import type { House } from '../http/house.ts'
import { append, follow, unfollow } from './append.ts'
import type { Bell } from './bell.ts'
import type { Entry } from './entry.ts'
import { openTail, type Tail } from './tail.ts'

const say = (tx: Tx, text: string, stream = 'chat:x') =>
  append(tx, { stream, kind: 'test.said', actorId: null, body: text })
const sayMany = (house: House, many: number) =>
  house.commit(async (tx) => Array.from({ length: many }, (_, i) => say(tx, `${i}`)))

function heardBy(tail: Pick<Tail, 'listen'>): number[] {
  const seqs: number[] = []
  tail.listen({ entry: ({ seq }) => void seqs.push(seq) })
  return seqs
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const deaf: Bell = { ring() {}, signal() {}, onRing() {}, onSignal() {}, async close() {} }

for (const database of databases) {
  test(`${database.name}: two processes publish everything of both, in order, nothing twice`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const start = await its.head()
    const [here, there] = [heardBy(its.house.tail), heardBy(other.house.tail)]
    const work = async (house: House, rounds: number) => {
      for (let i = 0; i < rounds; i++) {
        await Promise.all(Array.from({ length: 1 + (i % 4) }, () => house.commit(async (tx) => say(tx, 'x'))))
        if (i % 5 === 0) await Bun.sleep(1)
      }
    }
    await Promise.all([work(its.house, 60), work(other.house, 60), work(its.house, 40)])
    await Promise.all([its.house.tail.look(), other.house.tail.look()])
    const end = await its.head()
    expect(end - start).toBe(150 + 150 + 100)
    expect(here).toEqual(range(start + 1, end))
    expect(there).toEqual(range(start + 1, end))
    expect([its.house.tail.head.seq, other.house.tail.head.seq]).toEqual([end, end])
  })

  test(`${database.name}: what a commit hands over waits for what another process said before it`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const start = await its.head()
    const tail = await openTail(its.house.db, deaf, its.house.logger)
    const heard: string[] = []
    tail.listen({ entry: ({ seq, body }) => void heard.push(`${seq - start} ${body}`) })
    await other.house.commit(async (tx) => say(tx, 'theirs'))
    expect(heard).toEqual([])
    await its.house.commit(async (tx) => ['mine', 'mine too'].forEach((text) => say(tx, text)))
    const rows = await its.house.db.reader
      .selectFrom('entries')
      .selectAll()
      .where('seq', '>', start + 1)
      .execute()
    tail.handOver({ entries: rows as Entry[], moves: [] })
    await tail.look()
    expect(heard).toEqual(['1 "theirs"', '2 "mine"', '3 "mine too"'])
    const next = { ...rows[0]!, seq: start + 4, body: '"direct"' }
    tail.handOver({ entries: [next], moves: [] })
    expect(heard.at(-1)).toBe('4 "direct"')
    await tail.close()
  })

  test(`${database.name}: a tail that is far behind learns of a join that has ended since`, async () => {
    await using its = await testHouse(database)
    const { house, bob } = its
    const tail = await openTail(house.db, deaf, house.logger)
    const heard: string[] = []
    const follows = new Set<string>()
    tail.listen({
      entry: ({ stream, body }) => follows.has(stream) && heard.push(JSON.parse(body)),
      moved: ({ stream, userIds, opens }) => {
        expect(userIds).toEqual([bob.id])
        if (opens) follows.add(stream)
        else follows.delete(stream)
      },
    })
    await house.commit(async (tx) => {
      say(tx, 'before')
      follow(tx, [bob.id], 'chat:x')
      say(tx, 'first')
    })
    await sayMany(house, 700)
    await house.commit(async (tx) => {
      say(tx, 'last')
      unfollow(tx, [bob.id], 'chat:x')
      say(tx, 'after')
      follow(tx, [bob.id], 'chat:x')
      say(tx, 'again')
    })
    expect(heard).toEqual([])
    await tail.look()
    expect(heard).toEqual(['first', ...range(0, 699).map(String), 'last', 'again'])
    await tail.close()
  })

  test(`${database.name}: it remembers a while exactly, and says when it does not`, async () => {
    await using its = await testHouse(database)
    const { tail } = its.house
    for (let i = 0; i < 7; i++) await sayMany(its.house, 500)
    const head = await its.head()
    const seqs = (after: number) => tail.since(after)?.map((entry) => entry.seq)
    expect(seqs(head)).toEqual([])
    expect(seqs(head + 5)).toEqual([])
    for (const back of [1, 2, 500, 1000]) expect(seqs(head - back)).toEqual(range(head - back + 1, head))
    expect(seqs(0)).toBeUndefined()
    const oldest = range(1, head).find((seq) => tail.since(seq))!
    expect(head - oldest).toBeGreaterThanOrEqual(1024)
    expect(seqs(oldest)).toEqual(range(oldest + 1, head))
    expect(seqs(oldest - 1)).toBeUndefined()
  })

  test(`${database.name}: a listener that fails disturbs nobody`, async () => {
    await using its = await testHouse(database)
    const start = await its.head()
    its.house.tail.listen({
      entry: () => {
        throw new Error('a bad listener')
      },
    })
    const seqs = heardBy(its.house.tail)
    await sayMany(its.house, 3)
    expect(seqs).toEqual(range(start + 1, start + 3))
  })
}
