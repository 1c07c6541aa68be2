import type { Entry } from '../parley.ts'
import { offline, ParleyProblem } from '../problem.ts'
import type { OpenLine } from './line.ts'

const WAIT_SECONDS = 20

interface Page {
  entries: Entry[]
  cursor: string
  complete: boolean
}

/** Plain HTTP: asks what came, and has the answer held back until there is something. */
export const openPoll: OpenLine = ({ ask }, after, ears) => {
  const closed = new AbortController()

  async function listen() {
    let cursor = after
    for (let wait = 0; !closed.signal.aborted; wait = WAIT_SECONDS) {
      const page = await read(cursor, wait)
      if (closed.signal.aborted) return
      if (wait === 0) ears.up()
      const epoch = page.cursor.slice(0, page.cursor.lastIndexOf('.'))
      for (const entry of page.entries) ears.entry(entry, `${epoch}.${entry.seq}`)
      cursor = page.cursor
      if (page.complete) ears.ready(cursor)
    }
  }

  async function read(after: string, wait: number): Promise<Page> {
    const query = { after, wait }
    const answer = await ask.open('GET', '/api/v1/log', { query, signal: closed.signal })
    return (await answer.json()) as Page
  }

  listen().catch((error) => {
    if (!closed.signal.aborted) ears.down(error instanceof ParleyProblem ? error : offline())
  })
  return { close: () => closed.abort() }
}
