import type { State, Stretch } from './state.ts'
import type { Message, MessagePage } from './things.ts'

/** How a page of messages was asked for. */
export type Asked = { before: number } | { after: number } | { around: number } | 'newest'

/** How many messages of a chat are held at most while it is looked at, and how many are left when there are more. */
export const MOST = 260
const KEPT = 200
/** The same for a chat that nobody looks at, in which much is said. */
const MOST_UNSEEN = 600

/**
 * Puts a page where it belongs: at one end of the stretch that is there, or in its place. What is far from it then is let
 * go of. `known` was the last position known when it was asked for.
 */
export function withPage(
  before: Stretch | undefined,
  asked: Asked,
  page: MessagePage,
  known: number,
): Stretch {
  const top = page.next === null ? Math.max(known, lastOf(page.items)) : lastOf(page.items)
  const alone = { messages: page.items, previous: page.previous, next: page.next, top, blanks: [] }
  if (!before || asked === 'newest' || 'around' in asked) return alone
  const held = new Set(page.items.map(({ id }) => id))
  const kept = before.messages.filter(({ id }) => !held.has(id))
  if ('before' in asked) {
    if (before.previous !== asked.before) return before
    const longer = { ...before, messages: [...page.items, ...kept], previous: page.previous }
    return shorter(longer, 0)
  }
  if (before.next !== asked.after) return before
  const longer = { ...alone, messages: [...kept, ...page.items], previous: before.previous }
  return shorter(longer, longer.messages.length)
}

/** Puts a message in its place, as it is now. Older than what is there, or hidden by me, it changes nothing. */
export function withMessage(stretch: Stretch, message: Message): Stretch {
  const at = stretch.messages.findIndex(({ id }) => id === message.id)
  if (at >= 0) return replaced(stretch, at, message)
  if (stretch.blanks.includes(message.position)) return filled(stretch, message)
  if (stretch.next !== null || message.position <= stretch.top) return stretch
  const longer = { ...upTo(stretch, message.position), messages: [...stretch.messages, message] }
  return longer.messages.length > MOST_UNSEEN ? shorter(longer, longer.messages.length) : longer
}

/** Puts a message that I had hidden back into its place, if that is within the stretch. */
export function withReturned(stretch: Stretch, message: Message): Stretch {
  const { messages, previous, top } = stretch
  const { position } = message
  if (position > top || messages.some(({ id }) => id === message.id)) return withMessage(stretch, message)
  const isAbove = position < (messages[0]?.position ?? 0) && previous !== null
  return isAbove ? stretch : filled(stretch, message)
}

const MOST_BLANKS = 1000

/** Something is known at a later position; what was skipped was taken back before we heard of it. */
function upTo(stretch: Stretch, position: number): Stretch {
  const skipped = Math.min(position - stretch.top - 1, MOST_BLANKS)
  const blanks = Array.from({ length: skipped }, (_, i) => position - skipped + i)
  return { ...stretch, top: position, blanks: skipped > 0 ? [...stretch.blanks, ...blanks] : stretch.blanks }
}

function replaced(stretch: Stretch, at: number, message: Message): Stretch {
  const before = stretch.messages[at]!
  if (message.version < before.version) return stretch
  // An entry does not say how people have reacted.
  const reactions = message.deleted ? [] : before.reactions
  return { ...stretch, messages: stretch.messages.with(at, { ...message, reactions }) }
}

function filled(stretch: Stretch, message: Message): Stretch {
  const messages = [...stretch.messages, message].sort((a, b) => a.position - b.position)
  return { ...stretch, messages, blanks: stretch.blanks.filter((blank) => blank !== message.position) }
}

/** Without a message that I have hidden, perhaps before I heard of it. */
export function withoutMessage(stretch: Stretch, id: string, position: number): Stretch {
  const isNew = stretch.next === null && position > stretch.top
  const known = isNew ? upTo(stretch, position) : stretch
  return {
    ...known,
    messages: known.messages.filter((message) => message.id !== id),
    blanks: known.blanks.filter((blank) => blank !== position),
  }
}

/** Lets go of what is far from where I read: around a message, or else at the end. */
export function trim(state: State, { chatId, around }: { chatId: string; around: string | null }): State {
  const stretch = state.stretches[chatId]
  if (!stretch) return state
  const at = stretch.messages.findIndex(({ id }) => id === around)
  const trimmed = shorter(stretch, at < 0 ? stretch.messages.length : at)
  return trimmed === stretch ? state : { ...state, stretches: { ...state.stretches, [chatId]: trimmed } }
}

/** What is left of a stretch that has become too long, around one of its places. */
function shorter(stretch: Stretch, around: number): Stretch {
  const { length } = stretch.messages
  if (length <= MOST) return stretch
  const from = Math.max(0, Math.min(around - KEPT / 2, length - KEPT))
  return part(stretch, from, from + KEPT)
}

function part(stretch: Stretch, from: number, to: number): Stretch {
  const messages = stretch.messages.slice(from, to)
  const [first, last] = [messages[0]!.position, messages.at(-1)!.position]
  const [isBegun, isEnded] = [from === 0, to === stretch.messages.length]
  return {
    messages,
    previous: isBegun ? stretch.previous : first,
    next: isEnded ? stretch.next : last,
    top: isEnded ? stretch.top : last,
    blanks: stretch.blanks.filter((blank) => (isBegun || blank > first) && (isEnded || blank < last)),
  }
}

function lastOf(messages: Message[]): number {
  return messages.at(-1)?.position ?? 0
}
