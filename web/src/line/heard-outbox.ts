import type { OutboxChange, Problem, Write } from '../../../sdk/src/parley.ts'
import { toast } from '../pieces/toast.tsx'
import { giveUp } from '../store/act.ts'
import { intentOf } from '../store/expect.ts'
import { flush, happen } from '../store/store.ts'
import { refusalIn } from '../words/refusal.ts'

/** So often the server must fail at a write before it is shown, and before it is given up unless it is a message. */
const SHOWN = 2
const GIVEN_UP = 5

/** How often the server has answered to a write, and could not do it. */
const failures = new Map<string, number>()

/** What became of something that I wrote. */
export function heardOutbox({ write, outcome, answer, problem }: OutboxChange): void {
  flush()
  if (outcome !== 'failed') failures.delete(write.id)
  if (outcome === 'failed') failed(write, problem!)
  else if (outcome === 'queued') happen({ what: 'queued', write })
  else if (outcome === 'done') happen({ what: 'done', write, answer })
  else if (outcome === 'withdrawn') happen({ what: 'dropped', id: write.id })
  else refused(write, problem!)
}

/** A message waits on, and says why. Anything else would look as if it were done, for as long as it waits. */
function failed(write: Write, problem: Problem): void {
  if (problem.code === 'offline') return
  const times = (failures.get(write.id) ?? 0) + 1
  failures.set(write.id, times)
  if (times >= SHOWN) happen({ what: 'failed', write, problem })
  if (times < GIVEN_UP || intentOf(write)?.does === 'send') return
  giveUp(write)
  toast(refusalIn(problem))
}

/** A refused message waits where it was to stand; of anything else, it is said once why it did not happen. */
function refused(write: Write, problem: Problem): void {
  happen({ what: 'refused', write, problem })
  if (intentOf(write)?.does === 'send') return
  happen({ what: 'dropped', id: write.id })
  toast(refusalIn(problem))
}
