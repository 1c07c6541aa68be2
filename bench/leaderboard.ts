/**
 * A leaderboard around oneself: what it costs among a million scores, and among ten thousand. `PARLEY_BENCH_SCORES` says
 * how many (a million, if it does not).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { insertAll } from '../src/db/insert.ts'
import { needBoard } from '../src/games/boards.ts'
import { findGame } from '../src/games/game.ts'
import { readLeaderboard } from '../src/games/leaderboard.ts'
import { sortKeyOf } from '../src/games/ranks.ts'
import { recordResult } from '../src/games/record-result.ts'
import type { House } from '../src/http/house.ts'
import { newId } from '../src/id.ts'
import { type Person, person } from '../test/people.ts'
import { median, report } from './process.ts'

const MANY = Number(process.env.PARLEY_BENCH_SCORES ?? 1_000_000)
const FEW = 10_000
const PEOPLE = 40
const ROUNDS = 60
const PER_BLOCK = 768
const PER_COMMIT = 32 * PER_BLOCK

/** People with accounts are strewn among scores of people who need none here. Half of all have the same points as others. */
async function fill(house: House, gameId: string, people: Person[], many: number) {
  const at = house.clock.now()
  const every = Math.floor(many / people.length)
  const scores = Array.from({ length: many }, (_, n) => {
    const known = n % every === 0 ? people[n / every] : undefined
    const user_id = known?.id ?? newId()
    const points = 50 * Math.floor(((n * 7919) % 1000) ** 2 / 500)
    const reached_at = at - ((n * 104_729) % 1_000_000)
    return { user_id, points, reached_at, sort_key: sortKeyOf(points, reached_at, user_id) }
  })
  scores.sort((a, b) => (a.sort_key < b.sort_key ? -1 : 1))
  const board_id = await house.commit((tx) => needBoard(tx, { gameId, measure: 'total', period: '' }))
  for (let from = 0; from < many; from += PER_COMMIT)
    await house.commit(async ({ db }) => {
      const end = Math.min(from + PER_COMMIT, many)
      for (let first = from; first < end; first += PER_BLOCK) {
        const some = scores.slice(first, Math.min(first + PER_BLOCK, end))
        const rows = some.map((score) => ({ board_id, ...score, wins: 1, draws: 0, losses: 0 }))
        await insertAll(db, 'scores', rows)
        const block = { board_id, from_key: first === 0 ? '' : some[0]!.sort_key, many: some.length }
        if (first > 0) await db.insertInto('score_blocks').values(block).execute()
        else await db.updateTable('score_blocks').set({ many: some.length }).execute()
      }
    })
}

/** The times of looking around oneself and of recording a result, with so many scores, in milliseconds. */
async function among(many: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const { house, close } = await openHouse(
    readConfig({ PARLEY_DATA_DIR: dataDir, PARLEY_LOG_LEVEL: 'error' }),
  )
  const people: Person[] = []
  for (let i = 0; i < PEOPLE; i++) people.push(await person(house, `person${i}`))
  const { id: gameId } = await house.db.reader.selectFrom('games').select('id').executeTakeFirstOrThrow()
  await fill(house, gameId, people, many)
  const wanted = { measure: 'total', around: 'me', limit: 21 } as const
  const looks: number[] = []
  const records: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const [n, { id }] of people.entries()) {
      const started = performance.now()
      const { mine } = await readLeaderboard(house.db, id, gameId, wanted, house.clock.now())
      looks.push(performance.now() - started)
      if (!mine || mine.rank > many) throw new Error('no rank')
      if (n > 4 || round > 20) continue
      const before = performance.now()
      await house.commit(async (tx) =>
        recordResult(tx, await findGame(tx.db, gameId), `bench:${round}:${n}`, [
          { userId: id, ending: 'win', points: 100 },
        ]),
      )
      records.push(performance.now() - before)
    }
  await close()
  rmSync(dataDir, { recursive: true, force: true })
  return { look: median(looks), record: median(records) }
}

const few = await among(FEW)
const many = await among(MANY)
console.log(`around me: ${few.look.toFixed(3)} ms among ${FEW}, ${many.look.toFixed(3)} ms among ${MANY}`)
console.log(
  `a result, on disk: ${few.record.toFixed(2)} ms among ${FEW}, ${many.record.toFixed(2)} ms among ${MANY}`,
)
const ratio = many.look / few.look
report('a leaderboard around me, of many to that of few', ratio, 'at most 3', ratio <= 3)
