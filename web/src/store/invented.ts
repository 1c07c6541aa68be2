import type { Entry } from '../../../sdk/src/parley.ts'
import type { Chat, Me, Media, Message, User } from './things.ts'

/** For tests: a server of one chat, as far as it is needed to know what a true client must show. */

export type Deed =
  | { does: 'send'; by: number; mentions: boolean; key?: string }
  | { does: 'edit' | 'delete' | 'hide' | 'pin' | 'unpin'; on: number }
  | { does: 'react' | 'unreact'; by: number; on: number; emoji: string }
  | { does: 'read'; to: number }

const people: User[] = ['alice', 'bob', 'cleo'].map((username) => ({
  id: username,
  username,
  name: username,
  about: '',
  picture: null,
  status: null,
  deleted: false,
}))
export const alice: Me = {
  ...people[0]!,
  number: 1,
  email: null,
  email_verified: false,
  phone: null,
  phone_verified: false,
  is_admin: false,
  shows_receipts: true,
  shows_presence: true,
  found_by_phone: 'everybody',
  zone: null,
  language: null,
  created_at: 0,
  version: 1,
}
export const CHAT = 'walks'

const picture: Media = {
  id: 'picture',
  kind: 'image',
  content_type: 'image/png',
  name: 'picture.png',
  bytes: 1000,
  width: 3,
  height: 2,
  duration_ms: null,
  has_thumbnail: true,
}

type Stored = Omit<Message, 'reactions'> & { given: { by: string; emoji: string }[]; hidden: boolean }

/** What is left of a message that was deleted. */
const gone = { text: '', deleted: true, mentions: [], media: [], pinned_at: null, pinned_by: null, given: [] }

export function inventServer() {
  const messages: Stored[] = []
  const entries: (Entry & { about: string | null })[] = []
  let readPosition = 0

  function say(kind: string, actor: string, body: object, about: string | null = null) {
    const seq = entries.length * 3 + 1
    entries.push({
      seq,
      stream: `chat:${CHAT}`,
      kind,
      at: seq,
      actor,
      body: structuredClone(body) as never,
      about,
    })
  }
  const told = ({ given: _, hidden: __, ...message }: Stored) => message

  function view(message: Stored): Message {
    const emojis = [...new Set(message.given.map(({ emoji }) => emoji))]
    return { ...structuredClone(told(message)), reactions: emojis.map((emoji) => countOf(message, emoji)) }
  }
  function countOf({ given }: Stored, emoji: string) {
    const those = given.filter((one) => one.emoji === emoji)
    return { emoji, count: those.length, mine: those.some(({ by }) => by === alice.id) }
  }
  const visible = () => messages.filter(({ hidden }) => !hidden)

  function chat(): Chat {
    const unread = visible().filter(
      (m) => m.position > readPosition && m.sender_id !== alice.id && !m.deleted,
    )
    const last = visible().at(-1)
    return {
      id: CHAT,
      kind: 'group',
      title: 'Walks',
      host: null,
      picture: null,
      shares_history: true,
      member_count: 3,
      created_at: 0,
      version: 1,
      role: 'admin',
      first_position: 1,
      last_position: messages.length,
      read_position: readPosition,
      delivered_position: 0,
      unread_count: unread.length,
      mention_count: unread.filter(({ mentions }) => mentions.includes(alice.id)).length,
      muted_until: null,
      active_at: messages.at(-1)?.created_at ?? 0,
      peer: null,
      last_message: last
        ? {
            id: last.id,
            position: last.position,
            sender_id: last.sender_id,
            text: last.text,
            media_kinds: last.media.map(({ kind }) => kind),
            created_at: last.created_at,
            written_at: last.written_at,
            deleted: last.deleted,
          }
        : null,
    }
  }

  function send({ by, mentions, key }: Extract<Deed, { does: 'send' }>) {
    const position = messages.length + 1
    const message: Stored = {
      id: `m${position}`,
      number: position,
      chat_id: CHAT,
      position,
      sender_id: people[by]!.id,
      client_id: key ?? null,
      text: `number ${position}`,
      reply_to_id: null,
      mentions: mentions ? [alice.id] : [],
      // Every third is a picture.
      media: position % 3 === 0 ? [picture] : [],
      created_at: position,
      written_at: null,
      edited_at: null,
      deleted: false,
      pinned_at: null,
      pinned_by: null,
      project_id: null,
      version: 1,
      given: [],
      hidden: false,
    }
    messages.push(message)
    say('message.sent', message.sender_id, { message: told(message) }, message.id)
  }

  function change(deed: Exclude<Deed, { does: 'send' | 'read' }>) {
    const message = messages[deed.on % Math.max(messages.length, 1)]
    if (!message || (message.deleted && deed.does !== 'hide')) return
    // What I have hidden, others may still change.
    if (message.hidden && deed.does !== 'edit' && deed.does !== 'delete') return
    if ('emoji' in deed) react(message, deed)
    else changes[deed.does](message)
  }

  const changes = {
    edit: (one: Stored) => reword(one, 'edited', { text: `${one.text}!`, edited_at: 1 }),
    delete: (one: Stored) => reword(one, 'deleted', gone),
    hide,
    pin: (one: Stored) => pin(one, true),
    unpin: (one: Stored) => pin(one, false),
  }

  function reword(message: Stored, how: 'edited' | 'deleted', after: Partial<Stored>) {
    Object.assign(message, after, { version: message.version + 1 })
    say(`message.${how}`, message.sender_id, { message: told(message) }, message.id)
  }

  function hide(message: Stored) {
    message.hidden = true
    const { id, position } = message
    say('message.hidden', alice.id, { chat_id: CHAT, message_id: id, position })
  }

  function pin(message: Stored, pinned: boolean) {
    if (pinned === (message.pinned_at !== null)) return
    const pinned_at = pinned ? entries.length + 1 : null
    const pinned_by = pinned ? alice.id : null
    Object.assign(message, { pinned_at, pinned_by })
    const body = { chat_id: CHAT, message_id: message.id, pinned_at, pinned_by }
    say(`message.${pinned ? 'pinned' : 'unpinned'}`, alice.id, body)
  }

  function react(message: Stored, { does, by, emoji }: { does: string; by: number; emoji: string }) {
    const user_id = people[by]!.id
    const others = message.given.filter((one) => one.by !== user_id || one.emoji !== emoji)
    const added = does === 'react'
    if (added === others.length < message.given.length) return
    message.given = added ? [...others, { by: user_id, emoji }] : others
    const reactions = view(message).reactions.map(({ emoji, count }) => ({ emoji, count }))
    const body = { chat_id: CHAT, message_id: message.id, user_id, emoji, reactions }
    say(`reaction.${added ? 'added' : 'removed'}`, user_id, body)
  }

  return {
    entries,
    chat,
    page: () => ({ items: visible().map(view), previous: null, next: null }),
    pins: () =>
      visible()
        .filter(({ pinned_at }) => pinned_at !== null)
        .sort((a, b) => b.pinned_at! - a.pinned_at!)
        .map(view),
    last: () => messages.at(-1),
    do(deed: Deed) {
      if (deed.does === 'send') send(deed)
      else if (deed.does === 'read') {
        const to = Math.min(deed.to, messages.length)
        if (to <= readPosition) return
        readPosition = to
        const { read_position, unread_count, mention_count } = chat()
        say('chat.read', alice.id, { chat_id: CHAT, read_position, unread_count, mention_count })
      } else change(deed)
    },
  }
}

/** What somebody hears who comes late: of what was deleted since, only that it was. */
export function heardLate(entries: (Entry & { about: string | null })[]): Entry[] {
  const gone = new Map(
    entries.filter(({ kind }) => kind === 'message.deleted').map(({ about, seq }) => [about, seq]),
  )
  return entries.map(({ about, ...entry }) =>
    about !== null && entry.seq < (gone.get(about) ?? 0) ? { ...entry, body: null } : entry,
  )
}
