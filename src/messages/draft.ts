import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Actor } from '../http/house.ts'
import { digest } from '../id.ts'
import { findAttachable } from '../media/attach.ts'
import type { Media } from '../media/media.ts'
import { type MessageRecord, messageColumns } from './message.ts'
import { findSilenced } from './reach.ts'

/** A message that somebody wants to send. */
export interface Draft {
  actor: Pick<Actor, 'id'>
  chatId: string
  text: string
  /** Media of the sender, in order. */
  mediaIds: readonly string[]
  replyToId: string | null
  clientId: string | null
  /** Its id, where that was settled when it was written, and when that was: it was scheduled. */
  written?: { id: string; at: number }
  /** The project within which it is said in a direct chat. */
  projectId?: string
}

/** What must be known to judge drafts, read once for all of them. */
export interface Ground {
  chats: Map<string, { kind: string; title: string; pair: string | null; last_position: number }>
  /** By sender and chat: the first position that he may read. Not there: not a member. */
  memberships: Map<string, number>
  /** Pairs of a direct chat of whom one blocks the other or is gone. */
  silenced: Set<string>
  /** Messages that are replied to, by chat and id. */
  replied: Map<string, Pick<MessageRecord, 'position' | 'sender_id'>>
  /** What may be attached, by owner and id. */
  media: Map<string, Media>
  /** What senders sent before with the same key. */
  sentBefore: Map<string, MessageRecord>
}

export const membershipOf = ({ chatId, actor }: Draft) => `${chatId} ${actor.id}`
export const keyOf = ({ clientId, actor }: Draft) => clientId && `${actor.id} ${clientId}`
export const digestOf = ({ chatId, text, replyToId, mediaIds }: Draft) =>
  digest(JSON.stringify([chatId, text, replyToId, ...(mediaIds.length > 0 ? [mediaIds] : [])]))

/** Reads it in a handful of queries. The chats' next positions are ours from here to the commit. */
export async function readGround(tx: Tx, drafts: Draft[]): Promise<Ground> {
  const chatIds = [...new Set(drafts.map((draft) => draft.chatId))].sort()
  const chats = await lock(
    tx.dialect,
    tx.db
      .selectFrom('chats')
      .select(['id', 'kind', 'title', 'pair', 'last_position'])
      .where('id', 'in', chatIds)
      .orderBy('id'),
  ).execute()
  const memberships = await tx.db
    .selectFrom('members')
    .select(['chat_id', 'user_id', 'first_position'])
    .where('chat_id', 'in', chatIds)
    .where('user_id', 'in', [...new Set(drafts.map((draft) => draft.actor.id))])
    .execute()
  const pairs = chats.flatMap((chat) => chat.pair ?? [])
  return {
    chats: new Map(chats.map((chat) => [chat.id, chat])),
    memberships: new Map(memberships.map((row) => [`${row.chat_id} ${row.user_id}`, row.first_position])),
    silenced: await findSilenced(tx.db, pairs),
    replied: await findReplied(tx, drafts),
    media: await findAttachable(
      tx,
      drafts.map(({ actor, mediaIds }) => ({ ownerId: actor.id, mediaIds })),
    ),
    sentBefore: await findSentBefore(tx, drafts),
  }
}

async function findReplied(tx: Tx, drafts: Draft[]): Promise<Ground['replied']> {
  const ids = drafts.flatMap((draft) => draft.replyToId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('messages')
    .select(['id', 'chat_id', 'position', 'sender_id'])
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [`${row.chat_id} ${row.id}`, row]))
}

async function findSentBefore(tx: Tx, drafts: Draft[]): Promise<Map<string, MessageRecord>> {
  const keyed = drafts.filter((draft) => draft.clientId !== null)
  if (keyed.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('messages')
    .select(messageColumns)
    .where('sender_id', 'in', [...new Set(keyed.map((draft) => draft.actor.id))])
    .where('client_id', 'in', [...new Set(keyed.map((draft) => draft.clientId!))])
    .execute()
  return new Map(rows.map((row) => [`${row.sender_id} ${row.client_id}`, row]))
}
