import { backOff, type Pace } from './pace.ts'
import type { Write } from './parley.ts'

/** So often in a row a write is tried before it is suspected. */
const TRIES = 3

/**
 * Writes at which the server failed (500) though it answers. If it does well what lies behind such a one, the write is at
 * fault: it is put aside and tried again less and less often, so that it holds nobody up. If it fails at that too, the
 * server is, and all wait in order.
 */
export interface Suspects {
  note(write: Write): void
  has(write: Write): boolean
  /** Something else was done well: all who are suspected are put aside. */
  convict(): void
  /** Nothing is held against it any more: it is done with, or somebody asked for another try. */
  forgive(id: string): void
  /** Whose turn it is, asked of one after the other in order; without suspects, or with them. */
  turns(withSuspects: boolean): (write: Write) => boolean
  /** How long until the turn of the next that was put aside, in milliseconds. */
  readonly nextIn: number | undefined
}

export function keepSuspects(pace: Pace): Suspects {
  const failed = new Map<string, { times: number; due: number }>()
  const slowly = { ...pace, first: pace.longest, longest: pace.longest * 16 }
  const isSuspect = (times: number) => times >= TRIES
  const postpone = (one: { times: number; due: number }) => {
    one.due = performance.now() + backOff(slowly, one.times - TRIES)
  }

  return {
    note({ id }) {
      const before = failed.get(id) ?? { times: 0, due: 0 }
      const after = { ...before, times: before.times + 1 }
      if (before.due > 0) postpone(after)
      failed.set(id, after)
    },
    has: ({ id }) => isSuspect(failed.get(id)?.times ?? 0),
    convict() {
      for (const one of failed.values()) if (isSuspect(one.times) && one.due === 0) postpone(one)
    },
    forgive: (id) => void failed.delete(id),
    turns(withSuspects) {
      const kept = new Set<string>()
      return ({ id, method, path }) => {
        const { times, due } = failed.get(id) ?? { times: 0, due: 0 }
        const isSkipped = isSuspect(times) && (due > performance.now() || !withSuspects)
        // Two that add something do not mind each other. What changes the same thing stays in order.
        if (isSkipped && method !== 'POST') kept.add(path)
        return !isSkipped && !kept.has(path)
      }
    },
    get nextIn() {
      const dues = [...failed.values()].flatMap(({ due }) => (due > 0 ? [due] : []))
      return dues.length > 0 ? Math.max(0, Math.min(...dues) - performance.now()) : undefined
    },
  }
}
