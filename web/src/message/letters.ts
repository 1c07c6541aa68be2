import { effect, signal } from '@preact/signals'
import { myId, signedIn } from '../line/line.ts'
import { toast } from '../pieces/toast.tsx'
import type { Stretch } from '../store/state.ts'
import { known } from '../store/store.ts'
import type { Chat, LastMessage, Message } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Notes to myself are read by nobody else; as letters they are new for so long. */
const NEW_MS = 7 * 86_400_000
const MOST_KEPT = 300

interface Letters {
  sealed: string[]
  opened: string[]
}

const none: Letters = { sealed: [], opened: [] }
/** What was written long ago and is still to be opened in this browser, and what was. */
const letters = signal<Letters>(none)
let owner = ''

const shelf = (userId: string) => `parley.letters.${userId}`

effect(() => {
  if (signedIn.value === 'yes' && owner !== myId()) begin(myId())
  if (signedIn.value === 'no' && owner) end()
})

function begin(userId: string): void {
  owner = userId
  try {
    letters.value = { ...none, ...JSON.parse(localStorage.getItem(shelf(userId)) ?? '{}') }
  } catch {
    letters.value = none
  }
}

/** Nothing stays here of whoever has gone. */
function end(): void {
  localStorage.removeItem(shelf(owner))
  owner = ''
  letters.value = none
}

function keep(news: Letters): void {
  letters.value = { sealed: news.sealed.slice(-MOST_KEPT), opened: news.opened.slice(-MOST_KEPT) }
  try {
    localStorage.setItem(shelf(owner), JSON.stringify(letters.value))
  } catch {}
}

const seen = new WeakSet<Stretch>()

/** What comes in unread, and was written for later, comes as a letter. */
effect(() => {
  const { chats, stretches } = known.value
  if (!owner) return
  const { sealed, opened } = letters.peek()
  const news = Object.entries(stretches).flatMap(([chatId, stretch]) => {
    const chat = chats[chatId]
    if (!chat || seen.has(stretch)) return []
    seen.add(stretch)
    return stretch.messages.filter((one) => isNew(chat, one) && !opened.includes(one.id))
  })
  const ids = news.map(({ id }) => id).filter((id) => !sealed.includes(id))
  if (ids.length > 0) keep({ sealed: [...sealed, ...ids], opened })
})

function isNew(chat: Chat, message: Message | LastMessage): boolean {
  if (message.written_at === null || message.deleted || message.position <= chat.read_position) return false
  if (message.sender_id !== myId()) return true
  return chat.peer?.id === myId() && Date.now() - message.created_at < NEW_MS
}

export const isSealed = (messageId: string) => letters.value.sealed.includes(messageId)

/** Is the last of a chat a letter whose words are not to be seen yet? */
export function endsWithLetter(chat: Chat): boolean {
  const last = chat.last_message
  if (!last || last.deleted) return false
  return isSealed(last.id) || (isNew(chat, last) && !letters.value.opened.includes(last.id))
}

export function openLetter(id: string): void {
  const { sealed, opened } = letters.value
  keep({ sealed: sealed.filter((one) => one !== id), opened: [...opened, id] })
}

let back: string[] = []

/** What I had sent into my future is back in its place, and is opened there once more. */
effect(() => {
  const { returned } = known.value
  const news = returned.filter((id) => !back.includes(id))
  back = returned
  if (!owner || news.length === 0) return
  const { sealed, opened } = letters.peek()
  keep({ sealed: [...sealed, ...news], opened: opened.filter((id) => !news.includes(id)) })
  toast(words.isBack)
})
