import { sql } from 'kysely'
import type { Tx } from './commit.ts'
import { lock } from './dialect.ts'

export type Numbered = 'users' | 'messages'
export type TakeNumbers = (tx: Tx, of: Numbered, many: number) => Promise<number[]>

const BLOCK = { users: 20, messages: 1000 }

interface Block {
  next: number
  last: number
}

/**
 * Small integers for clients that know things by number: unique, with gaps after a restart; later ones are mostly higher.
 * Who finds no block takes one together with what he needs; what is left of it is handed out from memory as soon as it
 * is on disk that it was taken, so that busy tables share no counter.
 */
export function openNumbers(): TakeNumbers {
  const blocks = new Map<Numbered, Block>()

  return async (tx, of, many) => {
    const block = blocks.get(of)
    const first = block?.next ?? 0
    if (block && block.last - first + 1 >= many) {
      block.next += many
      return numbersFrom(first, many)
    }
    blocks.delete(of)
    const { next, last } = await raise(tx, of, many + BLOCK[of])
    tx.said.kept.push(() => blocks.set(of, { next: next + many, last }))
    return numbersFrom(next, many)
  }
}

function numbersFrom(first: number, many: number): number[] {
  return Array.from({ length: many }, (_, i) => first + i)
}

/** What a counter stands at. From here to the commit nobody else changes it, or does what is done under its lock. */
export async function lockCounter({ db, dialect }: Tx, name: string): Promise<number> {
  const query = db.selectFrom('counters').select('value').where('name', '=', name)
  return (await lock(dialect, query).executeTakeFirstOrThrow()).value
}

async function raise({ db }: Tx, of: Numbered, by: number): Promise<Block> {
  await db
    .updateTable('counters')
    .set({ value: sql`value + ${by}` })
    .where('name', '=', of)
    .execute()
  const { value } = await db
    .selectFrom('counters')
    .select('value')
    .where('name', '=', of)
    .executeTakeFirstOrThrow()
  return { next: value - by + 1, last: value }
}
