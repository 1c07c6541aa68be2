/** Keeps the shell of the page, so that it opens without a network. Nothing of what people say is kept here. */
declare const SHELL: string[]
declare const VERSION: string

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  request: Request
  respondWith(answer: Promise<Response>): void
}

const worker = self as unknown as {
  addEventListener<E extends Event>(kind: string, hear: (event: E) => void): void
  skipWaiting(): Promise<void>
  clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Window[]>
    openWindow(path: string): Promise<Window | null>
  }
  registration: ServiceWorkerRegistration
}

/** A tab of ours, as a worker sees it. */
interface Window {
  focus(): Promise<unknown>
  postMessage(message: unknown): void
}

interface Pushed extends Extendable {
  data: { json(): unknown } | null
}
interface Clicked extends Extendable {
  notification: Notification
}
const cacheName = `parley-${VERSION}`

worker.addEventListener<Extendable>('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(SHELL))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener<Extendable>('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener<Fetching>('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin || request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (pathname === '/' || pathname === '/app' || pathname.startsWith('/app/'))
      event.respondWith(page(request))
  } else if (SHELL.includes(pathname)) event.respondWith(kept(request))
})

const PATIENCE_MS = 4000

/** The page of the server if all of it comes soon, else the one that we keep. */
async function page(request: Request): Promise<Response> {
  const ours = await caches.match('/app')
  const fresh = whole(request).catch(() => undefined)
  if (!ours) return (await fresh) ?? Response.error()
  return (await Promise.race([fresh, after(PATIENCE_MS)])) ?? ours
}

/** Half a page would stay half a page. */
async function whole(request: Request): Promise<Response | undefined> {
  const answer = await fetch(request)
  if (answer.status >= 500) return undefined
  if (answer.type === 'opaqueredirect') return answer
  const { status, headers } = answer
  return new Response(await answer.blob(), { status, headers })
}

const after = (ms: number) => new Promise<undefined>((resolve) => setTimeout(resolve, ms))

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

/** What the server says, as docs/push.md has it. */
interface Told {
  kind: 'notice' | 'clear'
  tag: string
  title?: string
  body?: string
  chat_id?: string
  position?: number
  badge?: number
  at?: number
}

worker.addEventListener<Pushed>('push', (event) => {
  const told = event.data?.json() as Told | undefined
  if (told) event.waitUntil(Promise.all([tell(told), count(told.badge)]))
})

async function tell(told: Told): Promise<void> {
  const { kind, tag, title = '', body = '', at } = told
  if (kind === 'clear') return clear(tag)
  const path = pathOf(told)
  const pictures = { icon: '/app/icon-512.png', badge: '/app/icon-180.png' }
  // A later one takes the place of the one before, and is heard nevertheless.
  const again = { tag, renotify: true, ...(at !== undefined && { timestamp: at }) }
  await worker.registration.showNotification(title, { body, data: { path }, ...pictures, ...again })
}

/** Where a notice leads: to its message, or to the room of a game. */
function pathOf({ tag, chat_id, position }: Told): string {
  if (chat_id) return `/app/chat/${chat_id}${position ? `?at=${position}` : ''}`
  const [, roomId] = /^game:(.+)/.exec(tag) ?? []
  return roomId ? `/app/games/room/${roomId}` : '/'
}

/** It was read elsewhere, or taken back. */
async function clear(tag: string): Promise<void> {
  for (const shown of await worker.registration.getNotifications({ tag })) shown.close()
}

/** In how many chats something waits, on the sign of the app where there is one. */
async function count(waiting = 0): Promise<void> {
  await (navigator as { setAppBadge?(n: number): Promise<void> }).setAppBadge?.(waiting).catch(() => {})
}

worker.addEventListener<Clicked>('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open((event.notification.data as { path: string } | null)?.path ?? '/'))
})

/** In the tab that is there, or else in a new one. */
async function open(path: string): Promise<void> {
  const [tab] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!tab) return void (await worker.clients.openWindow(path))
  tab.postMessage({ open: path })
  await tab.focus().catch(() => {})
}
