import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Tx } from '../db/commit.ts'
import { append } from './append.ts'
import { blankAbout, blankStream } from './blank.ts'

const say = (tx: Tx, text: string, about?: string, stream = 'chat:x') =>
  append(tx, {
    stream,
    kind: 'test.said',
    actorId: null,
    body: text,
    about,
    alert: { key: 'message', args: {}, collapse: stream, text },
  })

for (const database of databases) {
  test(`${database.name}: entries about a thing lose their words, also those of the same transaction, others do not`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const start = await its.head()
    const published: string[] = []
    house.tail.listen({ entry: (entry) => void published.push(entry.body) })
    await house.commit(async (tx) => say(tx, 'long ago', 'm1'))
    await Promise.all([
      house.commit(async (tx) => say(tx, 'a moment ago', 'm1')),
      house.commit(async (tx) => say(tx, 'of something else', 'm2')),
      house.commit(async (tx) => {
        say(tx, 'of the same command', 'm1')
        await blankAbout(tx, 'm1')
        say(tx, 'gone', 'm1')
      }),
      house.commit(async (tx) => say(tx, 'later', 'm1')),
    ])
    const rows = await house.db.reader
      .selectFrom('entries')
      .select(['body', 'alert'])
      .where('seq', '>', start)
      .orderBy('seq')
      .execute()
    const expected = ['null', 'null', '"of something else"', 'null', '"gone"', '"later"']
    expect(rows.map((row) => row.body)).toEqual(expected)
    expect(rows.map((row) => row.alert === null)).toEqual(expected.map((body) => body === 'null'))
    expect(published).toEqual(['"long ago"', ...expected.slice(1)])
  })

  test(`${database.name}: a command that fails blanks nothing`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const start = await its.head()
    const done = await Promise.allSettled([
      house.commit(async (tx) => say(tx, 'kept', 'm1')),
      house.commit(async (tx) => {
        await blankAbout(tx, 'm1')
        await blankStream(tx, 'chat:x')
        throw new Error('broken')
      }),
    ])
    expect(done.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
    const [row] = await house.db.reader
      .selectFrom('entries')
      .select('body')
      .where('seq', '>', start)
      .execute()
    expect(row!.body).toBe('"kept"')
  })

  test(`${database.name}: a stream is blanked as a whole, others are not`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const start = await its.head()
    await Promise.all([
      house.commit(async (tx) => say(tx, 'one')),
      house.commit(async (tx) => say(tx, 'two', undefined, 'chat:y')),
      house.commit(async (tx) => {
        await blankStream(tx, 'chat:x')
        say(tx, 'deleted')
      }),
    ])
    const rows = await house.db.reader
      .selectFrom('entries')
      .select(['body', 'alert'])
      .where('seq', '>', start)
      .orderBy('seq')
      .execute()
    expect(rows.map((row) => row.body)).toEqual(['null', '"two"', '"deleted"'])
    expect(rows.map((row) => row.alert === null)).toEqual([true, false, false])
  })
}
