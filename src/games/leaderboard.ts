import type { CompiledQuery, Kysely } from 'kysely'
import { chatOf } from '../chats/chat.ts'
import type { Db } from '../db/open.ts'
import type { Measure, Schema } from '../db/schema.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { readWall } from '../scheduled/when/wall.ts'
import { blockedAmong } from '../users/block.ts'
import { Card, toCard } from '../users/user.ts'
import { boundsOf, findBoard, periodAt, periodOf } from './boards.ts'
import { findGame } from './game.ts'
import { countScores, rankOf } from './ranks.ts'
import { type Score, Standing, toStanding } from './score.ts'

const Line = Standing.extend({
  rank: z.number().int().openapi({ description: '1 is the best' }),
  user: Card,
  reached_at: time.openapi({
    description: 'When the points were reached: of equals, who was first is ahead',
  }),
})

export const Leaderboard = z
  .object({
    game_id: z.string(),
    measure: z.enum(['total', 'best', 'week', 'month']),
    from: time.nullable().openapi({ description: 'When its week or month begins; null for all times' }),
    until: time.nullable(),
    count: z.number().int().openapi({ description: 'How many are on it' }),
    items: z.array(Line),
    next: z.string().nullable(),
    mine: Line.nullable().openapi({ description: 'My own place, if I have one' }),
  })
  .openapi('Leaderboard')

type Leaderboard = z.infer<typeof Leaderboard>

export interface Wanted {
  measure: Measure
  /** A day of the week or month that is wanted; today, if none is named. */
  on?: string | undefined
  /** Only my friends and I, or only the members of a chat of mine. */
  among?: 'friends' | undefined
  chat?: string | undefined
  around?: 'me' | undefined
  after?: string | undefined
  limit: number
}

/** Scores in the order of a leaderboard, and how one comes to the rank of a key among them. */
interface Ranked {
  count: number
  mine: Score | undefined
  /** The next ones, without the named one. */
  below(key: string, many: number): Promise<Score[]>
  /** The same the other way, the nearest first. */
  above(key: string, many: number): Promise<Score[]>
  rank(key: string): Promise<number>
}

/**
 * A page of a leaderboard, or the part of it around me. Whoever blocks me or is blocked by me, or has no account here
 * now, is left out, and keeps his rank. @throws Problem not_found for a game or chat, invalid for a date
 */
export async function readLeaderboard(
  db: Db,
  userId: string,
  gameId: string,
  wanted: Wanted,
  now: number,
): Promise<Leaderboard> {
  const game = await findGame(db.reader, gameId)
  const { measure } = wanted
  const period =
    wanted.on === undefined ? periodOf(measure, now, game.zone) : periodAt(measure, readDate(wanted.on))
  const head = { game_id: gameId, measure, ...boundsOf(measure, period, game.zone) }
  const set = await setOf(db, userId, wanted)
  const board = await findBoard(db.reader, { gameId, measure, period })
  if (!board) return { ...head, count: 0, items: [], next: null, mine: null }
  const ranked = set ? await among(db, board, userId, set) : await everybody(db.reader, board, userId)
  const { rows, next } = wanted.around
    ? { rows: await around(ranked, wanted.limit), next: null }
    : await pageOf(ranked, wanted)
  return { ...head, count: ranked.count, next, ...(await show(db.reader, userId, ranked, rows)) }
}

/** @throws Problem invalid */
function readDate(text: string): number {
  const wall = text.length === 10 ? readWall(text) : undefined
  if (wall === undefined) throw new Problem('invalid', 'query.on: must be a date, such as 2026-11-21')
  return wall
}

async function pageOf(ranked: Ranked, { after, limit }: Wanted) {
  if (after !== undefined && !/^[0-9a-f]{62}$/.test(after))
    throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  const rows = await ranked.below(after ?? '', limit + 1)
  const { items, next } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => row.sort_key,
  )
  return { rows: items, next }
}

/** I stand in the middle, or nearer to the end that I am near to. */
async function around({ mine, above, below }: Ranked, limit: number): Promise<Score[]> {
  if (!mine) return []
  const higher = await above(mine.sort_key, limit - 1)
  const lower = await below(mine.sort_key, limit - 1)
  const half = Math.floor((limit - 1) / 2)
  const many = Math.min(higher.length, Math.max(half, limit - 1 - lower.length))
  return [...higher.slice(0, many).reverse(), mine, ...lower.slice(0, limit - 1 - many)]
}

async function everybody(db: Kysely<Schema>, boardId: string, userId: string): Promise<Ranked> {
  const board = db.selectFrom('scores').selectAll().where('board_id', '=', boardId)
  return {
    count: await countScores(db, boardId),
    mine: await board.where('user_id', '=', userId).executeTakeFirst(),
    below: (key, many) => board.where('sort_key', '>', key).orderBy('sort_key').limit(many).execute(),
    above: (key, many) => board.where('sort_key', '<', key).orderBy('sort_key', 'desc').limit(many).execute(),
    rank: (key) => rankOf(db, boardId, key),
  }
}

/** Of few people all scores are read. */
async function among(db: Db, boardId: string, userId: string, set: PeopleQuery): Promise<Ranked> {
  const query = db.reader
    .selectFrom('scores')
    .selectAll()
    .where('board_id', '=', boardId)
    .where((is) => is.or([is('user_id', 'in', set), is('user_id', '=', userId)]))
  const all = await db.slowly<Score>(query.compile() as CompiledQuery<Score>)
  all.sort((a, b) => (a.sort_key < b.sort_key ? -1 : 1))
  const after = (key: string) => all.filter((row) => row.sort_key > key)
  const before = (key: string) => all.filter((row) => row.sort_key < key)
  return {
    count: all.length,
    mine: all.find((row) => row.user_id === userId),
    below: async (key, many) => after(key).slice(0, many),
    above: async (key, many) => before(key).reverse().slice(0, many),
    rank: async (key) => before(key).length + 1,
  }
}

type PeopleQuery = ReturnType<typeof friendsOf> | ReturnType<typeof membersOf>

const friendsOf = (db: Kysely<Schema>, userId: string) =>
  db.selectFrom('friends').select('friend_id').where('user_id', '=', userId)

const membersOf = (db: Kysely<Schema>, chatId: string) =>
  db.selectFrom('members').select('user_id').where('chat_id', '=', chatId)

/** @throws Problem not_found for a chat that is not mine */
async function setOf(
  { reader }: Db,
  userId: string,
  { among, chat }: Wanted,
): Promise<PeopleQuery | undefined> {
  if (chat !== undefined) {
    await chatOf(reader, userId, chat)
    return membersOf(reader, chat)
  }
  return among === 'friends' ? friendsOf(reader, userId) : undefined
}

/** Rows that follow each other on a board, each with its rank, and mine. */
async function show(db: Kysely<Schema>, userId: string, { mine, rank }: Ranked, rows: Score[]) {
  const shown = mine ? [...rows, mine] : rows
  const cards = await cardsFor(
    db,
    userId,
    shown.map((row) => row.user_id),
  )
  const line = (row: Score, rank: number) => {
    const user = cards.get(row.user_id)
    return user ? [{ rank, user, ...toStanding(row), reached_at: row.reached_at }] : []
  }
  const first = rows[0] ? await rank(rows[0].sort_key) : 0
  const own = mine ? line(mine, await rank(mine.sort_key))[0] : undefined
  return { items: rows.flatMap((row, i) => line(row, first + i)), mine: own ?? null }
}

async function cardsFor(db: Kysely<Schema>, userId: string, ids: string[]): Promise<Map<string, Card>> {
  if (ids.length === 0) return new Map()
  const users = await db
    .selectFrom('users')
    .selectAll()
    .where('id', 'in', ids)
    .where('state', '=', 'active')
    .execute()
  const blocked = await blockedAmong(db, userId, ids)
  return new Map(users.filter(({ id }) => !blocked.has(id)).map((user) => [user.id, toCard(user)]))
}
