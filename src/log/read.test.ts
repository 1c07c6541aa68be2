import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import { append, follow, unfollow } from './append.ts'
import { readAfter } from './read.ts'

/** What happens in a stream, word by word: somebody comes (+), goes (-), or says a word. */
const plays =
  (stream: string, who: string[] | 'everybody') =>
  async (tx: Tx, ...words: string[]) => {
    for (const word of words) {
      if (word === '+') follow(tx, who as string[], stream)
      else if (word === '-') unfollow(tx, who, stream)
      else append(tx, { stream, kind: 'test.said', actorId: null, body: { text: word } })
    }
  }

for (const database of databases) {
  test(`${database.name}: who joins, leaves and comes back hears exactly what was said while he was there`, async () => {
    await using its = await testHouse(database)
    const { house, cleo, dora } = its
    const start = await its.head()
    const play = plays('chat:walks', [cleo.id])
    const together = [['before'], ['+', 'joined'], ['one'], ['leaving', '-']]
    const oneByOne = [
      ['away'],
      ['back in a moment', '+', 'rejoined'],
      ['last', '-', 'behind his back'],
      ['not yet', '+', 'in', 'out', '-'],
      ['after'],
    ]
    await Promise.all(together.map((words) => house.commit((tx) => play(tx, ...words))))
    for (const words of oneByOne) await house.commit((tx) => play(tx, ...words))
    const heard = (await its.hears(cleo, start)).map((entry) => entry.body.text)
    expect(heard).toEqual(['joined', 'one', 'leaving', 'rejoined', 'last', 'in', 'out'])
    expect(await its.hears(dora, start)).toEqual([])
  })

  test(`${database.name}: everybody leaves at once`, async () => {
    await using its = await testHouse(database)
    const { house, bob, cleo } = its
    const start = await its.head()
    await house.commit((tx) => plays('chat:x', [bob.id, cleo.id])(tx, '+', 'hello'))
    await house.commit((tx) => plays('chat:x', 'everybody')(tx, 'closing', '-'))
    await house.commit((tx) => plays('chat:x', [])(tx, 'echo'))
    for (const who of [bob, cleo])
      expect((await its.hears(who, start)).map((entry) => entry.body.text)).toEqual(['hello', 'closing'])
  })

  test(`${database.name}: a follow without an entry is a mistake of the verb, and changes nothing`, async () => {
    await using its = await testHouse(database)
    const { house, bob } = its
    const start = await its.head()
    const play = plays('chat:x', [bob.id])
    const attempts = [['+'], ['hi', '+'], ['-', 'hi']]
    const done = await Promise.allSettled(attempts.map((words) => house.commit((tx) => play(tx, ...words))))
    expect(done.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await its.head()).toBe(start)
  })

  test(`${database.name}: pages of any size give exactly the entries within one's windows, sparse ones too`, async () => {
    await using its = await testHouse(database)
    const { house, bob } = its
    const start = await its.head()
    const random = seeded(7)
    const many = 24_000
    const streams = Array.from({ length: 40 }, (_, i) => `chat:${i}`)
    // A busy stretch, a long one in which bob hears next to nothing, and a mixed one.
    const streamAt = (i: number) =>
      i < 3000 ? streams[random(3)]! : i < 20_000 ? streams[20 + random(20)]! : streams[random(40)]!
    const entries = Array.from({ length: many }, (_, i) => ({
      ...{ seq: start + 1 + i, stream: streamAt(i), kind: 'test.said', at: 0 },
      ...{ actor_id: null, about: null, body: `${i}` },
    }))
    const follows = streams.slice(0, 24).flatMap((stream, s) => {
      const edges = Array.from({ length: s < 3 ? 40 : 3 }, () => start + 1 + random(many)).sort(
        (a, b) => a - b,
      )
      const distinct = [...new Set(edges)]
      const windows = []
      for (let i = 0; i + 1 < distinct.length; i += 2)
        windows.push({
          user_id: bob.id,
          stream,
          from_seq: distinct[i]!,
          until_seq: distinct[i + 1]!,
          moved_seq: 0,
        })
      return windows
    })
    follows.push({
      user_id: bob.id,
      stream: streams[39]!,
      from_seq: start + 19_000,
      until_seq: null as never,
      moved_seq: 0,
    })
    await house.db.writer.transaction().execute(async (db) => {
      await insertAll(db, 'entries', entries)
      await insertAll(db, 'follows', follows)
      await db
        .updateTable('log_head')
        .set({ seq: start + many })
        .execute()
    })
    const heard = ({ seq, stream }: (typeof entries)[0]) =>
      follows.some((it) => it.stream === stream && it.from_seq <= seq && (it.until_seq ?? seq) >= seq)
    const expected = entries.filter(heard).map((entry) => entry.seq)
    expect(expected.length).toBeGreaterThan(500)
    expect(expected.length).toBeLessThan(many / 4)

    for (const limit of [1, 7, 1000, 100_000]) {
      const seen: number[] = []
      const from = limit < 10 ? expected.at(-60 * limit)! - 1 : start
      for (let after = from, complete = false; !complete; ) {
        const page = await readAfter(house.db, bob.id, after, limit)
        expect(page.entries.length).toBeLessThanOrEqual(limit)
        expect(page.complete || page.seq > after).toBe(true)
        seen.push(...page.entries.map((entry) => entry.seq))
        after = page.seq
        complete = page.complete
      }
      expect(seen).toEqual(expected.filter((seq) => seq > from))
    }
    for (let i = 0; i < 20; i++) {
      const after = start + random(many)
      const { entries: page } = await readAfter(house.db, bob.id, after, 5)
      expect(page.map((entry) => entry.seq)).toEqual(expected.filter((seq) => seq > after).slice(0, 5))
    }
    const end = await readAfter(house.db, bob.id, start + many + 99)
    expect(end).toEqual({ entries: [], seq: start + many + 99, complete: true })
  }, 20_000)
}

function seeded(state: number) {
  let x = state
  return (below: number) => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((x / 2 ** 32) * below)
  }
}
