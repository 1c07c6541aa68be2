import { offline, ParleyProblem } from '../problem.ts'
import type { Ears, OpenLine } from './line.ts'

/**
 * Server-sent events, read with `fetch`: unlike an `EventSource` it can send a token, says why it was refused, and
 * hears the comments by which one knows that the other side is still there.
 */
export const openSse: OpenLine = ({ ask, pace }, after, ears) => {
  const closed = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function heard() {
    clearTimeout(timer)
    timer = setTimeout(() => closed.abort('silent'), pace.silence)
  }

  async function listen() {
    const headers = { Accept: 'text/event-stream' }
    const options = { query: { after }, headers, signal: closed.signal }
    const answer = await ask.open('GET', '/api/v1/log/stream', options)
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream') || !answer.body) throw offline()
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    const take = eventReader((event) => hear(event, ears))
    for (let first = true; ; first = false) {
      const { done, value } = await reader.read()
      if (done || closed.signal.aborted) return
      heard()
      if (first) ears.up()
      take(value)
    }
  }

  let hungUp = false
  const end = (error?: unknown) => {
    clearTimeout(timer)
    if (!hungUp) ears.down(error instanceof ParleyProblem ? error : offline())
  }
  listen().then(() => end(), end)
  return {
    close() {
      hungUp = true
      clearTimeout(timer)
      closed.abort()
    },
  }
}

interface Event {
  name: string
  id: string
  data: string
}

function hear({ name, id, data }: Event, ears: Ears) {
  if (name === '') ears.entry(JSON.parse(data), id)
  else if (name === 'ready') ears.ready(id)
  else if (name === 'signal') ears.signal(JSON.parse(data))
}

/** Takes text in pieces, as it comes, and hands on events (WHATWG HTML, 9.2.6) that have data. */
export function eventReader(hear: (event: Event) => void): (piece: string) => void {
  let rest = ''
  let id = ''
  let name = ''
  let data: string[] = []

  function takeLine(line: string) {
    if (line === '') {
      if (data.length > 0) hear({ name, id, data: data.join('\n') })
      name = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') name = value
    else if (field === 'id') id = value
  }

  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const line of lines) takeLine(line.replace(/\r$/, ''))
  }
}
