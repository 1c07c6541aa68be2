import { type Parley, ParleyProblem } from '../../../sdk/src/parley.ts'
import { isOpen, line, parley } from './line.ts'

const RETRY_MS = 2000

/**
 * Asks until somebody answers: again as soon as the line is back, or after a while. What is refused stays refused, and
 * whoever signs out is not asked for any more. @throws ParleyProblem
 */
export async function untilAnswered<T>(ask: (from: Parley) => Promise<T>): Promise<T> {
  const from = parley()
  for (;;) {
    try {
      return await ask(from)
    } catch (problem) {
      if (!isPassing(problem) || !isOpen(from)) throw problem
      await lineIsBack()
      // Whoever has signed in meanwhile is somebody else.
      if (!isOpen(from)) throw problem
    }
  }
}

function isPassing(problem: unknown): boolean {
  if (!(problem instanceof ParleyProblem)) return false
  const { status } = problem.problem
  return status < 400 || status >= 500 || status === 429
}

function lineIsBack(): Promise<void> {
  return new Promise((resolve) => {
    let was = line.peek().link
    const timer = setTimeout(done, RETRY_MS)
    const stop = line.subscribe(({ link }) => {
      if (link === 'live' && was !== 'live') done()
      was = link
    })
    function done() {
      clearTimeout(timer)
      stop()
      resolve()
    }
  })
}
