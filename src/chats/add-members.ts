import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { admit, alreadyIn, findAddable, requireRoom } from './admit.ts'
import { type Chat, lockedGroupOf } from './chat.ts'

/** Takes people into a group; who is there already stays as he is. @throws Problem not_found, forbidden, conflict */
export async function addMembers(
  tx: Tx,
  actor: Actor,
  chatId: string,
  userIds: string[],
  most: number,
): Promise<Chat> {
  const { chat } = await lockedGroupOf(tx, actor.id, chatId)
  const wanted = [...new Set(userIds)]
  const there = await alreadyIn(tx.db, chatId, wanted)
  const newcomers = wanted.filter((id) => !there.has(id))
  requireRoom(chat.member_count + newcomers.length, most)
  return admit(tx, chat, await findAddable(tx, actor.id, newcomers), actor.id)
}
