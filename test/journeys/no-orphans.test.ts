import { expect, test } from 'bun:test'
import type { House } from '../../src/http/house.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { type Live, liveSocket } from './live.ts'
import { call, prepare, type Row } from './row.ts'
import { rows } from './verbs.ts'
import { type Town, town, type World } from './world.ts'

/** Attempts at a password are counted whatever comes of them; numbers that were taken may be lost. */
const uncompared = /^(login_failures|counters|kysely_migration.*)$/

/** Every row of every table. */
async function dump({ db }: House): Promise<Set<string>> {
  const tables = (await db.reader.introspection.getTables()).map((table) => table.name)
  const compared = tables.filter((table) => !uncompared.test(table))
  const read = compared.map(async (table) => {
    const all = await db.reader
      .selectFrom(table as 'users')
      .selectAll()
      .execute()
    return all.map((row) => `${table} ${JSON.stringify(row)}`)
  })
  return new Set((await Promise.all(read)).flat())
}

/** The rows that are only in the one or only in the other. */
function different(before: Set<string>, after: Set<string>): string[] {
  return [...before.symmetricDifference(after)]
}

/** Breaks one commit of the next ones. */
function breaker() {
  let left = 0
  return {
    breaks: (nth: number) => {
      left = nth
    },
    /** It has not come to the broken commit. */
    get unbroken() {
      return left > 0
    },
    beforeCommit() {
      if (left > 0 && --left === 0) throw new Error('broken before the commit')
    },
  }
}

/**
 * Makes the call with its first commit broken, with its second, and so on, until it has no more commits than succeed.
 * Each time that it is broken, all is as if nobody had asked. Answers how often it was.
 */
async function breakAndMend(
  row: Row,
  w: World,
  bobs: Live,
  broken: ReturnType<typeof breaker>,
): Promise<number> {
  const { house } = w.town.server
  const before = await dump(house)
  for (let nth = 1; ; nth++) {
    broken.breaks(nth)
    const { status } = await call(w, row)
    if (broken.unbroken) {
      broken.breaks(0)
      expect([row.name, status < 300]).toEqual([row.name, true])
      return nth - 1
    }
    expect([row.name, status]).toEqual([row.name, 500])
    expect([row.name, different(before, await dump(house))]).toEqual([row.name, []])
    await bobs.allHeard(house)
    expect([row.name, bobs.heard]).toEqual([row.name, []])
  }
}

/** Performs the row in a world of its own; bob, who is in it, has a live connection. */
async function perform(row: Row, here: Town, broken: ReturnType<typeof breaker>) {
  const { house, url } = here.server
  const w = await prepare(row, here)
  const bobs = await liveSocket(url, row.gone === 'bob' ? w.cleo : w.bob)
  const before = await dump(house)
  const times = await breakAndMend(row, w, bobs, broken)
  expect([row.name, times === 0]).toEqual([row.name, row.passing === true])
  const nothing = different(before, await dump(house)).length === 0
  expect([row.name, nothing]).toEqual([row.name, row.passing === true])
  await bobs.allHeard(house)
  return bobs
}

for (const database of databases)
  test(`${database.name}: what fails before its commit leaves nothing, and succeeds when it is asked again`, async () => {
    const broken = breaker()
    await using server = await testServer(database, broken)
    const here = await town(server)
    const lives: Live[] = []
    // They stay open: whoever goes is noted down some seconds later, in the middle of somebody else's row.
    for (const row of rows) lives.push(await perform(row, here, broken))
    const heard = lives.flatMap((live) => live.heard)
    const kinds = new Set(heard.map((one) => one.kind))
    expect(kinds.size).toBeGreaterThan(15)
    for (const signal of ['typing', 'read', 'delivered']) expect(kinds).toContain(signal)
    const seqs = new Set(heard.flatMap((one) => one.seq ?? []))
    const there = await server.house.db.reader
      .selectFrom('entries')
      .select('seq')
      .where('seq', 'in', [...seqs])
      .execute()
    expect(there).toHaveLength(seqs.size)
    for (const live of lives) live.close()
  }, 60_000)
