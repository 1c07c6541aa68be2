import type { Chat } from '../../chats/chat.ts'
import { deleteChat } from '../../chats/delete-chat.ts'
import { LOBBY_ID, leaveLobby } from '../../chats/lobby.ts'
import { removeMember } from '../../chats/remove-member.ts'
import type { Role } from '../../db/schema.ts'
import type { Actor, House } from '../../http/house.ts'
import { hide } from '../../messages/hide.ts'
import { listMessages } from '../../messages/list.ts'

const MOST_AT_ONCE = 200

/** Is rid of a chat in the way that it allows. @throws Problem conflict where something else decides this */
export async function leaveForMe(house: House, actor: Actor, chat: Chat, role: Role): Promise<void> {
  const { id } = chat
  if (id === LOBBY_ID) return house.commit((tx) => leaveLobby(tx, actor.id))
  if (chat.kind === 'direct') return emptyForMe(house, actor, id)
  if (role === 'owner') return house.commit((tx) => deleteChat(tx, actor, id))
  return house.commit((tx) => removeMember(tx, actor, id, actor.id))
}

/** What was said in a chat of mine so far is deleted for me; whom I talked with keeps it. */
export async function emptyForMe(house: House, actor: Actor, chat: string): Promise<void> {
  for (;;) {
    const { items } = await listMessages(house.db.reader, actor.id, chat, { limit: MOST_AT_ONCE })
    if (items.length === 0) return
    await house.commit(async (tx) => {
      for (const { id: message } of items) await hide(tx, actor, { chat, message })
    })
  }
}
