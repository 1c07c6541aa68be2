import { ParleyProblem, type Problem } from '../../../sdk/src/parley.ts'
import type { Media } from '../store/things.ts'

const UPLOADS = '/api/v1/media/uploads'
const VERSION = { 'Tus-Resumable': '1.0.0' }
/** Not more goes in one request, for what stands between us and the server may not like it. */
const AT_ONCE = 8 * 1024 * 1024
/** So often in a row an upload may vanish from the server before we believe that it does not want it. */
const MOST_BEGINNINGS = 3

export interface Sending {
  method: 'POST' | 'PATCH' | 'HEAD' | 'GET' | 'DELETE'
  path: string
  headers: Record<string, string>
  body?: Blob
  signal: AbortSignal
  /** How much of the body has left. */
  onSent?: (bytes: number) => void
}

export interface Answered {
  status: number
  header(name: string): string | null
  text: string
}

/** Asks the server once. @throws anything when there was no answer */
export type Ask = (sending: Sending) => Promise<Answered>

export interface Upload {
  file: Blob
  name: string
  signal: AbortSignal
  onSent: (bytes: number) => void
  /** Waits until it makes sense to try again; told how often in a row it has failed. */
  pause: (failures: number) => Promise<void>
}

/** Refusals that say "not now". */
const LATER = new Set([408, 425, 429])

/**
 * Uploads a file by tus 1.0 (https://tus.io/protocols/resumable-upload), and goes on with it after any kind of break, where
 * the server says that it ends. Answers the medium. @throws ParleyProblem when the server does not want it
 */
export async function upload(ask: Ask, { file, name, signal, onSent, pause }: Upload): Promise<Media> {
  let place: string | undefined
  let offset: number | undefined
  let failures = 0
  let beginnings = 0

  const send = (sending: Omit<Sending, 'signal'>) =>
    ask({ ...sending, headers: { ...VERSION, ...sending.headers }, signal })

  async function begin() {
    if (++beginnings > MOST_BEGINNINGS) throw new ParleyProblem(vanished)
    const headers = { 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${base64(name)}` }
    place = locationOf(good(await send({ method: 'POST', path: UPLOADS, headers })))
    offset = 0
  }

  async function look(at: string) {
    offset = offsetOf(good(await send({ method: 'HEAD', path: at, headers: {} })))
  }

  /** Also where nothing is left to be sent, which lets the server finish what it had begun to look at. */
  async function goOn(at: string, from: number) {
    const headers = { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }
    const body = file.slice(from, from + AT_ONCE)
    const sent = (bytes: number) => onSent(from + Math.min(bytes, body.size))
    offset = offsetOf(good(await send({ method: 'PATCH', path: at, headers, body, onSent: sent })))
    onSent(offset)
    failures = 0
  }

  async function finished(at: string): Promise<Media | null> {
    return JSON.parse(good(await send({ method: 'GET', path: at, headers: {} })).text).media
  }

  /** One step; answers the medium when there is nothing left to do. */
  async function step(): Promise<Media | null> {
    if (place === undefined) await begin()
    else if (offset === undefined) await look(place)
    else if (offset < file.size) await goOn(place, offset)
    else {
      const media = await finished(place)
      if (!media) await goOn(place, offset)
      return media
    }
    return null
  }

  /** So that it takes no room there any longer. */
  function giveUp() {
    const never = new AbortController().signal
    if (place) void ask({ method: 'DELETE', path: place, headers: VERSION, signal: never }).catch(() => {})
  }

  signal.addEventListener('abort', giveUp, { once: true })
  for (;;) {
    signal.throwIfAborted()
    try {
      const media = await step()
      if (media) {
        signal.removeEventListener('abort', giveUp)
        return media
      }
    } catch (problem) {
      signal.throwIfAborted()
      const again = whatNow(problem)
      if (again === 'never') throw problem
      if (again === 'anew') place = undefined
      // Only the server knows what of it has arrived.
      offset = undefined
      if (again === 'later') await pause(failures++)
    }
  }
}

/** What to do after this: give up, begin a new upload, look where it ends, or do so a little later. */
function whatNow(problem: unknown): 'never' | 'anew' | 'look' | 'later' {
  if (!(problem instanceof ParleyProblem)) return 'later'
  const { status, code } = problem.problem
  if (code === 'offline' || status >= 500 || LATER.has(status)) return 'later'
  if (status === 404 && problem.problem !== vanished) return 'anew'
  return status === 409 ? 'look' : 'never'
}

const vanished: Problem = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  code: 'not_found',
  detail: 'The upload is forgotten as soon as it is begun',
}

/** @throws ParleyProblem for any answer that is not a success */
function good(answer: Answered): Answered {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw new ParleyProblem(problemOf(answer))
}

function problemOf({ status, text }: Answered): Problem {
  try {
    const said = JSON.parse(text)
    if (typeof said.code === 'string') return { ...said, status }
  } catch {}
  const code = status >= 500 ? 'unavailable' : 'invalid'
  return { type: 'about:blank', title: '', status, code, detail: `The server answered with status ${status}` }
}

/** What answers without saying where is not our server, but something on the way. */
function locationOf(answer: Answered): string {
  const at = answer.header('location')
  if (!at?.startsWith(`${UPLOADS}/`)) throw new Error('no Location')
  return at
}

function offsetOf(answer: Answered): number {
  const at = answer.header('upload-offset')
  if (!at || !/^\d+$/.test(at)) throw new Error('no Upload-Offset')
  return Number(at)
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text.slice(0, 500))))
}
