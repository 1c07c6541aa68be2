import { effect, signal } from '@preact/signals'
import type { Parley } from '../../../sdk/src/parley.ts'
import { parley } from '../line/line.ts'
import { known, read } from './store.ts'
import type { Asked } from './stretch.ts'
import type { Chat, Me, Member, Message, MessagePage, Page, User } from './things.ts'

const PAGE = 60
const MOST_CHATS = 1000
const MOST_MEMBERS = 1000

/** Reads a list to its end, or until it is enough. */
async function all<T>(from: Parley, path: string, most: number): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const page: Page<T> = await from.request('GET', path, { query: { limit: 200, ...(after && { after }) } })
    items.push(...page.items)
    if (!page.next || items.length >= most) return items
    after = page.next
  }
}

/** Reads what the first view needs, again if the line was not good enough. */
export async function readEverything(from: Parley, isMe?: Me): Promise<void> {
  const again = () => setTimeout(() => readEverything(from), 2000)
  await read(async () => {
    const [me, chats, blocked] = await Promise.all([
      isMe ?? from.request<Me>('GET', '/api/v1/users/me'),
      all<Chat>(from, '/api/v1/chats', MOST_CHATS),
      from.request<{ items: User[] }>('GET', '/api/v1/users/me/blocks'),
    ])
    return { of: 'everything', me, chats, blocked: blocked.items }
  }).then(() => {
    loaded.value = true
  }, again)
}

/** Whether my chats have been read. */
export const loaded = signal(false)
const asking = new Map<string, Promise<void>>()

/** Does one thing at a time under one name; whoever asks again meanwhile gets the same. */
function once(name: string, work: () => Promise<void>): Promise<void> {
  const under = asking.get(name)
  if (under) return under
  const done = work().finally(() => asking.delete(name))
  asking.set(name, done)
  return done
}

export function readMessages(chatId: string, asked: Asked): Promise<void> {
  return once(`messages ${chatId} ${JSON.stringify(asked)}`, () =>
    read(async () => {
      const at = known.value.chats[chatId]?.last_position ?? 0
      const query = { limit: PAGE, ...(asked === 'newest' ? {} : asked) }
      const page = await parley().request<MessagePage>('GET', `/api/v1/chats/${chatId}/messages`, { query })
      return { of: 'messages', chatId, asked, page, known: at }
    }),
  )
}

export function readMembers(chatId: string): Promise<void> {
  return once(`members ${chatId}`, () =>
    read(async () => {
      const members = await all<Member>(parley(), `/api/v1/chats/${chatId}/members`, MOST_MEMBERS)
      return { of: 'members', chatId, members }
    }),
  )
}

export function readPins(chatId: string): Promise<void> {
  return once(`pins ${chatId}`, () =>
    read(async () => {
      const { items } = await parley().request<{ items: Message[] }>('GET', `/api/v1/chats/${chatId}/pins`)
      return { of: 'pins', chatId, messages: items }
    }),
  )
}

/** Messages that were asked for and are not there, or not for us. */
const missing = new Set<string>()

/** Reads one message that is shown outside of its place. */
export function readApart(chatId: string, id: string): void {
  if (missing.has(id)) return
  missing.add(id)
  const path = `/api/v1/chats/${chatId}/messages/${id}`
  void once(`message ${id}`, () =>
    read(async () => ({ of: 'apart', messages: [await parley().request<Message>('GET', path)] })),
  ).catch(() => {})
}

/** Reads who somebody is who is no member any more. */
export function readPerson(id: string): void {
  if (missing.has(id)) return
  missing.add(id)
  void once(`person ${id}`, () =>
    read(async () => ({ of: 'people', users: [await parley().request<User>('GET', `/api/v1/users/${id}`)] })),
  ).catch(() => {})
}

export function readChat(chatId: string): Promise<void> {
  return once(`chat ${chatId}`, () =>
    read(async () => ({
      of: 'chats',
      chats: [await parley().request<Chat>('GET', `/api/v1/chats/${chatId}`)],
    })),
  )
}

/** What we know that we do not know is read again. */
effect(() => {
  for (const chatId of known.value.stale) void readChat(chatId).catch(() => {})
})
