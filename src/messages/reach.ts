import type { Kysely } from 'kysely'
import type { Chat } from '../chats/chat.ts'
import type { Schema } from '../db/schema.ts'
import { Problem } from '../problem.ts'
import { blockedPairs } from '../users/block.ts'

/** Which of these pairs can say nothing to each other: one blocks the other, or is gone. */
export async function findSilenced(db: Kysely<Schema>, pairs: string[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set()
  const silenced = await blockedPairs(db, pairs)
  const everybody = [...new Set(pairs.flatMap((pair) => pair.split(':')))]
  const gone = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', everybody)
    .where('state', '=', 'deleted')
    .execute()
  for (const { id } of gone) for (const pair of pairs) if (pair.includes(id)) silenced.add(pair)
  return silenced
}

/** A direct chat in which nothing new can be said. What was said can still be read. */
export async function isSilenced(db: Kysely<Schema>, { pair }: Pick<Chat, 'pair'>): Promise<boolean> {
  return pair !== null && (await findSilenced(db, [pair])).has(pair)
}

/** The same words whoever of the two blocks the other. */
export const unreachable = () => new Problem('forbidden', 'You cannot reach this person')

/** @throws Problem forbidden */
export async function requireReach(db: Kysely<Schema>, chat: Pick<Chat, 'pair'>): Promise<void> {
  if (await isSilenced(db, chat)) throw unreachable()
}
