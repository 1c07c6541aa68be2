import { signal } from '@preact/signals'
import {
  connect,
  forgetOutbox,
  indexedDbOutbox,
  type Parley,
  ParleyProblem,
  type State,
} from '../../../sdk/src/parley.ts'
import { forgetDrafts } from '../composer/draft.ts'
import { forgetTrays } from '../media/trays.ts'
import { say } from '../pieces/say.tsx'
import { readEverything, stopReading } from '../store/read.ts'
import { forget, happen, hear, known } from '../store/store.ts'
import type { Me } from '../store/things.ts'
import { refusalIn } from '../words/refusal.ts'
import { noteLanguage, speak } from '../words/words.ts'
import { heardOutbox } from './heard-outbox.ts'
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
/** How often it has been mended: what is not in the log was missed each time. */
export const mended = signal(0)

let current: Parley | undefined
let wasLive = false

/** The connection of whoever is signed in. */
export function parley(): Parley {
  if (!current) throw new Error('Nobody is signed in')
  return current
}

/** Is it still that of whoever is signed in now? */
export const isOpen = (one: Parley) => one === current

/** A server that is started anew is back soon; one that stays away is asked less often. */
const RETRY_MS = [500, 1000, 2000, 4000]
const PATIENCE_MS = 15_000

/** Asks the server who we are, and follows the log from there. */
export async function begin(tries = 0): Promise<void> {
  const found = await whoAmI().catch(() => undefined)
  if (found === 'nobody') signedIn.value = 'no'
  else if (found) follow(found.me, found.cursor)
  else isAway(tries)
}

async function whoAmI(): Promise<'nobody' | { me: Me; cursor: string } | undefined> {
  const answer = await fetch('/api/v1/users/me', { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (answer.status === 401) return 'nobody'
  const cursor = answer.headers.get('parley-cursor')
  return answer.ok && cursor ? { me: await answer.json(), cursor } : undefined
}

/** We ask again after a while, or as soon as the browser says that its network is back. */
function isAway(tries: number): void {
  signedIn.value = 'away'
  const timer = setTimeout(again, RETRY_MS[tries] ?? RETRY_MS.at(-1))
  addEventListener('online', again)
  function again() {
    clearTimeout(timer)
    removeEventListener('online', again)
    void begin(tries + 1)
  }
}

function follow(me: Me, after: string): void {
  speak(me.language)
  // What one person wrote is never sent as another who logs in after him.
  const opened = connect({ url: '', after, outbox: indexedDbOutbox(me.id) })
  current = opened
  happen({ what: 'snapshot', snapshot: { of: 'everything', me, chats: [], blocked: [] }, since: [] })
  opened.on('state', noteState)
  opened.on('signal', heardSignal)
  opened.on('outbox', heardOutbox)
  line.value = opened.state
  ended.value = false
  signedIn.value = 'yes'
  void hearAll(opened)
  void readEverything(me).catch(() => {})
}

async function hearAll(opened: Parley): Promise<void> {
  for await (const entry of opened.entries()) {
    if (current !== opened) return
    hear(entry)
    if (entry.kind === 'session.revoked') void checkSession()
    if (entry.kind === 'log.gap') void readEverything().catch(() => {})
  }
}

function noteState(state: State): void {
  const before = line.value.link
  line.value = { ...state }
  if (state.link === 'live' && before !== 'live') {
    if (wasLive) mended.value++
    wasLive = true
  }
  // Who is here cannot be known from where nothing is heard.
  if (state.link === 'offline') presence.value = {}
  const broke = state.link !== before && (state.link === 'offline' || state.link === 'connecting')
  if (broke || state.problem?.code === 'unauthenticated') void checkSession()
}

/** A session may have been ended elsewhere, and another begun; then nothing of it stays here. */
export async function checkSession(): Promise<void> {
  const asked = current
  const found = await whoAmI().catch(() => undefined)
  if (!found || current !== asked || signedIn.value !== 'yes') return
  if (found !== 'nobody' && found.me.id === myId()) return
  ended.value = found === 'nobody'
  leave()
  // All tabs of a browser have one cookie: somebody else has signed in by another one.
  if (found !== 'nobody') follow(found.me, found.cursor)
}

/** Logs out here. */
export async function logOut(): Promise<void> {
  await parley().request('DELETE', '/api/v1/sessions/current')
  leave()
}

function leave(): void {
  const id = myId()
  current?.close()
  void forgetOutbox(id).catch(() => {})
  current = undefined
  wasLive = false
  forgetLive()
  forgetDrafts()
  forgetTrays()
  say('')
  noteLanguage(null)
  stopReading()
  forget()
  signedIn.value = 'no'
  history.replaceState(null, '', '/')
  dispatchEvent(new PopStateEvent('popstate'))
}

/** Says what went wrong in words that can be shown. */
export function wordsOf(problem: unknown): string {
  if (problem instanceof ParleyProblem) return refusalIn(problem.problem)
  return problem instanceof Error ? problem.message : String(problem)
}

export const myId = () => known.value.me?.id ?? ''
