import { expect, test } from 'bun:test'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { group } from '../../test/chats.ts'
import { type Database, databases, type Place } from '../../test/databases.ts'
import { movableClock } from '../../test/house.ts'
import { people } from '../../test/people.ts'
import { openHouse } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLogger } from '../logger.ts'
import { gapBefore, readHead } from './read.ts'
import { rememberHead } from './restored.ts'

const sqlite = databases.find((database) => database.name === 'sqlite') as Database

function open(place: Place, clock = movableClock()) {
  const env = { PARLEY_DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PARLEY_LOG_LEVEL: 'silent' }
  return openHouse(readConfig(env), { clock })
}

/** Opens the house, does something in it, closes it, and answers where the log was then. */
async function day(
  place: Place,
  work?: (house: Awaited<ReturnType<typeof open>>['house']) => Promise<unknown>,
) {
  const { house, close } = await open(place)
  await work?.(house)
  const head = await readHead(house.db)
  await close()
  return head
}

const fileOf = ({ dataDir }: Place) => join(dataDir, 'parley.sqlite')

function backUp(place: Place) {
  copyFileSync(fileOf(place), `${fileOf(place)}.backup`)
}

function restore(place: Place) {
  for (const end of ['-wal', '-shm']) rmSync(fileOf(place) + end, { force: true })
  copyFileSync(`${fileOf(place)}.backup`, fileOf(place))
}

test('a log that only went on keeps its epoch', async () => {
  const place = await sqlite.fresh()
  const first = await day(place, people)
  const second = await day(place)
  expect(first.seq).toBeGreaterThan(0)
  expect(second).toEqual(first)
  await place.remove()
})

test('a database that came back from a backup gets a new epoch, and old cursors a gap, each time it is restored', async () => {
  const place = await sqlite.fresh()
  const saved = await day(place, people)
  backUp(place)
  const lost = await day(place, async (house) => {
    const [alice, bob] = await house.db.reader.selectFrom('users').selectAll().orderBy('number').execute()
    await group(house, [
      { ...alice!, sessionId: '' },
      { ...bob!, sessionId: '' },
    ])
  })
  expect(lost.seq).toBeGreaterThan(saved.seq)
  expect(lost.epoch).toBe(saved.epoch)

  restore(place)
  const again = await day(place)
  expect(again.seq).toBe(saved.seq)
  expect(again.epoch).not.toBe(saved.epoch)
  expect(gapBefore(lost, again)).toBe('restored')

  restore(place)
  const thirdLife = await day(place)
  expect([saved.epoch, again.epoch]).not.toContain(thirdLife.epoch)
  expect((await day(place)).epoch).toBe(thirdLife.epoch)
  await place.remove()
})

test('the head is noted as it moves, and another process that knows less does not turn it back', async () => {
  const place = await sqlite.fresh()
  const note = join(place.dataDir, 'log-head.json')
  const read = () => existsSync(note) && JSON.parse(readFileSync(note, 'utf8'))
  const logger = createLogger('silent')
  const head = { epoch: 'one', seq: 7 }
  const server = rememberHead({ dialect: 'sqlite' }, place.dataDir, { head }, logger, 1)
  const command = rememberHead(
    { dialect: 'sqlite' },
    place.dataDir,
    { head: { epoch: 'one', seq: 5 } },
    logger,
  )
  while (!read()) await Bun.sleep(1)
  expect(read()).toEqual({ one: 7 })
  head.seq = 9
  while (read().one === 7) await Bun.sleep(1)
  command.close()
  expect(read()).toEqual({ one: 9 })
  server.close()
  expect(readdirSync(place.dataDir).sort()).toEqual(['log-head.json', 'parley.sqlite'])
  await place.remove()
})

test('a note that cannot be read is as good as none', async () => {
  const place = await sqlite.fresh()
  const before = await day(place, people)
  writeFileSync(join(place.dataDir, 'log-head.json'), '{"')
  expect((await day(place)).epoch).toBe(before.epoch)
  await place.remove()
})

for (const database of databases.filter(({ name }) => name !== 'sqlite'))
  test(`${database.name}: no note is written and none believed, since other hosts may be ahead`, async () => {
    const place = await database.fresh()
    const before = await day(place, people)
    expect(existsSync(join(place.dataDir, 'log-head.json'))).toBe(false)
    writeFileSync(join(place.dataDir, 'log-head.json'), JSON.stringify({ [before.epoch]: before.seq + 100 }))
    expect((await day(place)).epoch).toBe(before.epoch)
    await place.remove()
  })
