import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { chatPath } from '../route.ts'
import type { Occurrence, Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { refusalIn } from '../words/refusal.ts'
import { decide } from './deeds.ts'
import { momentIn } from './ticket.tsx'
import { nameOfTo } from './whom.ts'

/** How it stands with each who gets it; and what I am asked about one that is late. */
export function Recipients({ scheduled }: { scheduled: Scheduled }) {
  const { recipients, returns } = scheduled
  return (
    <ul class="recipients">
      {recipients.map((one) => (
        <li key={one.id} data-state={one.state}>
          {returns === null && <bdi class="recipient-name">{nameOfTo(one.to)}</bdi>}
          <StateOf occurrence={one} paused={scheduled.state === 'paused'} />
          {one.state === 'asking' && <Decision scheduled={scheduled} occurrence={one} />}
          {one.chat_id !== null && (
            <a class="link" href={chatPath(one.chat_id)}>
              {said.show}
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The state of one arrival, its time, and why it is so. */
export function StateOf({ occurrence, paused = false }: { occurrence: Occurrence; paused?: boolean }) {
  const { state, state_at, due_at, reason } = occurrence
  const isPlanned = state === 'planned' || state === 'waiting'
  const at = isPlanned ? due_at : state_at
  const isKnown = state === 'cancelled' || state === 'asking' || state === 'blocked'
  return (
    <span class="soft">
      {said.states[paused && state === 'planned' ? 'paused' : state]}
      {at !== null && ` · ${momentIn(at)}`}
      {reason && !isKnown && ` · ${refusalIn({ detail: reason, code: 'unavailable' })}`}
    </span>
  )
}

function Decision({ scheduled, occurrence }: { scheduled: Scheduled; occurrence: Occurrence }) {
  const problem = useSignal('')
  const say = (what: 'send' | 'skip') => () =>
    decide(scheduled, occurrence.id, what).catch((refusal) => (problem.value = wordsOf(refusal)))
  return (
    <span class="decision">
      <button type="button" class="button small primary" onClick={say('send')}>
        {said.decideSend}
      </button>
      <button type="button" class="button small" onClick={say('skip')}>
        {said.decideSkip}
      </button>
      {problem.value && (
        <span class="problem" role="alert">
          {problem.value}
        </span>
      )}
    </span>
  )
}
