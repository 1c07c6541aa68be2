import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { dropPicture, storePicture } from '../media/pictures.ts'
import { requireVersion } from '../users/profile.ts'
import { type Chat, lockedGroupOf, toChatInfo } from './chat.ts'

export interface GroupChange {
  title?: string | undefined
  shares_history?: boolean | undefined
}

/** Changes what a group is called and whether newcomers read its past. @throws Problem not_found, forbidden, conflict, stale */
export async function editGroup(
  tx: Tx,
  actor: Actor,
  chatId: string,
  { title, shares_history }: GroupChange,
  ifMatch?: number,
): Promise<Chat> {
  const { chat } = await lockedGroupOf(tx, actor.id, chatId, 'admin')
  requireVersion(chat.version, ifMatch)
  return changeChat(tx, actor.id, chat, {
    ...(title === undefined ? {} : { title }),
    ...(shares_history === undefined ? {} : { shares_history: Number(shares_history) }),
  })
}

/** Gives a group another picture, or none. @throws Problem not_found, forbidden, conflict, stale, unsupported */
export async function setPicture(
  tx: Tx,
  actor: Actor,
  chatId: string,
  bytes: Uint8Array | null,
  ifMatch?: number,
): Promise<Chat> {
  const { chat } = await lockedGroupOf(tx, actor.id, chatId, 'admin')
  requireVersion(chat.version, ifMatch)
  await dropPicture(tx, chat.picture_id)
  const picture_id = bytes && (await storePicture(tx, chatId, bytes))
  return changeChat(tx, actor.id, chat, { picture_id })
}

/** Nothing is said, and the version stays, when nothing is different afterwards. */
export async function changeChat(
  tx: Tx,
  actorId: string,
  before: Chat,
  columns: Partial<Chat>,
): Promise<Chat> {
  const same = Object.entries(columns).every(([column, value]) => before[column as keyof Chat] === value)
  if (same) return before
  const after = { ...before, ...columns, version: before.version + 1 }
  await tx.db
    .updateTable('chats')
    .set({ ...columns, version: after.version })
    .where('id', '=', before.id)
    .execute()
  const body = { chat: toChatInfo(after) }
  append(tx, { stream: chatStream(before.id), kind: 'chat.updated', actorId, body })
  return after
}
