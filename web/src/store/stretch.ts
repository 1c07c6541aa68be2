import type { State, Stretch } from './state.ts'
import type { Message, MessagePage } from './things.ts'

/** How a page of messages was asked for. */
export type Asked = { before: number } | { after: number } | { around: number } | 'newest'

/** Puts a page where it belongs: at one end of the stretch that is there, or in its place. `known` was the last position known when it was asked for. */
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
    return { ...before, messages: [...page.items, ...kept], previous: page.previous }
  }
  if (before.next !== asked.after) return before
  return { ...alone, messages: [...kept, ...page.items], previous: before.previous }
}

/** Puts a message in its place, as it is now. Older than what is there, or hidden by me, it changes nothing. */
export function withMessage(stretch: Stretch, message: Message): Stretch {
  const at = stretch.messages.findIndex(({ id }) => id === message.id)
  if (at >= 0) return replaced(stretch, at, message)
  if (stretch.blanks.includes(message.position)) return filled(stretch, message)
  if (stretch.next !== null || message.position <= stretch.top) return stretch
  return { ...upTo(stretch, message.position), messages: [...stretch.messages, message] }
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

/** Lets go of what is far from where I read, so that a long chat stays light. */
export function trim(state: State, how: { chatId: string; keep: 'earlier' | 'later'; many: number }): State {
  const stretch = state.stretches[how.chatId]
  if (!stretch || stretch.messages.length <= how.many) return state
  const shorter = how.keep === 'later' ? laterPart(stretch, how.many) : earlierPart(stretch, how.many)
  return { ...state, stretches: { ...state.stretches, [how.chatId]: shorter } }
}

function laterPart(stretch: Stretch, many: number): Stretch {
  const messages = stretch.messages.slice(-many)
  const previous = messages[0]!.position
  return { ...stretch, messages, previous, blanks: stretch.blanks.filter((blank) => blank > previous) }
}

function earlierPart(stretch: Stretch, many: number): Stretch {
  const messages = stretch.messages.slice(0, many)
  const next = messages.at(-1)!.position
  return { ...stretch, messages, next, top: next, blanks: stretch.blanks.filter((blank) => blank < next) }
}

function lastOf(messages: Message[]): number {
  return messages.at(-1)?.position ?? 0
}
