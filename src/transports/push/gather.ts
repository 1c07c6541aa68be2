import type { Tx } from '../../db/commit.ts'
import type { Awake } from './awake.ts'
import { type Clearing, isOver, takeOver, toClearing } from './clear.ts'
import { keepCall, keepWaitingCalls, placeOf } from './keep-calls.ts'
import { findBlockers, findListeners, type Listener } from './listeners.ts'
import type { Reading } from './send.ts'
import { type Alerting, isCalled, type PushItem, toClear, toItem } from './told.ts'

/** What is to be sent to which device: of much that is said in one chat, each is told once, of the latest. */
export async function gather(
  tx: Tx,
  entries: Alerting[],
  awake: Awake,
  reading: Reading,
): Promise<PushItem[]> {
  if (entries.length === 0) return []
  const listeners = await findListeners(
    tx,
    [...new Set(entries.map((entry) => entry.stream))],
    entries[0]!.seq,
  )
  const actors = new Set(entries.flatMap((entry) => entry.actor_id ?? []))
  const blockers = listeners.size === 0 ? new Set<string>() : await findBlockers(tx, [...actors])
  const muted = await findMuted(tx, entries, listeners, reading)
  const items = new Map<string, PushItem>()
  const clearings: Clearing[] = []
  /** By stream and collapse key: who has not been told anything yet. */
  const untold = new Map<string, Listener[]>()
  // The latest first: who has been told that, and whom a later clearing concerns, needs to be told nothing earlier.
  for (const entry of entries.toReversed()) {
    const clearing = toClearing(entry)
    if (clearing) {
      clearings.push(clearing)
      continue
    }
    const key = `${entry.stream} ${entry.alert.collapse}`
    const all = untold.get(key) ?? listeners.get(entry.stream) ?? []
    const { told = [], left = [] } = Object.groupBy(all, (one) =>
      isFor(one, entry, blockers) && !isQuiet(one, entry, muted) && !isCleared(one, entry, clearings)
        ? 'told'
        : 'left',
    )
    untold.set(key, left)
    for (const listener of told) put(items, toItem(tx, entry, listener, awake))
    for (const one of findCalled(entry, listeners, blockers)) keepCall(items, one, entry)
  }
  await keepWaitingCalls(tx, items)
  for (const shown of await takeOver(tx, clearings)) put(items, toClear(tx, shown, awake))
  return [...items.values()]
}

/** Whoever did it, came later, left before, or blocks him who did it, is not told; nor is anybody else but a named one. */
function isFor(listener: Listener, { seq, at, actor_id, alert }: Alerting, blockers: Set<string>): boolean {
  const { user_id, from_seq, until_seq, created_at } = listener
  if (alert.to !== undefined && alert.to !== user_id) return false
  if (user_id === actor_id || created_at > at) return false
  if (from_seq > seq || (until_seq !== null && until_seq < seq)) return false
  return !blockers.has(`${user_id} ${actor_id}`)
}

/** For whom it is meant, and who hears it. */
function findCalled(entry: Alerting, listeners: Map<string, Listener[]>, blockers: Set<string>): Listener[] {
  if (entry.alert.calls === undefined) return []
  const all = listeners.get(entry.stream) ?? []
  return all.filter((one) => isCalled(entry.alert, one.user_id) && isFor(one, entry, blockers))
}

/** Asks only about chats whose members have devices. */
async function findMuted(
  tx: Tx,
  entries: Alerting[],
  listeners: Map<string, Listener[]>,
  reading: Reading,
): Promise<Map<string, number>> {
  const said = entries.filter(({ stream, alert }) => alert.key !== 'clear' && listeners.has(stream))
  const chatIds = said.flatMap(({ alert }) => alert.chat_id ?? [])
  return reading.findMuted(tx, [...new Set(chatIds)], Math.min(...said.map((entry) => entry.at)))
}

/** He has muted the chat in which it was said, and it is not meant for him. */
function isQuiet({ user_id }: Listener, { at, alert }: Alerting, muted: Map<string, number>): boolean {
  const until = muted.get(`${user_id} ${alert.chat_id}`)
  return until !== undefined && until > at && !isCalled(alert, user_id)
}

function isCleared({ device_id, user_id }: Listener, { alert }: Alerting, clearings: Clearing[]): boolean {
  const { collapse: collapse_key, chat_id = null, position = null } = alert
  return clearings.some((clearing) =>
    isOver(clearing, { device_id, user_id, collapse_key, chat_id, position }),
  )
}

/** What is there already came later. */
function put(items: Map<string, PushItem>, item: PushItem) {
  const key = placeOf(item)
  if (!items.has(key)) items.set(key, item)
}
