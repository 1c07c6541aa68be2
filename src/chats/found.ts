import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import { newId } from '../id.ts'
import { append, follow } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { newMember } from './admit.ts'
import { type Chat, toChatInfo } from './chat.ts'

/** The log names this many members of a new chat; the rest are in its list of members. */
const MOST_NAMED = 100

/** Makes a chat with its first members, and says so in one entry, however many they are. */
export async function found(
  tx: Tx,
  actorId: string,
  kind: Pick<Chat, 'kind' | 'title' | 'pair' | 'shares_history'> & { id?: string; host?: string },
  userIds: string[],
): Promise<Chat> {
  const chat: Chat = {
    id: newId(),
    host: null,
    ...kind,
    picture_id: null,
    last_position: 0,
    member_count: userIds.length,
    active_at: tx.at,
    version: 1,
    created_at: tx.at,
  }
  const owner = kind.kind === 'group' ? actorId : undefined
  await tx.db.insertInto('chats').values(chat).execute()
  await insertAll(
    tx.db,
    'members',
    userIds.map((id) => newMember(tx, chat, id, id === owner ? 'owner' : 'member')),
  )
  follow(tx, userIds, chatStream(chat.id))
  const body = { chat: toChatInfo(chat), member_ids: userIds.slice(0, MOST_NAMED) }
  append(tx, { stream: chatStream(chat.id), kind: 'chat.created', actorId, body })
  return chat
}
