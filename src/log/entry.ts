import type { EntryRow } from '../db/schema.ts'
import { Problem } from '../problem.ts'

/** An entry as it lies in the log. */
export type Entry = EntryRow

export const userStream = (userId: string) => `user:${userId}`
export const chatStream = (chatId: string) => `chat:${chatId}`
export const projectStream = (projectId: string) => `project:${projectId}`
export const gameStream = (roomId: string) => `game:${roomId}`

/** The JSON text of an entry: what every transport sends, byte for byte. */
export function encode(entry: Entry): string {
  const { seq, stream, kind, at, actor_id: actor, body } = entry
  const by = actor === null ? 'null' : `"${actor}"`
  return `{"seq":${seq},"stream":"${stream}","kind":"${kind}","at":${at},"actor":${by},"body":${body}}`
}

/** A place in the log: after this number, in this life of the log. */
export interface Cursor {
  epoch: string
  seq: number
}

export function writeCursor({ epoch, seq }: Cursor): string {
  return `${epoch}.${seq}`
}

const cursorShape = /^(?:([\w-]{1,16})\.)?(\d{1,15})$/

/**
 * Reads a cursor as `writeCursor` wrote it, or a bare number, which is taken to be of the present epoch.
 * @throws Problem invalid
 */
export function readCursor(text: string, epoch: string): Cursor {
  const parts = cursorShape.exec(text)
  if (!parts) throw new Problem('invalid', 'A cursor looks like "k3x9.1042", as an earlier answer gave it')
  return { epoch: parts[1] ?? epoch, seq: Number(parts[2]) }
}
