import { openAsk } from './ask.ts'
import { openChatter } from './chatter.ts'
import { follow } from './follow.ts'
import { openOutbox } from './outbox.ts'
import { indexedDbOutbox, memoryOutbox } from './outbox-store.ts'
import { newAlarm, usualPace } from './pace.ts'
import type { ConnectOptions, Entry, OutboxChange, Parley, Signal, State } from './parley.ts'
import { openPlace } from './place.ts'
import { openStream } from './stream.ts'
import { keepToken, ownerOf } from './token.ts'

interface Events {
  state: State
  signal: Signal
  outbox: OutboxChange
}

/** While much comes in, how far behind we are is told this often. */
const TELL_MS = 100

/** Follows the log of a server and sends what is written, until it is closed. */
export function connect(options: ConnectOptions): Parley {
  const { url, after, transports = ['socketio', 'sse', 'poll'] } = options
  const pace = { ...usualPace, ...options.pace }
  const hearers: { [E in keyof Events]: Set<(news: Events[E]) => void> } = {
    state: new Set(),
    signal: new Set(),
    outbox: new Set(),
  }
  const alarm = newAlarm()
  const place = openPlace(after)
  const tokens = keepToken(options.token)
  const ask = openAsk(url, tokens, place, pace)
  const stream = openStream<Entry & { cursor: string }>()
  let readUpTo = after
  let told = ''
  let telling: ReturnType<typeof setTimeout> | undefined
  let closed = false

  function tell<E extends keyof Events>(event: E, news: Events[E]) {
    for (const hear of [...hearers[event]]) hear(news)
  }

  const chatter = openChatter(
    ask,
    () => follower.line,
    (signal) => tell('signal', signal),
  )
  const follower = follow({ url, ask, tokens, pace }, transports, place, alarm, {
    entry: (entry, cursor) => stream.push({ ...entry, cursor }),
    signal: (signal) => tell('signal', signal),
    changed: () => tellState(),
    live() {
      chatter.live()
      alarm.ring()
    },
  })
  const store = options.outbox ?? (globalThis.indexedDB ? indexedDbOutbox(boxName()) : memoryOutbox())
  const outbox = openOutbox(store, ask, pace, alarm, (change) => {
    tell('outbox', change)
    tellState()
  })

  /** Each user has a box of his own. Offline, it may take a while until there is a token that says who it is. */
  async function boxName(): Promise<string> {
    for (;;) {
      try {
        return `${url} ${ownerOf(await tokens.get())}`
      } catch (error) {
        if (closed) throw error
        await alarm.sleep(pace.longest)
      }
    }
  }

  function stateNow(): State {
    const { link, transport } = follower
    const problem = follower.problem?.problem
    return {
      link,
      transport,
      waiting: outbox.waiting,
      behind: link === 'live' ? 0 : link === 'catching up' ? place.behind : null,
      problem: link === 'offline' && problem && problem.code !== 'offline' ? problem : null,
    }
  }

  /** At once if something else than the numbers has changed. */
  function tellState() {
    const { link, transport, problem } = stateNow()
    const now = `${link} ${transport} ${problem?.code}`
    if (now === told) telling ??= setTimeout(tellNow, TELL_MS)
    else tellNow()
    told = now
  }

  function tellNow() {
    clearTimeout(telling)
    telling = undefined
    if (!closed) tell('state', stateNow())
  }

  const stopListening = listenToDevice(() => follower.lost(), alarm.ring)

  return {
    async *entries() {
      for await (const entry of stream.read()) {
        readUpTo = entry.cursor
        yield entry
      }
    },
    get cursor() {
      return stream.empty ? (place.cursor ?? readUpTo) : readUpTo
    },
    get state() {
      return stateNow()
    },
    on(event: keyof Events, hear: (news: never) => void) {
      const set = hearers[event] as Set<(news: never) => void>
      set.add(hear)
      return () => set.delete(hear)
    },
    request: ask,
    write: outbox.write,
    withdraw: outbox.withdraw,
    typing: chatter.typing,
    watch: chatter.watch,
    read: chatter.read,
    close() {
      closed = true
      clearTimeout(telling)
      stopListening()
      outbox.close()
      chatter.close()
      follower.close()
      stream.end()
      alarm.ring()
    },
  }
}

/** What a browser says of its network, and whether somebody looks at the page again. */
function listenToDevice(lost: () => void, wake: () => void): () => void {
  const place = globalThis as Partial<Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'>>
  const seen = () => place.document?.visibilityState === 'visible' && wake()
  place.addEventListener?.('offline', lost)
  place.addEventListener?.('online', wake)
  place.document?.addEventListener('visibilitychange', seen)
  return () => {
    place.removeEventListener?.('offline', lost)
    place.removeEventListener?.('online', wake)
    place.document?.removeEventListener('visibilitychange', seen)
  }
}
