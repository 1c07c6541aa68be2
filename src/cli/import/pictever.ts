import { MOST_CHARACTERS } from '../../messages/message.ts'
import { saltClientHash } from '../../users/old-passwords.ts'
import { key, type Row, required, time, words, yes } from './fields.ts'
import { type Item, Unfit } from './item.ts'

const french = new Set(['fr', 'be', 'ch'])

/** Users, the telephones that have their numbers, and messages, those to come among them. */
export function fromPictever(table: string, row: Row): Item[] {
  if (table === 'user') return toUser(row)
  if (table === 'platform_instance') {
    const phone = words(row, 40, 'phone_num')
    if (phone === undefined) throw new Unfit('phone_num is missing')
    return [{ is: 'phone', user: key(row, 'user_id'), phone }]
  }
  if (table === 'message') return [toMessage(row)]
  return []
}

function toUser(row: Row): Item[] {
  const hash = words(row, 1000, 'password_hash', 'password')
  const user = key(row, '_id', 'id')
  const phone = words(row, 40, 'phone_num')
  const person: Item = {
    is: 'user',
    key: user,
    email: words(row, 400, 'email'),
    hash: hash && (saltClientHash(hash) ?? hash),
    name: words(row, 100, 'facebook_name'),
    language: french.has(words(row, 10, 'country_code')?.toLowerCase() ?? '') ? 'fr' : undefined,
    at: time(row, 'created_at'),
    seenAt: time(row, 'last_log_time'),
  }
  return phone === undefined ? [person] : [person, { is: 'phone', user, phone }]
}

function toMessage(row: Row): Item {
  const phone = words(row, 40, 'receiver_phone')
  const isBlocked = yes(row, 'is_blocked')
  // A message to a number that is nobody's is kept as blocked, to its sender.
  if (isBlocked && phone === undefined) throw new Unfit('it is blocked')
  const file = (name: string) => words(row, 400, name) ?? ''
  return {
    is: 'later',
    key: key(row, '_id', 'id'),
    sender: key(row, 'sender_id'),
    to: isBlocked ? { phone: phone! } : { user: key(row, 'receiver_id') },
    text: words(row, MOST_CHARACTERS, 'message') ?? '',
    at: required(time(row, 'delivery_time')),
    writtenAt: time(row, 'created_at'),
    postcard: { photo: file('photo_id'), video: file('video_id'), sound: file('sound_id') },
  }
}
