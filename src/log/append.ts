import type { Tx } from '../db/commit.ts'

/**
 * What whoever hears an entry is to have taken off his screens: what he was told of a chat up to a position, or only
 * what he was told of that one message.
 */
export function clearing(chat_id: string, position: number, exactly = false): Alert {
  return { key: 'clear', args: exactly ? { exactly } : {}, collapse: `chat:${chat_id}`, chat_id, position }
}

/** What people who are away are told of an entry; put into words for each of them, and only when it is sent. */
export interface Alert {
  /** What happened: `message`, `failed`, `contact.joined`. Or `clear`: what they were told is over. */
  key: string
  args: Record<string, unknown>
  /** A later alert with the same key takes the place of this one on the screen. At most 64 characters. */
  collapse: string
  chat_id?: string
  /** Whoever has read up to here needs no telling. */
  position?: number
  /** The one of those who hear the entry who is to be told. */
  to?: string
  /** Of something said in a chat, whom it is meant for: they are told even where they have muted the chat. */
  calls?: string[]
  /** What somebody wrote, cut short. */
  text?: string
}

export interface Statement {
  stream: string
  /** `noun.past`, such as `message.sent`. */
  kind: string
  actorId: string | null
  body: unknown
  /** The message or user whose deletion blanks this entry. */
  about?: string | undefined
  alert?: Alert | undefined
}

/** Says something in the log. It is numbered when the transaction ends, and heard after the commit. */
export function append(tx: Tx, { stream, kind, actorId, body, about, alert }: Statement): void {
  tx.said.entries.push({
    stream,
    kind,
    actor_id: actorId,
    about: about ?? null,
    body: JSON.stringify(body),
    alert: alert ? JSON.stringify(alert) : null,
  })
}

/** From the next entry of this command on, these users hear the stream. */
export function follow(tx: Tx, userIds: string[], stream: string): void {
  if (userIds.length > 0) tx.said.moves.push({ stream, userIds, opens: true, place: tx.said.entries.length })
}

/** After the last entry of this command so far, these users hear the stream no more. */
export function unfollow(tx: Tx, userIds: string[] | 'everybody', stream: string): void {
  tx.said.moves.push({ stream, userIds, opens: false, place: tx.said.entries.length - 1 })
}
