import type { Entry } from './parley.ts'

interface Cursor {
  epoch: string
  seq: number
}

function read(text: string): Cursor {
  const at = text.lastIndexOf('.')
  return { epoch: text.slice(0, Math.max(at, 0)), seq: Number(text.slice(at + 1)) }
}

/** Where in the log we are: the one place that all transports go on from. */
export interface Place {
  readonly cursor: string | undefined
  /** How many numbers of the log lie between here and the latest that we know of. */
  readonly behind: number | null
  /** The first cursor that anything names is where we begin; later ones only say how long the log is. */
  note(cursor: string | null | undefined): void
  /** Answers whether the entry is new. Two transports may say the same thing for a while. */
  take(entry: Entry, cursor: string): boolean
  /** Everything up to here has come. */
  reached(cursor: string): void
}

export function openPlace(after: string | undefined): Place {
  let cursor = after
  let head = 0

  function isNew(next: string): boolean {
    if (cursor === undefined) return true
    const [there, here] = [read(next), read(cursor)]
    // A bare number, which a caller may begin with, has no epoch.
    return (there.epoch !== here.epoch && here.epoch !== '') || there.seq > here.seq
  }

  function go(next: string) {
    cursor = next
    head = Math.max(head, read(next).seq)
  }

  return {
    get cursor() {
      return cursor
    },
    get behind() {
      return cursor === undefined || head === 0 ? null : Math.max(0, head - read(cursor).seq)
    },
    note(next) {
      if (!next) return
      cursor ??= next
      head = Math.max(head, read(next).seq)
    },
    take({ kind }, next) {
      const taken = kind === 'log.gap' || isNew(next)
      if (kind === 'log.gap') head = 0
      if (taken) go(next)
      return taken
    },
    reached(next) {
      if (isNew(next)) go(next)
    },
  }
}
