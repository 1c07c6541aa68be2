import { MOST_CHARACTERS } from '../../messages/message.ts'
import { key, keys, maybeKey, number, type Row, required, time, words, yes } from './fields.ts'
import { type Item, Unfit } from './item.ts'

/** Users, projects and messages. */
export function fromTxchat(table: string, row: Row): Item[] {
  if (table === 'user') return [toUser(row)]
  if (table === 'project')
    return [
      {
        is: 'project',
        key: key(row, 'id'),
        title: words(row, 255, 'title')?.trim() ?? '',
        owner: key(row, 'owner_id', 'owner'),
        coaches: keys(row, 'coaches'),
        participants: keys(row, 'participants'),
        at: time(row, 'created_at'),
      },
    ]
  if (table === 'message') return [toMessage(row)]
  return []
}

function toUser(row: Row): Item {
  const name = [words(row, 50, 'first_name'), words(row, 50, 'last_name')].filter(Boolean).join(' ')
  return {
    is: 'user',
    key: key(row, 'id'),
    number: number(row),
    username: words(row, 400, 'username'),
    email: words(row, 400, 'email'),
    hash: words(row, 1000, 'password_hash'),
    name,
    isAdmin: yes(row, 'admin'),
    state: yes(row, 'archived') ? 'archived' : 'active',
    at: time(row, 'created_at'),
  }
}

function toMessage(row: Row): Item {
  const project = key(row, 'project_id')
  const receiver = maybeKey(row, 'receiver_id')
  const text = words(row, MOST_CHARACTERS, 'content', 'file_name')
  if (text === undefined) throw new Unfit('content is missing')
  return {
    is: 'message',
    key: key(row, 'id'),
    number: number(row),
    sender: key(row, 'sender_id', 'owner_id'),
    // To nobody in particular was 0 in later versions.
    to: receiver === undefined || receiver === '0' ? { project } : { user: receiver, project },
    text,
    at: required(time(row, 'created_at', 'created')),
  }
}
