import type { Entry, Write } from '../../../sdk/src/parley.ts'
import { changed } from './message-entries.ts'
import type { State, Waiting } from './state.ts'
import { withoutMessage } from './stretch.ts'
import type { Message, Reaction } from './things.ts'

/** What a write of ours is about to do to a message. */
export type Intent =
  | { does: 'send'; chatId: string; text: string; replyTo: string | null }
  | { does: 'edit'; chatId: string; messageId: string; text: string }
  | { does: 'delete' | 'hide'; chatId: string; messageId: string }
  | { does: 'pin' | 'unpin'; chatId: string; messageId: string }
  | { does: 'react' | 'unreact'; chatId: string; messageId: string; emoji: string }

const address =
  /^\/api\/v1\/chats\/([^/]+)\/messages(?:\/([^/]+)(?:\/(hidden|pin|reactions)(?:\/([^/]+))?)?)?$/

/** Reads from a write what it is about, also from one of a former life of this page. */
export function intentOf({ method, path, body }: Write): Intent | undefined {
  const parts = address.exec(path)
  if (!parts) return undefined
  const [, chatId = '', messageId, part, emoji = ''] = parts
  const said = (body ?? {}) as { text?: string; reply_to_id?: string }
  if (!messageId) return { does: 'send', chatId, text: said.text ?? '', replyTo: said.reply_to_id ?? null }
  const removes = method === 'DELETE'
  if (part === 'hidden') return { does: 'hide', chatId, messageId }
  if (part === 'pin') return { does: removes ? 'unpin' : 'pin', chatId, messageId }
  if (part === 'reactions')
    return { does: removes ? 'unreact' : 'react', chatId, messageId, emoji: decodeURIComponent(emoji) }
  if (removes) return { does: 'delete', chatId, messageId }
  return { does: 'edit', chatId, messageId, text: said.text ?? '' }
}

/** What the page shows: what is known, and on it what we expect of our own writes that wait. */
export function expected(state: State): State {
  return state.waiting.reduce((known, { write, refused }) => {
    const intent = refused ? undefined : intentOf(write)
    return intent ? expect(known, intent, write.at) : known
  }, state)
}

function expect(state: State, intent: Intent, at: number): State {
  if (intent.does === 'send') return state
  const { chatId, messageId } = intent
  if (intent.does === 'hide') return hidden(state, chatId, messageId)
  const me = state.me?.id ?? ''
  return changed(state, chatId, messageId, (message) => {
    if (intent.does === 'edit') return { ...message, text: intent.text, edited_at: at }
    if (intent.does === 'delete')
      return { ...message, text: '', media: [], deleted: true, reactions: [], pinned_at: null }
    if (intent.does === 'pin') return { ...message, pinned_at: at, pinned_by: me }
    if (intent.does === 'unpin') return { ...message, pinned_at: null, pinned_by: null }
    const { emoji, does } = intent as Intent & { emoji: string }
    return { ...message, reactions: withReaction(message.reactions, emoji, does === 'react') }
  })
}

function hidden(state: State, chatId: string, messageId: string): State {
  const stretch = state.stretches[chatId]
  const message = stretch?.messages.find(({ id }) => id === messageId)
  if (!stretch || !message) return state
  const without = withoutMessage(stretch, messageId, message.position)
  return { ...state, stretches: { ...state.stretches, [chatId]: without } }
}

function withReaction(reactions: Reaction[], emoji: string, added: boolean): Reaction[] {
  const before = reactions.find((one) => one.emoji === emoji)
  if (before ? before.mine === added : !added) return reactions
  if (!before) return [...reactions, { emoji, count: 1, mine: true }]
  const count = before.count + (added ? 1 : -1)
  return reactions.flatMap((one) => (one !== before ? one : count > 0 ? { emoji, count, mine: added } : []))
}

/** What entries about messages may say, as far as it is looked at here. */
interface Told {
  message?: Pick<Message, 'id' | 'client_id' | 'text'>
  message_id?: string
  emoji?: string
}

/** Has this entry told us of this write of ours? */
export function isHeard(write: Write, entry: Entry, state: State): boolean {
  const { kind, actor } = entry
  const body = entry.body as Told
  if (actor !== state.me?.id) return false
  const intent = intentOf(write)
  if (!intent) return false
  if (intent.does === 'send') return kind === 'message.sent' && body.message?.client_id === write.id
  if ((body.message?.id ?? body.message_id) !== intent.messageId) return false
  if (intent.does === 'edit') return kind === 'message.edited' && body.message?.text === intent.text
  if (intent.does === 'react' || intent.does === 'unreact')
    return kind === `reaction.${intent.does === 'react' ? 'added' : 'removed'}` && body.emoji === intent.emoji
  return kind === entryOf[intent.does]
}

const entryOf = {
  delete: 'message.deleted',
  hide: 'message.hidden',
  pin: 'message.pinned',
  unpin: 'message.unpinned',
}

/**
 * Takes an answered write out of what waits. A message that the log is still to tell of waits on, so that it does not
 * vanish for a moment; the rest holds from now on, until the log says it itself.
 */
export function commit(state: State, write: Write, answer: unknown): State {
  const intent = intentOf(write)
  const position = (answer as Message | undefined)?.position ?? 0
  if (intent?.does === 'send' && position > lastOf(state, intent.chatId)) {
    const placed = state.waiting.map((one) => (one.write.id === write.id ? { ...one, position } : one))
    return { ...state, waiting: placed }
  }
  const waiting = state.waiting.filter((one) => one.write.id !== write.id)
  const known = { ...state, waiting }
  return intent ? expect(known, intent, write.at) : known
}

const lastOf = (state: State, chatId: string) => state.chats[chatId]?.last_position ?? 0

/** Without answered messages that the log has come past: of one that was deleted since, it does not say that it was sent. */
export function withoutPassed(state: State): State {
  const left = state.waiting.filter(({ write, position }) => {
    const intent = position === undefined ? undefined : intentOf(write)
    return !intent || position! > lastOf(state, intent.chatId)
  })
  return left.length === state.waiting.length ? state : { ...state, waiting: left }
}

/** Messages of ours that wait at the end of a chat. */
export function unsent(waiting: Waiting[], chatId: string): Waiting[] {
  return waiting.filter(({ write }) => {
    const intent = intentOf(write)
    return intent?.does === 'send' && intent.chatId === chatId
  })
}
