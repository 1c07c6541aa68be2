import type { Tx } from '../db/commit.ts'

export interface Statement {
  stream: string
  /** `noun.past`, such as `message.sent`. */
  kind: string
  actorId: string | null
  body: unknown
  /** The message or user whose deletion blanks this entry. */
  about?: string | undefined
}

/** Says something in the log. It is numbered when the transaction ends, and heard after the commit. */
export function append(tx: Tx, { stream, kind, actorId, body, about }: Statement): void {
  tx.said.entries.push({ stream, kind, actor_id: actorId, about: about ?? null, body: JSON.stringify(body) })
}

/** From the next entry of this command on, these users hear the stream. */
export function follow(tx: Tx, userIds: string[], stream: string): void {
  if (userIds.length > 0) tx.said.moves.push({ stream, userIds, opens: true, place: tx.said.entries.length })
}

/** After the last entry of this command so far, these users hear the stream no more. */
export function unfollow(tx: Tx, userIds: string[] | 'everybody', stream: string): void {
  tx.said.moves.push({ stream, userIds, opens: false, place: tx.said.entries.length - 1 })
}
