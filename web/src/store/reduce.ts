import type { Entry, Problem, Write } from '../../../sdk/src/parley.ts'
import { chatKinds } from './chat-entries.ts'
import { commit, isHeard, withoutPassed } from './expect.ts'
import { futureKinds } from './future-entries.ts'
import { meKinds } from './me-entries.ts'
import { messageKinds } from './message-entries.ts'
import { applySnapshot, type Snapshot } from './snapshot.ts'
import { nothing, type State, type Waiting } from './state.ts'
import { trim } from './stretch.ts'

/** Whatever may happen to the state: each is applied by the one reducer. */
export type Happening =
  | { what: 'entry'; entry: Entry }
  /** State that was read; `since` are the entries that came while it was being read, and may already be in it. */
  | { what: 'snapshot'; snapshot: Snapshot; since: Entry[] }
  /** An answer that says what an entry is about to say. */
  | { what: 'learnt'; kind: string; body: unknown }
  | { what: 'queued'; write: Write }
  | { what: 'done'; write: Write; answer?: unknown }
  /** It was tried, and will be tried again. */
  | { what: 'failed'; write: Write; problem: Problem }
  | { what: 'refused'; write: Write; problem: Problem }
  | { what: 'dropped'; id: string }
  /** Only what is near a message of a chat is still needed, or what is near its end. */
  | { what: 'trimmed'; chatId: string; around: string | null }
  | { what: 'forgotten' }

// biome-ignore lint/suspicious/noExplicitAny: bodies are as many-shaped as the kinds of entries
export type Apply = (state: State, body: any) => State

export const kinds: Record<string, Apply> = { ...meKinds, ...chatKinds, ...messageKinds, ...futureKinds }

/** The state after something has happened. Applying the same again is harmless. */
export function reduce(state: State, happening: Happening): State {
  switch (happening.what) {
    case 'entry':
      return withoutPassed(hear(state, happening.entry))
    case 'snapshot':
      return withoutPassed(happening.since.reduce(applyEntry, applySnapshot(state, happening.snapshot)))
    case 'learnt':
      return kinds[happening.kind]?.(state, happening.body) ?? state
    case 'queued':
      return queue(state, happening.write)
    case 'done':
      return finish(state, happening.write, happening.answer)
    case 'failed':
      return fail(state, happening.write, happening.problem)
    case 'refused':
      return refuse(state, happening.write, happening.problem)
    case 'dropped':
      return drop(state, happening.id)
    case 'trimmed':
      return trim(state, happening)
    case 'forgotten':
      return nothing
  }
}

function hear(state: State, entry: Entry): State {
  // Another life of the log may count from lower; what there is, is read anew.
  if (entry.kind === 'log.gap') return { ...state, seq: 0 }
  if (entry.seq <= state.seq) return state
  return { ...applyEntry(state, entry), seq: entry.seq }
}

/** What an entry says is whole, not a difference; kinds that we do not know, and what was taken back, are passed over. */
function applyEntry(state: State, entry: Entry): State {
  const apply = kinds[entry.kind]
  if (!apply || entry.body === null) return state
  const after = apply(state, entry.body)
  const left = after.waiting.filter((one) => one.refused || !isHeard(one.write, entry, after))
  return left.length === after.waiting.length ? after : { ...after, waiting: left }
}

function queue(state: State, write: Write): State {
  return put(state, { write, problem: null, refused: false })
}

/** What is answered was done; unless its entry has come already, we keep what we expected until it does. */
function finish(state: State, write: Write, answer: unknown): State {
  if (!state.waiting.some((one) => one.write.id === write.id)) return state
  return commit(state, write, answer)
}

function fail(state: State, write: Write, problem: Problem): State {
  const waits = state.waiting.some((one) => one.write.id === write.id && !one.refused)
  return waits ? put(state, { write, problem, refused: false }) : state
}

function refuse(state: State, write: Write, problem: Problem): State {
  return put(state, { write, problem, refused: true })
}

/** Where it was before, or else behind all others. */
function put(state: State, waits: Waiting): State {
  const at = state.waiting.findIndex(({ write }) => write.id === waits.write.id)
  return { ...state, waiting: at < 0 ? [...state.waiting, waits] : state.waiting.with(at, waits) }
}

function drop(state: State, id: string): State {
  return { ...state, waiting: state.waiting.filter((one) => one.write.id !== id) }
}
