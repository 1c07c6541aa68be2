import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { findAddable, requireRoom } from './admit.ts'
import { found } from './found.ts'
import { type ChatView, viewChat } from './view.ts'

export interface NewGroup {
  title: string
  memberIds: string[]
  sharesHistory: boolean
}

/** Makes a group that the actor owns. @throws Problem not_found, forbidden, conflict when it has more than `most` members */
export async function createGroup(
  tx: Tx,
  actor: Actor,
  { title, memberIds, sharesHistory }: NewGroup,
  most: number,
): Promise<ChatView> {
  const others = [...new Set(memberIds)].filter((id) => id !== actor.id)
  requireRoom(others.length + 1, most)
  await findAddable(tx, actor.id, others)
  const kind = { kind: 'group', title, pair: null, shares_history: Number(sharesHistory) } as const
  const chat = await found(tx, actor.id, kind, [actor.id, ...others])
  return viewChat(tx.db, actor.id, chat.id)
}
