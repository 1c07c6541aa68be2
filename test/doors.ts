import { EventSource } from 'eventsource'
import { io } from 'socket.io-client'

// biome-ignore lint/suspicious/noExplicitAny: an entry as it comes over the wire
export type Wired = { seq: number; stream: string; kind: string; at: number; actor: string | null; body: any }

/** What somebody has heard, whichever door it came through, and the cursor to go on from. */
export interface Ear {
  entries: Wired[]
  cursor: string
  /** Resolves when something more has been heard. */
  more(): Promise<void>
  hear(entry: Wired, cursor: string): void
}

export function newEar(cursor: string): Ear {
  let wake = Promise.withResolvers<void>()
  const ear: Ear = {
    entries: [],
    cursor,
    more: () => wake.promise,
    hear(entry, at) {
      ear.entries.push(entry)
      ear.cursor = at
      wake.resolve()
      wake = Promise.withResolvers<void>()
    },
  }
  return ear
}

/** Opens a connection that hears on from the ear's cursor; `cut` ends it without any ceremony. */
export type Door = (url: string, token: string, ear: Ear) => { cut(): void }

function socketDoor(transports: string[]): Door {
  return (url, token, ear) => {
    let open = true
    const socket = io(`${url}/v1`, {
      transports,
      forceNew: true,
      auth: (give) => give({ token, after: ear.cursor }),
      reconnectionDelay: 10,
      reconnectionDelayMax: 50,
    })
    socket.on('entry', (entry: Wired, cursor: string) => open && ear.hear(entry, cursor))
    return {
      cut() {
        open = false
        socket.io.engine?.close()
        socket.disconnect()
      },
    }
  }
}

const eventSourceDoor: Door = (url, token, ear) => {
  let open = true
  const source = new EventSource(`${url}/api/v1/log/stream?after=${ear.cursor}`, {
    fetch: (address, init) =>
      fetch(address, {
        ...init,
        headers: { ...init.headers, Authorization: `Bearer ${token}` },
      } as RequestInit),
  })
  source.onmessage = ({ data, lastEventId }) => open && ear.hear(JSON.parse(data), lastEventId)
  return {
    cut() {
      open = false
      source.close()
    },
  }
}

const pollDoor: Door = (url, token, ear) => {
  const gone = new AbortController()
  async function listen() {
    while (!gone.signal.aborted) {
      try {
        const asked = await fetch(`${url}/api/v1/log?after=${ear.cursor}&wait=5&limit=7`, {
          headers: { Authorization: `Bearer ${token}` },
          signal: gone.signal,
        })
        const { entries, cursor } = (await asked.json()) as { entries: Wired[]; cursor: string }
        if (gone.signal.aborted) return
        const epoch = cursor.split('.')[0]
        for (const entry of entries) ear.hear(entry, `${epoch}.${entry.seq}`)
        ear.cursor = cursor
      } catch {
        // Cut, or the server is away for a moment: ask again with the same cursor.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
  void listen()
  return { cut: () => gone.abort() }
}

export const doors: Record<string, Door> = {
  'Socket.IO over WebSocket': socketDoor(['websocket']),
  'Socket.IO over polling': socketDoor(['polling']),
  'Socket.IO with an upgrade': socketDoor(['polling', 'websocket']),
  EventSource: eventSourceDoor,
  'plain HTTP': pollDoor,
}
