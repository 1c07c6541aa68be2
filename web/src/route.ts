import { computed, signal } from '@preact/signals'

/** Where we are, as the address says. */
export type Place =
  | { at: 'home' }
  | { at: 'chat'; chatId: string; position: number | null; info: boolean }
  | { at: 'new' }
  | { at: 'group' }
  | { at: 'search'; query: string; chatId: string | null }
  | {
      at: 'future'
      part: string
      shelf: string
      chatId: string | null
      copyId: string | null
      editing: boolean
    }
  | { at: 'games'; path: string; query: URLSearchParams }
  | { at: 'settings'; part: string }
  | { at: 'together'; room: 'projects' | 'events'; part: string; more: string; query: URLSearchParams }
  | { at: 'public'; eventId: string }
  | { at: 'join'; code: string }
  | { at: 'forgot' | 'reset' | 'verify' }

const address = signal(location.pathname + location.search)
addEventListener('popstate', () => {
  address.value = location.pathname + location.search
})

export const place = computed<Place>(() => read(new URL(address.value, location.origin)))

const byMail = ['forgot', 'reset', 'verify'] as const

type Read = (query: URLSearchParams, id: string, more: string, path: string) => Place

const readers: Record<string, Read> = {
  chat: (query, id, more) => (id ? inChat(id, query, more === 'info') : { at: 'home' }),
  new: (_, id) => (id === 'group' ? { at: 'group' } : { at: 'new' }),
  search: inSearch,
  future: (query, id, more) => ({ ...inFuture(query), part: id, editing: more === 'edit' }),
  projects: (query, id, more) => together('projects', id, more, query),
  events: (query, id, more) => together('events', id, more, query),
  games: (query, _, __, path) => ({ at: 'games', path, query }),
  settings: (_, id) => ({ at: 'settings', part: id || 'profile' }),
  join: (_, id) => (id ? { at: 'join', code: id } : { at: 'home' }),
}

function read({ pathname, searchParams }: URL): Place {
  const [, , part = '', id = '', more = ''] = pathname.split('/')
  if (Object.hasOwn(readers, part)) return readers[part]!(searchParams, id, more, pathname)
  return { at: byMail.find((one) => one === part) ?? 'home' }
}

function inChat(chatId: string, query: URLSearchParams, info: boolean): Place {
  return { at: 'chat', chatId, info, position: Number(query.get('at')) || null }
}

function together(room: 'projects' | 'events', part: string, more: string, query: URLSearchParams): Place {
  if (part === 'public') return { at: 'public', eventId: more }
  return { at: 'together', room, part, more, query }
}

function inSearch(query: URLSearchParams): Place {
  return { at: 'search', query: query.get('query') ?? '', chatId: query.get('chat') }
}

const inFuture = (query: URLSearchParams) => ({
  at: 'future' as const,
  shelf: query.get('shelf') ?? 'pending',
  chatId: query.get('chat'),
  copyId: query.get('copy'),
})

/** Goes somewhere else in the page. `instead` leaves no trace of where we were. */
export function go(path: string, { instead = false } = {}): void {
  if (path === location.pathname + location.search) return
  history[instead ? 'replaceState' : 'pushState'](null, '', path)
  address.value = path
}

export const chatPath = (chatId: string, position?: number | null) =>
  `/app/chat/${chatId}${position ? `?at=${position}` : ''}`

/** Links of ours are followed without loading the page anew. */
addEventListener('click', (event) => {
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return
  const url = new URL(link.href)
  if (url.origin !== location.origin || !(url.pathname === '/' || url.pathname.startsWith('/app'))) return
  event.preventDefault()
  go(url.pathname + url.search)
})
