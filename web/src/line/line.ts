import { signal } from '@preact/signals'
import {
  connect,
  indexedDbOutbox,
  type Parley,
  ParleyProblem,
  type Problem,
  type State,
  type Write,
} from '../../../sdk/src/parley.ts'
import { toast } from '../pieces/toast.tsx'
import { intentOf } from '../store/expect.ts'
import { loaded, readEverything } from '../store/read.ts'
import { flush, forget, happen, hear, known } from '../store/store.ts'
import type { Me } from '../store/things.ts'
import { forgetLive, heardSignal, presence } from './live.ts'

/** Whether somebody is signed in here; `away` while the server did not answer yet. */
export const signedIn = signal<'asking' | 'away' | 'no' | 'yes'>('asking')
/** Why we are signed out, if it was not by us. */
export const ended = signal(false)
/** The state of the connection, as it is. */
export const line = signal<State>({
  link: 'connecting',
  transport: null,
  waiting: 0,
  behind: null,
  problem: null,
})

let current: Parley | undefined

/** The connection of whoever is signed in. */
export function parley(): Parley {
  if (!current) throw new Error('Nobody is signed in')
  return current
}

const RETRY_MS = 3000

/** Asks the server who we are, and follows the log from there. */
export async function begin(): Promise<void> {
  const answer = await fetch('/api/v1/users/me').catch(() => undefined)
  if (answer?.status === 401) {
    signedIn.value = 'no'
    return
  }
  const cursor = answer?.headers.get('parley-cursor')
  if (!answer?.ok || !cursor) {
    signedIn.value = 'away'
    setTimeout(begin, RETRY_MS)
    return
  }
  follow(await answer.json(), cursor)
}

function follow(me: Me, after: string): void {
  // What one person wrote is never sent as another who logs in after him.
  const opened = connect({ url: '', after, outbox: indexedDbOutbox(me.id) })
  current = opened
  happen({ what: 'snapshot', snapshot: { of: 'everything', me, chats: [], blocked: [] }, since: [] })
  opened.on('state', noteState)
  opened.on('signal', heardSignal)
  opened.on('outbox', ({ write, outcome, answer, problem }) => {
    flush()
    if (outcome === 'queued') happen({ what: 'queued', write })
    else if (outcome === 'done') happen({ what: 'done', write, answer })
    else refused(write, problem!)
  })
  line.value = opened.state
  ended.value = false
  signedIn.value = 'yes'
  void hearAll(opened)
  void readEverything(opened, me)
}

/** A refused message waits where it was to stand; of anything else, it is said once why it did not happen. */
function refused(write: Write, problem: Problem): void {
  happen({ what: 'refused', write, problem })
  if (intentOf(write)?.does === 'send') return
  happen({ what: 'dropped', id: write.id })
  toast(problem.detail)
}

async function hearAll(opened: Parley): Promise<void> {
  for await (const entry of opened.entries()) {
    if (current !== opened) return
    hear(entry)
    if (entry.kind === 'session.revoked') void checkSession()
    if (entry.kind === 'log.gap') void readEverything(opened)
  }
}

function noteState(state: State): void {
  const before = line.value.link
  line.value = { ...state }
  // Who is here cannot be known from where nothing is heard.
  if (state.link === 'offline') presence.value = {}
  if (state.link !== before && (state.link === 'offline' || state.link === 'connecting')) void checkSession()
}

/** A session may have been ended elsewhere; then nothing of it stays here. */
export async function checkSession(): Promise<void> {
  const answer = await fetch('/api/v1/users/me').catch(() => undefined)
  if (answer?.status !== 401 || signedIn.value !== 'yes') return
  ended.value = true
  leave()
}

/** Logs out here. */
export async function logOut(): Promise<void> {
  await parley().request('DELETE', '/api/v1/sessions/current')
  leave()
}

function leave(): void {
  current?.close()
  current = undefined
  forgetLive()
  loaded.value = false
  forget()
  signedIn.value = 'no'
  history.replaceState(null, '', '/')
  dispatchEvent(new PopStateEvent('popstate'))
}

/** Says what went wrong in words that can be shown. */
export function wordsOf(problem: unknown): string {
  if (problem instanceof ParleyProblem) return problem.problem.detail
  return problem instanceof Error ? problem.message : String(problem)
}

export const myId = () => known.value.me?.id ?? ''
