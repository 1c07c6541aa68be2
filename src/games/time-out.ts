import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import type { House } from '../http/house.ts'
import { startSleeper } from '../scheduled/sleeper.ts'
import { endRound } from './end-round.ts'
import { boardOf, playersOf } from './room.ts'

const MOST_AT_ONCE = 100

/** Ends games in which the time of whoever is to move is over. Answers how many. */
export async function endLate(tx: Tx): Promise<number> {
  const query = tx.db
    .selectFrom('rooms')
    .selectAll()
    .where('due_at', '<=', tx.at)
    .orderBy('due_at')
    .limit(MOST_AT_ONCE)
  const rooms = await lockFree(tx.dialect, query).execute()
  for (const room of rooms) {
    const players = await playersOf(tx.db, room.id)
    const loser = players.find(({ place }) => place === boardOf(room).turn)!
    await endRound(tx, room, players, { loser, reason: 'time' })
  }
  return rooms.length
}

async function nextDue({ db }: Pick<House, 'db'>): Promise<number | undefined> {
  const first = await db.reader
    .selectFrom('rooms')
    .select('due_at')
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return first?.due_at ?? undefined
}

/** Looks after the clocks of all games, also of those that ran out while nobody was here. Answers how to stop it. */
export function startClocks(house: House): () => Promise<void> {
  return startSleeper(house, {
    work: () => endAllLate(house),
    next: () => nextDue(house),
    concerns: (kind) => kind === 'game.started' || kind === 'game.moved',
    failure: 'the clocks of games could not be looked after',
  })
}

async function endAllLate({ commit }: House): Promise<void> {
  for (;;) if ((await commit(endLate)) < MOST_AT_ONCE) return
}
