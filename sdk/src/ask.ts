import type { Pace } from './pace.ts'
import type { RequestOptions } from './parley.ts'
import type { Place } from './place.ts'
import { offline, refusalOf } from './problem.ts'
import type { Tokens } from './token.ts'

export interface Ask {
  /** @throws ParleyProblem */
  <T>(method: string, path: string, options?: RequestOptions): Promise<T>
  /** The same for an answer that is read bit by bit. It is a success. @throws ParleyProblem */
  open(method: string, path: string, options?: RequestOptions): Promise<Response>
}

/** Asks the server over HTTP, with a fresh token where the one we hold was refused. */
export function openAsk(url: string, tokens: Tokens, place: Place, pace: Pace): Ask {
  async function open(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const token = await tokens.get().catch(cannotSay)
    const first = await send(method, path, options, token)
    if (first.ok) return first
    const refusal = await refusalOf(first)
    if (first.status !== 401 || token === undefined) throw refusal
    if (!(await tokens.renew(token).catch(cannotSay))) throw refusal
    const second = await send(method, path, options, await tokens.get())
    if (second.ok) return second
    throw await refusalOf(second)
  }

  /** Until the headers are here, a question that nobody answers is given up after a while. */
  async function send(method: string, path: string, options: RequestOptions, token: string | undefined) {
    const { signal } = options
    const given = new AbortController()
    const giveUp = () => given.abort()
    const timer = setTimeout(giveUp, pace.answer)
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      signal?.throwIfAborted()
      return await fetch(addressOf(url, path, options.query), {
        method,
        ...contentOf(options, token),
        signal: given.signal,
        cache: 'no-store',
        credentials: token === undefined ? 'include' : 'omit',
      })
    } catch {
      throw signal?.aborted ? signal.reason : offline()
    } finally {
      clearTimeout(timer)
    }
  }

  async function ask<T>(method: string, path: string, options?: RequestOptions): Promise<T> {
    const answer = await open(method, path, options)
    place.note(answer.headers.get('parley-cursor'))
    if (answer.status === 204) return undefined as T
    const isOurs = answer.headers.get('content-type')?.includes('json')
    // What greets travellers at a hotel's network is a success too, but not ours.
    if (!isOurs) throw offline('Somebody else answered in place of the server')
    return answer.json().catch((error) => {
      throw options?.signal?.aborted ? error : offline('The answer broke off')
    })
  }

  let first: Promise<unknown> | undefined

  /** As long as no cursor is known, one question at a time: the answer to the first is where the log is followed from. */
  async function askInTurn<T>(method: string, path: string, options?: RequestOptions): Promise<T> {
    while (place.cursor === undefined && first) await first.catch(() => {})
    if (place.cursor !== undefined) return ask(method, path, options)
    const mine = ask<T>(method, path, options)
    first = mine
    return mine.finally(() => {
      if (first === mine) first = undefined
    })
  }

  return Object.assign(askInTurn, { open })
}

function cannotSay(): never {
  throw offline('No fresh token could be had')
}

function addressOf(url: string, path: string, query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return url.replace(/\/+$/, '') + path + (search ? `?${search}` : '')
}

function contentOf({ body, headers = {}, ifMatch }: RequestOptions, token: string | undefined) {
  const all: Record<string, string> = { ...headers }
  if (token !== undefined) all.Authorization = `Bearer ${token}`
  if (ifMatch !== undefined) all['If-Match'] = typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch
  if (body === undefined) return { headers: all }
  if (isRaw(body)) return { headers: all, body: body as BodyInit }
  return { headers: { 'Content-Type': 'application/json', ...all }, body: JSON.stringify(body) }
}

function isRaw(body: unknown): boolean {
  return [Blob, FormData, ArrayBuffer].some((kind) => body instanceof kind) || ArrayBuffer.isView(body)
}
