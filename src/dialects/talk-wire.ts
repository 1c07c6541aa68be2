import type { Logger } from '../logger.ts'
import type { EndReason, Wire } from '../transports/connection.ts'
import type { NativeAdapter } from '../transports/native-adapter.ts'
import type { Talk, Voice } from './main-namespace.ts'

const LOOK_AGAIN_MS = 10

/** An entry as it comes, read. */
export interface HeardEntry {
  seq: number
  stream: string
  kind: string
  at: number
  actor: string | null
  body: unknown
}

/** What everybody hears in one tick is read once. */
let lastText = ''
let lastEntry: HeardEntry | undefined

export function readEntry(text: string): HeardEntry {
  if (text === lastText && lastEntry) return lastEntry
  lastText = text
  lastEntry = JSON.parse(text) as HeardEntry
  return lastEntry
}

/** The kind stands near the beginning of the text, before anything that somebody wrote. */
export const kindOf = (text: string) => /"kind":"([a-z_.]+)"/.exec(text)?.[1] ?? ''

/** Puts what the log says into the words of the dialects, one entry after the other. */
export class TalkWire implements Wire {
  readonly transport = 'socketio'
  readonly #talk: Talk
  readonly #voices: readonly Voice[]
  readonly #adapter: NativeAdapter
  readonly #logger: Logger
  #said: Promise<void> = Promise.resolve()

  constructor(talk: Talk, voices: readonly Voice[], adapter: NativeAdapter, logger: Logger) {
    this.#talk = talk
    this.#voices = voices
    this.#adapter = adapter
    this.#logger = logger
  }

  entry(text: string) {
    const kind = kindOf(text)
    const { speaks } = this.#talk
    for (const voice of this.#voices) {
      if (!voice.kinds.has(kind) || (speaks !== undefined && speaks !== voice.name)) continue
      const entry = readEntry(text)
      // What was taken back since has no body.
      if (entry.body !== null) this.#inTurn(() => voice.hear(this.#talk, entry))
    }
  }

  #inTurn(say: () => Promise<void>) {
    this.#said = this.#said
      .then(() => (this.#talk.socket.connected ? say() : undefined))
      .catch((err) => this.#logger.error({ err }, 'an entry could not be put into a dialect'))
  }

  signal(_text: string) {}

  ready() {
    const { speaks } = this.#talk
    for (const voice of this.#voices)
      if (speaks === undefined || speaks === voice.name) voice.greet?.(this.#talk)
  }

  async drained() {
    const { socket } = this.#talk
    while (socket.connected && this.#adapter.isBehind(socket.id))
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }

  /** Where the client may come back at once, it sees a broken line and does so by itself. */
  end(reason: EndReason) {
    const { socket } = this.#talk
    if (reason === 'revoked') socket.disconnect(true)
    else socket.conn.close()
  }
}
