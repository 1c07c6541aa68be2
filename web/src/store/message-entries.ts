import type { Apply } from './reduce.ts'
import { type State, stale, withChat } from './state.ts'
import { withMessage, withoutMessage, withReturned } from './stretch.ts'
import type { Chat, LastMessage, Message, Reaction } from './things.ts'

type Told = Omit<Message, 'reactions'>

interface Reacted {
  chat_id: string
  message_id: string
  user_id: string
  emoji: string
  reactions: { emoji: string; count: number }[]
}

interface Pinned extends Pick<Message, 'pinned_at' | 'pinned_by'> {
  chat_id: string
  message_id: string
}

/** What happens to messages. */
export const messageKinds: Record<string, Apply> = {
  'message.sent': (state, { message }: { message: Told }) => counted(put(state, message), message),
  'message.edited': (state, { message }: { message: Told }) => recount(put(state, message), message),
  'message.deleted': (state, { message }: { message: Told }) =>
    recount(unpin(put(state, message), message), message),
  'message.hidden': (state, body: { chat_id: string; message_id: string; position: number }) =>
    hide(state, body),
  'message.returned': (state, { message }: { message: Message }) => {
    const returned = [...state.returned.filter((id) => id !== message.id), message.id]
    const stretch = state.stretches[message.chat_id]
    const stretches = stretch && { [message.chat_id]: withReturned(stretch, message) }
    // It may be the last that I see, and unread once more.
    const known = state.chats[message.chat_id] ? stale(state, message.chat_id) : state
    return { ...known, stretches: { ...state.stretches, ...stretches }, returned }
  },
  'message.pinned': pin,
  'message.unpinned': pin,
  'reaction.added': (state, body: Reacted) => react(state, body, true),
  'reaction.removed': (state, body: Reacted) => react(state, body, false),
}

function put(state: State, told: Told): State {
  const message = { ...told, reactions: [] }
  const stretch = state.stretches[told.chat_id]
  const placed = stretch ? withMessage(stretch, message) : undefined
  const known =
    placed && placed !== stretch
      ? { ...state, stretches: { ...state.stretches, [told.chat_id]: placed } }
      : state
  const apart = known.apart[told.id]
  if (!apart || apart.version > told.version) return known
  const reactions = told.deleted ? [] : apart.reactions
  return { ...known, apart: { ...known.apart, [told.id]: { ...told, reactions } } }
}

/** Moves a chat on by what was just said in it. */
function counted(state: State, message: Told): State {
  return withChat(state, message.chat_id, (chat) => {
    if (message.position <= chat.last_position) return chat
    const mine = message.sender_id === state.me?.id
    const unread = !mine && !message.deleted && message.position > chat.read_position
    const mentions = unread && message.mentions.includes(state.me?.id ?? '')
    return {
      ...chat,
      last_position: message.position,
      active_at: Math.max(chat.active_at, message.created_at),
      unread_count: chat.unread_count + Number(unread),
      mention_count: chat.mention_count + Number(mentions),
      last_message: lastOf(message),
    }
  })
}

/** Whether something that changed was counted as unread, or was the last of its chat, is asked where it cannot be told. */
function recount(state: State, message: Told): State {
  const chat = state.chats[message.chat_id]
  if (!chat) return state
  const known = counted(state, message)
  const unread = message.position > chat.read_position && message.sender_id !== state.me?.id
  const after = unread ? stale(known, chat.id) : known
  return withChat(after, chat.id, (now) =>
    now.last_message?.id === message.id ? { ...now, last_message: lastOf(message) } : now,
  )
}

/** What was said before there were media says nothing of them. */
function lastOf({ media = [], ...told }: Told): LastMessage {
  const { id, position, sender_id, text, created_at, written_at = null, deleted } = told
  const media_kinds = media.map(({ kind }) => kind)
  return { id, position, sender_id, text, media_kinds, created_at, written_at, deleted }
}

function hide(state: State, body: { chat_id: string; message_id: string; position: number }): State {
  const { chat_id, message_id, position } = body
  const chat = state.chats[chat_id]
  if (!chat) return state
  const stretch = state.stretches[chat_id]
  const stretches = stretch
    ? { ...state.stretches, [chat_id]: withoutMessage(stretch, message_id, position) }
    : state.stretches
  const pins = withoutPin(state, chat_id, message_id)
  const last_position = Math.max(chat.last_position, position)
  const returned = state.returned.filter((id) => id !== message_id)
  const known = withChat({ ...state, stretches, pins, returned }, chat_id, (chat) => ({
    ...chat,
    last_position,
  }))
  return shows(chat, message_id, position) ? stale(known, chat_id) : known
}

const shows = (chat: Chat, id: string, position: number) =>
  chat.last_message?.id === id || position > Math.min(chat.read_position, chat.last_position)

function withoutPin({ pins }: State, chatId: string, messageId: string) {
  return pins[chatId] ? { ...pins, [chatId]: pins[chatId].filter((id) => id !== messageId) } : pins
}

function unpin(state: State, { chat_id, id }: Told): State {
  return state.pins[chat_id]?.includes(id) ? { ...state, pins: withoutPin(state, chat_id, id) } : state
}

function pin(state: State, { chat_id, message_id, pinned_at, pinned_by }: Pinned): State {
  const known = changed(state, chat_id, message_id, (message) =>
    message.deleted ? message : { ...message, pinned_at, pinned_by },
  )
  if (!known.pins[chat_id]) return known
  const others = known.pins[chat_id].filter((id) => id !== message_id)
  const ids = pinned_at === null ? others : [message_id, ...others]
  return { ...known, pins: { ...known.pins, [chat_id]: ids } }
}

/** The entry says all that there is now; which of it is mine, only when it is I who reacted. */
function react(state: State, body: Reacted, added: boolean): State {
  return changed(state, body.chat_id, body.message_id, (message) => {
    if (message.deleted) return message
    const mine = new Set(message.reactions.filter((one) => one.mine).map((one) => one.emoji))
    if (body.user_id === state.me?.id && added) mine.add(body.emoji)
    if (body.user_id === state.me?.id && !added) mine.delete(body.emoji)
    const reactions: Reaction[] = body.reactions.map((one) => ({ ...one, mine: mine.has(one.emoji) }))
    return { ...message, reactions }
  })
}

/** Changes a message wherever it is held. */
export function changed(
  state: State,
  chatId: string,
  messageId: string,
  change: (message: Message) => Message,
): State {
  const stretch = state.stretches[chatId]
  const at = stretch?.messages.findIndex(({ id }) => id === messageId) ?? -1
  const known =
    stretch && at >= 0
      ? {
          ...state,
          stretches: {
            ...state.stretches,
            [chatId]: { ...stretch, messages: stretch.messages.with(at, change(stretch.messages[at]!)) },
          },
        }
      : state
  const apart = known.apart[messageId]
  return apart ? { ...known, apart: { ...known.apart, [messageId]: change(apart) } } : known
}
