import { EventSource } from 'eventsource'
import { io } from 'socket.io-client'
import type { House } from '../../src/http/house.ts'
import { userStream } from '../../src/log/entry.ts'
import type { Client } from '../client.ts'

// biome-ignore lint/suspicious/noExplicitAny: entries and signals as they come over the wire
type Heard = any

/** A live connection of somebody, and everything that has come through it. */
export interface Live {
  heard: Heard[]
  /** Resolves when all that was sent to it before now has come. */
  allHeard(house: House): Promise<void>
  close(): void
}

let knocks = 0

function live(person: Client, close: () => void) {
  const heard: Heard[] = []
  const awaited = new Map<number, () => void>()
  const ready = Promise.withResolvers<void>()
  function hear(one: Heard) {
    if (one.kind === 'knock') awaited.get(one.body.n)?.()
    else heard.push(one)
  }
  /** A connection keeps its order: when something sent now has come, so has everything before it. */
  async function allHeard(house: House) {
    const n = ++knocks
    const come = new Promise<void>((resolve) => awaited.set(n, resolve))
    house.signals.tell({ stream: userStream(person.id), kind: 'knock', body: { n } })
    await come
  }
  return { ready, hear, it: { heard, allHeard, close } satisfies Live }
}

export async function liveSocket(url: string, person: Client): Promise<Live> {
  const options = {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token: person.token },
  }
  const socket = io(`${url}/v1`, options)
  const { ready, hear, it } = live(person, () => socket.disconnect())
  socket.onAny((event: string, one: Heard) => (event === 'ready' ? ready.resolve() : hear(one)))
  await ready.promise
  return it
}

export async function liveSource(url: string, person: Client): Promise<Live> {
  const source = new EventSource(`${url}/api/v1/log/stream`, {
    fetch: (address, init) =>
      fetch(address, {
        ...init,
        headers: { ...init.headers, Authorization: `Bearer ${person.token}` },
      } as RequestInit),
  })
  const { ready, hear, it } = live(person, () => source.close())
  source.onmessage = ({ data }) => hear(JSON.parse(data))
  source.addEventListener('signal', ({ data }) => hear(JSON.parse(data)))
  source.addEventListener('ready', () => ready.resolve())
  await ready.promise
  return it
}
