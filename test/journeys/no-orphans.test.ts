import { expect, test } from 'bun:test'
import type { House } from '../../src/http/house.ts'
import { type Database, databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { type Live, liveSocket } from './live.ts'
import { call, prepared, type Row } from './row.ts'
import { rows, rowsOn } from './verbs.ts'
import { town, type World } from './world.ts'

/** Attempts at a password are counted whatever comes of them; numbers that were taken may be lost. */
const uncompared = /^(login_failures|counters|kysely_migration.*)$/

type Dump = () => Promise<Set<string>>

/** Reads every row of every table. */
async function dumper({ db }: House): Promise<Dump> {
  const tables = (await db.reader.introspection.getTables()).map((table) => table.name as 'users')
  const compared = tables.filter((table) => !uncompared.test(table))
  expect(compared).toEqual(
    expect.arrayContaining(['users', 'entries', 'follows', 'idempotency_keys', 'messages']),
  )
  return async () => {
    const all = new Set<string>()
    for (const table of compared)
      for (const row of await db.reader.selectFrom(table).selectAll().execute())
        all.add(`${table} ${JSON.stringify(row)}`)
    return all
  }
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

interface Scene {
  row: Row
  w: World
  /** A live connection of somebody who is in the world, bob if he can. */
  bobs: Live
}

/**
 * Makes the call with its first commit broken, with its second, and so on, until it has no more commits than succeed.
 * Each time that it is broken, all is as if nobody had asked. Answers how often it was.
 */
async function breakAndMend({ row, w, bobs }: Scene, broken: ReturnType<typeof breaker>, dump: Dump) {
  const before = await dump()
  for (let nth = 1; ; nth++) {
    broken.breaks(nth)
    const { status } = await call(w, row)
    if (broken.unbroken) {
      broken.breaks(0)
      expect([row.name, status < 300]).toEqual([row.name, true])
      return { times: nth - 1, nothing: different(before, await dump()).length === 0 }
    }
    expect([row.name, status]).toEqual([row.name, 500])
    expect([row.name, different(before, await dump())]).toEqual([row.name, []])
    await bobs.allHeard(w.town.server.house)
    expect([row.name, bobs.heard]).toEqual([row.name, []])
  }
}

/** What came over the connections, now that all is done, was in the log or was a signal. Answers the kinds. */
async function expectInLog({ db }: House, lives: Live[]): Promise<string[]> {
  const heard = lives.flatMap((live) => live.heard)
  const seqs = [...new Set(heard.flatMap((one) => one.seq ?? []))]
  const there = await db.reader.selectFrom('entries').select('seq').where('seq', 'in', seqs).execute()
  expect(there).toHaveLength(seqs.length)
  return heard.map((one) => one.kind)
}

/** Performs these rows on a server of their own, since all its tables are read again and again. Answers what was heard. */
async function perform(database: Database, some: Row[]): Promise<string[]> {
  const broken = breaker()
  await using server = await testServer(database, broken)
  const here = await town(server)
  const dump = await dumper(server.house)
  // They stay open: whoever goes is noted down some seconds later, in the middle of somebody else's row.
  const lives: Live[] = []
  for await (const { row, w } of prepared(some, here)) {
    const bobs = await liveSocket(server.url, row.gone === 'bob' ? w.cleo : w.bob)
    lives.push(bobs)
    const { times, nothing } = await breakAndMend({ row, w, bobs }, broken, dump)
    const passing = row.passing === true
    expect([row.name, times === 0, nothing]).toEqual([row.name, passing, passing])
  }
  for (const live of lives) await live.allHeard(server.house)
  const kinds = await expectInLog(server.house, lives)
  for (const live of lives) live.close()
  return kinds
}

const TOGETHER = 16

/** What is told by signals. */
const signalled = ({ verb }: Row) => /\/(typing|read|delivered)$/.test(verb)

for (const database of databases)
  test(`${database.name}: what fails before its commit leaves nothing, and succeeds when it is asked again`, async () => {
    const here = rowsOn(database, 'no orphans')
    const some = rows.filter((row) => here.includes(row) || signalled(row))
    const kinds = new Set<string>()
    for (let from = 0; from < some.length; from += TOGETHER)
      for (const kind of await perform(database, some.slice(from, from + TOGETHER))) kinds.add(kind)
    expect(kinds.size).toBeGreaterThan(15)
    for (const signal of ['typing', 'read', 'delivered']) expect(kinds).toContain(signal)
  }, 120_000)
