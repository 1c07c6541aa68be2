import type { Entry, Parley, State } from '../src/parley.ts'

export const quick = { first: 20, longest: 200, patience: 1500, climb: 300 }

/** Collects what a connection has to say. */
export function listen(parley: Parley) {
  const entries: (Entry & { cursor: string })[] = []
  const states: State[] = []
  parley.on('state', (state) => states.push(state))
  const done = (async () => {
    for await (const entry of parley.entries()) entries.push(entry)
  })()
  return {
    parley,
    entries,
    states,
    done,
    get texts(): string[] {
      return entries.filter(({ kind }) => kind === 'message.sent').map(({ body }) => textOf(body))
    },
    get transports(): string[] {
      return [...new Set(states.map(({ transport }) => transport).filter((one) => one !== null))]
    },
  }
}

function textOf(body: Entry['body']): string {
  return (body as { message: { text: string } }).message.text
}
