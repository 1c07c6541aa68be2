import { MOST_CHARACTERS } from '../../messages/message.ts'
import { key, keys, maybeKey, type Row, time, words, yes } from './fields.ts'
import { type Item, Unfit } from './item.ts'

/** Users with their friends, chats and messages. */
export function fromPlayhub(table: string, row: Row): Item[] {
  if (table === 'user') return toUser(row)
  if (table === 'chat') {
    const users = [...new Set(keys(row, 'Users', 'users'))]
    const isDirect = users.length <= 2 && !yes(row, 'isGroup')
    const title = words(row, 200, 'name') ?? ''
    const at = time(row, 'created_at')
    const messages = keys(row, 'Messages', 'messages')
    return [{ is: 'chat', key: key(row, '_id', 'id'), title, users, isDirect, at, messages }]
  }
  if (table === 'message') {
    const text = words(row, MOST_CHARACTERS, 'content', 'message')
    if (text === undefined) throw new Unfit('content is missing')
    return [
      {
        is: 'message',
        key: key(row, '_id', 'id'),
        sender: key(row, 'Sender', 'user_id'),
        to: { chat: maybeKey(row, 'Chat', 'chat_id') },
        text,
        at: time(row, 'created_at') ?? 0,
        editedAt: time(row, 'edited_at'),
      },
    ]
  }
  return []
}

function toUser(row: Row): Item[] {
  const user = key(row, '_id', 'id')
  const friends = keys(row, 'Friends', 'friends')
  const person: Item = {
    is: 'user',
    key: user,
    username: words(row, 400, 'username'),
    email: words(row, 400, 'email'),
    hash: words(row, 1000, 'password'),
    isAdmin: yes(row, 'is_super_user'),
    at: time(row, 'created_at'),
  }
  return friends.length === 0 ? [person] : [person, { is: 'friends', user, friends }]
}
