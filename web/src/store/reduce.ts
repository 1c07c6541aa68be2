import type { Entry, Problem, Write } from '../../../sdk/src/parley.ts'
import { chatKinds } from './chat-entries.ts'
import { commit, isHeard } from './expect.ts'
import { meKinds } from './me-entries.ts'
import { messageKinds } from './message-entries.ts'
import { applySnapshot, type Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'
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
  | { what: 'refused'; write: Write; problem: Problem }
  | { what: 'dropped'; id: string }
  | { what: 'trimmed'; chatId: string; keep: 'earlier' | 'later'; many: number }
  | { what: 'forgotten' }

// biome-ignore lint/suspicious/noExplicitAny: bodies are as many-shaped as the kinds of entries
export type Apply = (state: State, body: any) => State

const kinds: Record<string, Apply> = { ...meKinds, ...chatKinds, ...messageKinds }

/** The state after something has happened. Applying the same again is harmless. */
export function reduce(state: State, happening: Happening): State {
  switch (happening.what) {
    case 'entry':
      return hear(state, happening.entry)
    case 'snapshot':
      return happening.since.reduce(applyEntry, applySnapshot(state, happening.snapshot))
    case 'learnt':
      return kinds[happening.kind]?.(state, happening.body) ?? state
    case 'queued':
      return queue(state, happening.write)
    case 'done':
      return finish(state, happening.write, happening.answer)
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
  const left = after.waiting.filter((one) => one.problem !== null || !isHeard(one.write, entry, after))
  return left.length === after.waiting.length ? after : { ...after, waiting: left }
}

function queue(state: State, write: Write): State {
  const others = state.waiting.filter((one) => one.write.id !== write.id)
  return { ...state, waiting: [...others, { write, problem: null }] }
}

/** What is answered was done; unless its entry has come already, we keep what we expected until it does. */
function finish(state: State, write: Write, answer: unknown): State {
  if (!state.waiting.some((one) => one.write.id === write.id)) return state
  return commit(state, write, answer)
}

function refuse(state: State, write: Write, problem: Problem): State {
  const known = state.waiting.some((one) => one.write.id === write.id)
  const waiting = state.waiting.map((one) => (one.write.id === write.id ? { write, problem } : one))
  return { ...state, waiting: known ? waiting : [...waiting, { write, problem }] }
}

function drop(state: State, id: string): State {
  return { ...state, waiting: state.waiting.filter((one) => one.write.id !== id) }
}
