import type { Config } from '../../config.ts'
import type { Tx } from '../../db/commit.ts'
import type { IdOf } from '../../dialects/old-ids.ts'
import type { PhoneClaim } from '../../users/verify-phone.ts'
import type { Item, Key } from './item.ts'

/** Something of the dump, and the line on which it stands. */
export interface Told<I extends Item = Item> {
  item: I
  line: number
}

/** What became of a stretch of the dump. */
export interface Outcome {
  taken: number
  /** They were here already. */
  known: number
  /** Not taken over, and why; or taken over, but not as it was. */
  notes: { line: number; skipped: boolean; reason: string }[]
}

/** How things are taken over from one dump. */
export interface Taking {
  idOf: IdOf
  config: Config
  /** What happens when a number is somebody's. */
  phoneClaims: readonly PhoneClaim[]
  /** Chats of two people, by their keys there: here they are the one chat of the two, whatever its id. */
  directs: ReadonlyMap<Key, readonly Key[]>
  /** Of messages, by their keys there: the chat that names them. */
  chatOf: ReadonlyMap<Key, Key>
  /** When chats began, by their keys there. */
  begun: ReadonlyMap<Key, number>
}

export const nothing = (): Outcome => ({ taken: 0, known: 0, notes: [] })

export function skip(outcome: Outcome, { line }: { line: number }, reason: string): void {
  outcome.notes.push({ line, skipped: true, reason })
}

export function remark(outcome: Outcome, { line }: { line: number }, reason: string): void {
  outcome.notes.push({ line, skipped: false, reason })
}

/** Databases bound how many values a query may name. */
const MOST_AT_ONCE = 5000

type Table = 'users' | 'chats' | 'projects' | 'messages' | 'scheduled_messages' | 'events' | 'site_items'

/** Which of these ids are there. */
export async function present({ db }: Tx, table: Table, ids: Iterable<string>): Promise<Set<string>> {
  const wanted = [...new Set(ids)]
  const found = new Set<string>()
  for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
    const some = wanted.slice(from, from + MOST_AT_ONCE)
    const rows = await db.selectFrom(table).select('id').where('id', 'in', some).execute()
    for (const { id } of rows) found.add(id)
  }
  return found
}

/** Parts what is new from what is here already, which is counted; of two with one id the first counts. */
export async function fresh<I extends Item & { key: Key }>(
  tx: Tx,
  taking: Taking,
  told: Told<I>[],
  table: Table,
  outcome: Outcome,
): Promise<(Told<I> & { id: string })[]> {
  const thing = table === 'scheduled_messages' ? 'later' : table === 'site_items' ? 'site' : singular(table)
  const named = told.map((one) => ({ ...one, id: taking.idOf(thing, one.item.key) }))
  const seen = await present(
    tx,
    table,
    named.map(({ id }) => id),
  )
  return named.filter(({ id }) => {
    if (seen.has(id)) {
      outcome.known++
      return false
    }
    seen.add(id)
    return true
  })
}

const singular = (table: 'users' | 'chats' | 'projects' | 'messages' | 'events') =>
  table.slice(0, -1) as 'user' | 'chat' | 'project' | 'message' | 'event'
