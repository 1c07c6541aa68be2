import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { openHouse } from '../../src/app.ts'
import { hour, minute } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { openDb } from '../../src/db/open.ts'
import type { Actor, House } from '../../src/http/house.ts'
import { openFuture } from '../../src/scheduled/future.ts'
import { writeToFuture } from '../../src/scheduled/write.ts'
import { type Database, databases, type Place } from '../databases.ts'
import { movableClock } from '../house.ts'
import { often } from '../often.mjs'
import { person } from '../people.ts'

/** Every step of a delivery, and the moments before and after its commit. */
const steps = ['claimed', 'judged', 'placed', 'sent', 'settled', 'numbered', 'published'] as const
const ROUNDS = Number(process.env.PARLEY_TEST_ROUNDS ?? often(7, 21))
/** More, and everything would have arrived before the last of them. */
const ROUNDS_EACH = 7
const LETTERS = 200
const RECIPIENTS = 5
const AT_ONCE = 50

/** Alice writes to five people at a time; all of it has been due for a while. */
async function writeAll(house: House, alice: Actor) {
  const friends: Actor[] = []
  for (let i = 0; i < 50; i++) friends.push(await person(house, `friend${i}`))
  const future = openFuture(house.config)
  await Promise.all(
    Array.from({ length: LETTERS }, (_, n) => {
      const to = Array.from({ length: RECIPIENTS }, (_, i) => ({
        user_id: friends[(n * RECIPIENTS + i) % friends.length]!.id,
      }))
      const when = { in: { unit: 'minute' as const, count: 1 } }
      const draft = {
        to,
        text: `letter ${n}`,
        mediaIds: [],
        when,
        late: 'send',
        lateAfter: hour,
        secrecy: 'sealed',
      } as const
      return house.commit((tx) => writeToFuture(tx, alice, draft, house.config, future))
    }),
  )
}

function deliverer({ dataDir, databaseUrl }: Place, ...dies: string[]) {
  const script = join(import.meta.dir, '../spawned/delivers.ts')
  return Bun.spawn([process.execPath, script, String(AT_ONCE), ...dies], {
    env: {
      ...process.env,
      PARLEY_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    },
    stdout: 'ignore',
    stderr: 'inherit',
  })
}

async function inspect({ databaseUrl }: Place) {
  const db = openDb(databaseUrl)
  const { reader } = db
  const found = {
    messages: await reader.selectFrom('messages').select(['id', 'chat_id', 'position']).execute(),
    entries: await reader.selectFrom('entries').select('about').where('kind', '=', 'message.sent').execute(),
    occurrences: await reader.selectFrom('occurrences').select(['id', 'state', 'message_id']).execute(),
    chats: await reader.selectFrom('chats').select(['id', 'last_position']).execute(),
  }
  await db.close()
  return found
}

async function survive(database: Database, rounds: number) {
  const clock = movableClock(Date.now() - hour)
  const place = await database.fresh()
  const config = readConfig({
    PARLEY_DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    PARLEY_LOG_LEVEL: 'silent',
  })
  const { house, close } = await openHouse(config, { clock })
  const alice = await person(house, 'alice')
  await writeAll(house, alice)
  clock.move(minute)
  await close()

  for (let round = 0; round < rounds; round++) {
    const step = steps[round % steps.length]!
    const dying = deliverer(place, step, String(1 + (round % 3)))
    // Where it may, another process goes on delivering beside it.
    const other = database.isShared && round % 2 === 1 ? deliverer(place, steps[round % 5]!, '2') : undefined
    await Promise.all([dying.exited, other?.exited])
  }
  const halfway = await inspect(place)
  expect(halfway.messages.length).toBeLessThan(LETTERS * RECIPIENTS)
  const last = [deliverer(place), ...(database.isShared ? [deliverer(place)] : [])]
  expect(await Promise.all(last.map((one) => one.exited))).toEqual(last.map(() => 0))

  const { messages, entries, occurrences, chats } = await inspect(place)
  const ids = occurrences.map((one) => one.id).toSorted()
  expect(ids.length).toBe(LETTERS * RECIPIENTS)
  expect(messages.map((one) => one.id).toSorted()).toEqual(ids)
  expect(entries.map((one) => one.about!).toSorted()).toEqual(ids)
  expect(occurrences.filter((one) => one.state !== 'delivered' || one.message_id !== one.id)).toEqual([])
  for (const { id, last_position } of chats) {
    const positions = messages.filter((one) => one.chat_id === id).map((one) => one.position)
    expect(positions.toSorted((a, b) => a - b)).toEqual(positions.map((_, i) => i + 1))
    expect(last_position).toBe(positions.length)
  }
  await place.remove()
}

for (const database of databases)
  test(`${database.name}: killed ${ROUNDS} times between the steps of a delivery, each of 1,000 arrives exactly once`, async () => {
    for (let left = ROUNDS; left > 0; left -= ROUNDS_EACH)
      await survive(database, Math.min(left, ROUNDS_EACH))
  }, 300_000)
