import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'

/**
 * A leaderboard is in the order of its sort keys, and cut into blocks of which each knows how many scores it holds. So a
 * rank is a sum over the blocks before, and a count within one: at a million scores, some thousand numbers of each.
 */
const MOST_PER_BLOCK = 1024

/** The most points that somebody can have. */
export const MOST_POINTS = 999_999_999_999_999

const padded = (number: number) => String(number).padStart(15, '0')

/** Many points sort first, then who reached them first. */
export function sortKeyOf(points: number, reachedAt: number, userId: string): string {
  return padded(MOST_POINTS - points) + padded(reachedAt) + userId.replaceAll('-', '')
}

/** The rank of a sort key, from 1, whether or not somebody has it. */
export async function rankOf(db: Kysely<Schema>, boardId: string, key: string): Promise<number> {
  const { from_key } = await blockOf(db, boardId, key)
  const before = await db
    .selectFrom('score_blocks')
    .select(({ fn }) => fn.sum<number>('many').as('many'))
    .where('board_id', '=', boardId)
    .where('from_key', '<', from_key)
    .executeTakeFirst()
  const within = await db
    .selectFrom('scores')
    .select(({ fn }) => fn.countAll<number>().as('many'))
    .where('board_id', '=', boardId)
    .where('sort_key', '>=', from_key)
    .where('sort_key', '<', key)
    .executeTakeFirst()
  return 1 + Number(before?.many ?? 0) + Number(within?.many ?? 0)
}

/** How many are on a leaderboard. */
export async function countScores(db: Kysely<Schema>, boardId: string): Promise<number> {
  const all = await db
    .selectFrom('score_blocks')
    .select(({ fn }) => fn.sum<number>('many').as('many'))
    .where('board_id', '=', boardId)
    .executeTakeFirst()
  return Number(all?.many ?? 0)
}

/** The last block that begins at or before a key. The first begins with nothing, so that every key has one. */
const blockOf = (db: Kysely<Schema>, boardId: string, key: string) => lastBlock(db, boardId, '<=', key)

function lastBlock(db: Kysely<Schema>, boardId: string, begins: '<' | '<=', key: string) {
  return db
    .selectFrom('score_blocks')
    .selectAll()
    .where('board_id', '=', boardId)
    .where('from_key', begins, key)
    .orderBy('from_key', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

/** Somebody has come to this place; his score is there already. */
export async function enter(
  { db }: Pick<Tx, 'db'>,
  boardId: string,
  key: string,
  most = MOST_PER_BLOCK,
): Promise<void> {
  const { from_key, many } = await blockOf(db, boardId, key)
  if (many < most) return setBlock(db, boardId, from_key, many + 1)
  const half = Math.floor(many / 2)
  const middle = await db
    .selectFrom('scores')
    .select('sort_key')
    .where('board_id', '=', boardId)
    .where('sort_key', '>=', from_key)
    .orderBy('sort_key')
    .offset(half)
    .limit(1)
    .executeTakeFirstOrThrow()
  await setBlock(db, boardId, from_key, half)
  const rest = { board_id: boardId, from_key: middle.sort_key, many: many + 1 - half }
  await db.insertInto('score_blocks').values(rest).execute()
}

/** Somebody has gone from this place. A block of which little is left becomes part of the one before. */
export async function depart(
  { db }: Pick<Tx, 'db'>,
  boardId: string,
  key: string,
  most = MOST_PER_BLOCK,
): Promise<void> {
  const { from_key, many } = await blockOf(db, boardId, key)
  const left = many - 1
  if (left >= most / 4 || from_key === '') return setBlock(db, boardId, from_key, left)
  const before = await lastBlock(db, boardId, '<', from_key)
  if (before.many + left > most / 2) return setBlock(db, boardId, from_key, left)
  await db
    .deleteFrom('score_blocks')
    .where('board_id', '=', boardId)
    .where('from_key', '=', from_key)
    .execute()
  await setBlock(db, boardId, before.from_key, before.many + left)
}

async function setBlock(db: Kysely<Schema>, boardId: string, fromKey: string, many: number): Promise<void> {
  await db
    .updateTable('score_blocks')
    .set({ many })
    .where('board_id', '=', boardId)
    .where('from_key', '=', fromKey)
    .execute()
}
