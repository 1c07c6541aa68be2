import { computed, signal } from '@preact/signals'
import type { Entry } from '../../../sdk/src/parley.ts'
import { expected } from './expect.ts'
import { type Happening, reduce } from './reduce.ts'
import type { Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'

/** What is known. */
export const known = signal<State>(nothing)

/** What is shown: with what we expect of our own writes. */
export const shown = computed(() => expected(known.value))

export const me = computed(() => shown.value.me)

export function happen(happening: Happening): void {
  known.value = reduce(known.value, happening)
}

const FLUSH_MS = 16
let waiting: Entry[] = []
const readers = new Set<Entry[]>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Takes entries in; those that come together are shown together. */
export function hear(entry: Entry): void {
  waiting.push(entry)
  for (const since of readers) since.push(entry)
  timer ??= setTimeout(flush, FLUSH_MS)
}

export function flush(): void {
  clearTimeout(timer)
  timer = undefined
  const entries = waiting
  waiting = []
  known.value = entries.reduce((state, entry) => reduce(state, { what: 'entry', entry }), known.value)
}

/** Reads state from the server into the store. What is heard meanwhile is applied to it once more. */
export async function read(ask: () => Promise<Snapshot | undefined>): Promise<void> {
  const since: Entry[] = []
  readers.add(since)
  try {
    const snapshot = await ask()
    // Who has signed out meanwhile does not want it any more.
    if (!readers.has(since)) return
    flush()
    if (snapshot) happen({ what: 'snapshot', snapshot, since })
  } finally {
    readers.delete(since)
  }
}

export function forget(): void {
  waiting = []
  readers.clear()
  happen({ what: 'forgotten' })
}
