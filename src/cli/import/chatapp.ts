import { MOST_CHARACTERS } from '../../messages/message.ts'
import { key, number, type Row, required, time, words } from './fields.ts'
import type { Item } from './item.ts'

/** Users and messages; both are known by number. */
export function fromChatapp(table: string, row: Row): Item[] {
  if (table === 'user')
    return [
      {
        is: 'user',
        key: key(row, 'id'),
        number: number(row),
        username: words(row, 400, 'username'),
        hash: words(row, 1000, 'password_hash'),
        at: time(row, 'created_at', 'date_created'),
        seenAt: time(row, 'last_seen'),
      },
    ]
  if (table === 'message')
    return [
      {
        is: 'message',
        key: key(row, 'id'),
        number: number(row),
        sender: key(row, 'sender', 'from'),
        to: { user: key(row, 'recipient', 'to') },
        text: words(row, MOST_CHARACTERS, 'body') ?? '',
        at: required(time(row, 'date_created')),
      },
    ]
  return []
}
