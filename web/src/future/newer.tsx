import type { Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { momentIn } from './ticket.tsx'
import { stateWords } from './whom.ts'

/** What I am changing was changed meanwhile: how it is now, and the way to take it so. */
export function Newer({ scheduled, onTake }: { scheduled: Scheduled; onTake: () => void }) {
  const { text, next_at } = scheduled
  return (
    <div class="notice newer" role="alert">
      <p>
        <b>{said.newer}</b>
      </p>
      {text && <blockquote dir="auto">{text}</blockquote>}
      <p>{next_at === null ? stateWords(scheduled) : `${momentIn(next_at)} · ${stateWords(scheduled)}`}</p>
      <p>{said.newerLead}</p>
      <button type="button" class="button small" onClick={onTake}>
        {said.takeNewer}
      </button>
    </div>
  )
}
