import { sql } from 'kysely'
import type { Tx, Verb } from './commit.ts'

export type Numbered = 'users' | 'messages'
export type TakeNumbers = (tx: Tx, of: Numbered, many: number) => Promise<number[]>

const BLOCK = { users: 20, messages: 1000 }

interface Block {
  next: number
  last: number
}

/**
 * Small integers for clients that know things by number: unique, growing, with gaps after a restart.
 * Blocks are reserved by a command of their own and handed out from memory, so that busy tables share no counter;
 * while no block is there, exactly what is needed is taken inside the transaction that needs it.
 */
export function openNumbers(commit: (verb: Verb<Block>) => Promise<Block>): TakeNumbers {
  const blocks = new Map<Numbered, Block>()
  const asked = new Set<Numbered>()

  function refill(of: Numbered) {
    if (asked.has(of)) return
    asked.add(of)
    commit((tx) => raise(tx, of, BLOCK[of]))
      .then((block) => blocks.set(of, block))
      .catch(() => {})
      .finally(() => asked.delete(of))
  }

  return async (tx, of, many) => {
    const block = blocks.get(of)
    const first = block?.next ?? 0
    if (block && block.last - first + 1 >= many) {
      block.next += many
      return numbersFrom(first, many)
    }
    blocks.delete(of)
    refill(of)
    const raised = await raise(tx, of, many)
    return numbersFrom(raised.next, many)
  }
}

function numbersFrom(first: number, many: number): number[] {
  return Array.from({ length: many }, (_, i) => first + i)
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
