/** Somebody who is sending at this moment, and how to make him stop. */
interface Sender {
  stop(): void
  stopped: Promise<void>
}

/** Who is sending to which upload. In this process one sends at a time. */
export interface Senders {
  /** Whoever still sends to it is stopped: his line is dead, and the one who asks has come back on another. */
  takeOver(id: string): Promise<void>
  /** Takes over, and reads the body of this request until somebody else takes over. */
  alone<T>(id: string, request: Request, work: (chunks: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>
}

export function openSenders(): Senders {
  const senders = new Map<string, Sender>()

  async function takeOver(id: string) {
    for (let sender = senders.get(id); sender; sender = senders.get(id)) {
      sender.stop()
      await sender.stopped
    }
  }

  return {
    takeOver,
    async alone(id, request, work) {
      const { promise: stopped, resolve } = Promise.withResolvers<void>()
      const reader = request.body?.getReader()
      await takeOver(id)
      // Another one who waited may have come first.
      while (senders.has(id)) await takeOver(id)
      senders.set(id, { stop: () => void reader?.cancel().catch(() => {}), stopped })
      try {
        return await work(chunksOf(reader))
      } finally {
        senders.delete(id)
        resolve()
      }
    },
  }
}

interface Reader {
  read(): Promise<{ value?: Uint8Array | undefined; done: boolean }>
}

async function* chunksOf(reader: Reader | undefined): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (!value) return
    yield value
  }
}
