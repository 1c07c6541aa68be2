import { found } from '../chats/found.ts'
import type { Tx } from '../db/commit.ts'
import { findSilenced, unreachable } from '../messages/reach.ts'
import { pairOf } from '../users/block.ts'
import type { Outcome } from './deliver.ts'
import type { Due } from './judge.ts'

/** Something that is due, and the chat in which it arrives. */
export interface Arrival extends Due {
  chatId: string
}

/** The chats in which these arrive. Two people who have none get their direct chat now, and not before. */
export async function findPlaces(tx: Tx, due: Due[]): Promise<{ arrivals: Arrival[]; lost: Outcome[] }> {
  const pairs = new Map(due.flatMap((one) => (one.row.to_user_id === null ? [] : [[pairFor(one), one]])))
  const chats = await directChats(tx, [...pairs.keys()])
  const missing = [...pairs].filter(([pair]) => !chats.has(pair))
  const silenced = await findSilenced(
    tx.db,
    missing.map(([pair]) => pair),
  )
  for (const [pair, { row }] of missing) {
    if (silenced.has(pair)) continue
    const people = [...new Set([row.sender_id, row.to_user_id!])]
    const kind = { kind: 'direct', title: '', pair, shares_history: 1 } as const
    chats.set(pair, (await found(tx, row.sender_id, kind, people)).id)
  }
  const arrivals: Arrival[] = []
  const lost: Outcome[] = []
  for (const one of due) {
    const chatId = one.row.to_chat_id ?? chats.get(pairFor(one))
    if (chatId) arrivals.push({ ...one, chatId })
    else lost.push({ ...one, state: 'blocked', reason: unreachable().message })
  }
  return { arrivals, lost }
}

const pairFor = ({ row }: Due) => pairOf(row.sender_id, row.to_user_id ?? '')

async function directChats(tx: Tx, pairs: string[]): Promise<Map<string, string>> {
  if (pairs.length === 0) return new Map()
  const rows = await tx.db.selectFrom('chats').select(['id', 'pair']).where('pair', 'in', pairs).execute()
  return new Map(rows.map((row) => [row.pair!, row.id]))
}
