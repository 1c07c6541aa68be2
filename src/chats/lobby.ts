import type { Tx } from '../db/commit.ts'
import { findActive } from '../users/user.ts'
import { chatOf, findMember } from './chat.ts'
import { admitToHosted, dismissFromHosted, foundHosted } from './hosted.ts'

/** The same on every server, so that one can listen before there is anything to hear. */
export const LOBBY_ID = '01800000-0000-7000-8000-006c6f626279'
const lobby = { id: LOBBY_ID, host: 'lobby:public', title: 'Lobby', sharesHistory: true }

/**
 * Comes into the public chat in which everybody may speak; the first one opens it. Nobody owns it. Who is there already
 * stays as he is. @throws Problem not_found
 */
export async function joinLobby(tx: Tx, userId: string): Promise<void> {
  if (await findMember(tx.db, LOBBY_ID, userId)) return
  const user = await findActive(tx.db, userId)
  const isOpen = await tx.db.selectFrom('chats').select('id').where('id', '=', LOBBY_ID).executeTakeFirst()
  if (!isOpen) await foundHosted(tx, userId, lobby, [])
  await admitToHosted(tx, LOBBY_ID, [user], userId)
}

/** Goes out of it. @throws Problem not_found for who is not there */
export async function leaveLobby(tx: Tx, userId: string): Promise<void> {
  await chatOf(tx.db, userId, LOBBY_ID)
  await dismissFromHosted(tx, LOBBY_ID, userId, userId)
}
