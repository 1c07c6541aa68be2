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
  clients: { claim(): Promise<void> }
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
