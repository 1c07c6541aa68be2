import { effect, signal } from '@preact/signals'
import { type Parley, ParleyProblem } from '../../../sdk/src/parley.ts'
import { untilAnswered } from '../line/until-answered.ts'
import type { Snapshot } from './snapshot.ts'
import { happen, known, read } from './store.ts'
import type { Asked } from './stretch.ts'
import type { Announcement, Chat, Me, Member, Message, MessagePage, Page, Scheduled, User } from './things.ts'

const PAGE = 60
const MOST_CHATS = 1000
const MOST_MEMBERS = 1000
const MOST_PENDING = 1000
const MOST_PAST = 200

/** Reads a list to its end, or until it is enough. */
async function all<T>(from: Parley, path: string, most: number, only: object = {}): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const query = { limit: 200, ...only, ...(after && { after }) }
    const page: Page<T> = await from.request('GET', path, { query })
    items.push(...page.items)
    if (!page.next || items.length >= most) return items
    after = page.next
  }
}

/** Whether my chats have been read. */
export const loaded = signal(false)

/** Reads what the first view needs. */
export async function readEverything(isMe?: Me): Promise<void> {
  missing.clear()
  await readSurely(async (from) => {
    const [me, chats, blocked] = await Promise.all([
      isMe ?? from.request<Me>('GET', '/api/v1/users/me'),
      all<Chat>(from, '/api/v1/chats', MOST_CHATS),
      from.request<{ items: User[] }>('GET', '/api/v1/users/me/blocks'),
    ])
    return { of: 'everything', me, chats, blocked: blocked.items }
  })
  loaded.value = true
}

type Ask = (from: Parley) => Promise<Snapshot>

const readSurely = (ask: Ask) => read(() => untilAnswered(ask))

const asking = new Map<string, Promise<void>>()

/** Reads one thing at a time under one name; whoever asks again meanwhile gets the same. */
function readOnce(name: string, ask: Ask): Promise<void> {
  const under = asking.get(name)
  if (under) return under
  const done = readSurely(ask).finally(() => asking.get(name) === done && asking.delete(name))
  asking.set(name, done)
  return done
}

/** Whoever signs in next begins anew. */
export function stopReading(): void {
  loaded.value = false
  asking.clear()
  missing.clear()
}

export function readMessages(chatId: string, asked: Asked): Promise<void> {
  return readOnce(`messages ${chatId} ${JSON.stringify(asked)}`, async (from) => {
    const at = known.value.chats[chatId]?.last_position ?? 0
    const query = { limit: PAGE, ...(asked === 'newest' ? {} : asked) }
    const page = await from.request<MessagePage>('GET', `/api/v1/chats/${chatId}/messages`, { query })
    return { of: 'messages', chatId, asked, page, known: at }
  })
}

export function readMembers(chatId: string): Promise<void> {
  return readOnce(`members ${chatId}`, async (from) => {
    const members = await all<Member>(from, `/api/v1/chats/${chatId}/members`, MOST_MEMBERS)
    return { of: 'members', chatId, members }
  })
}

export function readPins(chatId: string): Promise<void> {
  return readOnce(`pins ${chatId}`, async (from) => {
    const { items } = await from.request<{ items: Message[] }>('GET', `/api/v1/chats/${chatId}/pins`)
    return { of: 'pins', chatId, messages: items }
  })
}

/** Reads what I have written to the future: what waits, and what has become of the latest. */
export function readScheduled(): Promise<void> {
  const path = '/api/v1/scheduled'
  return readOnce('scheduled', async (from) => {
    const [pending, latest] = await Promise.all([
      all<Scheduled>(from, path, MOST_PENDING, { state: 'pending' }),
      all<Scheduled>(from, path, MOST_PAST),
    ])
    return { of: 'scheduled', scheduled: [...latest, ...pending] }
  })
}

/** Reads one of them. */
export function readOneScheduled(id: string): Promise<void> {
  return readOnce(`scheduled ${id}`, async (from) => {
    const one = await from.request<Scheduled>('GET', `/api/v1/scheduled/${id}`)
    return { of: 'scheduled', scheduled: [one] }
  })
}

export function readAnnounced(): Promise<void> {
  return readOnce('announced', async (from) => {
    const { items } = await from.request<{ items: Announcement[] }>('GET', '/api/v1/scheduled/announced')
    return { of: 'announced', announced: items }
  })
}

/** Messages and people that were asked for and are not there, or not for us. */
const missing = new Set<string>()

/** Reads one message that is shown outside of its place. */
export function readApart(chatId: string, id: string): void {
  if (missing.has(id)) return
  missing.add(id)
  void readOnce(`message ${id}`, async (from) => {
    const message = await from.request<Message>('GET', `/api/v1/chats/${chatId}/messages/${id}`)
    return { of: 'apart', messages: [message] }
  }).catch(() => {})
}

/** Reads who somebody is who is no member any more. */
export function readPerson(id: string): void {
  if (missing.has(id)) return
  missing.add(id)
  void readOnce(`person ${id}`, async (from) => {
    const user = await from.request<User>('GET', `/api/v1/users/${id}`)
    return { of: 'people', users: [user] }
  }).catch(() => {})
}

/** Reads a chat, and once more if it has become old meanwhile. */
async function readChat(chatId: string): Promise<void> {
  try {
    await readOnce(`chat ${chatId}`, async (from) => {
      const chat = await from.request<Chat>('GET', `/api/v1/chats/${chatId}`)
      return { of: 'chats', chats: [chat] }
    })
  } catch (problem) {
    // It is not mine any more; nobody asks for it again.
    if (problem instanceof ParleyProblem && problem.problem.status === 404)
      happen({ what: 'learnt', kind: 'chat.deleted', body: { chat_id: chatId } })
    return
  }
  if (known.value.stale.includes(chatId)) void readChat(chatId)
}

/** What we know that we do not know is read again. */
effect(() => {
  for (const chatId of known.value.stale) void readChat(chatId)
})
