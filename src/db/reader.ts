import type { CompiledQuery } from 'kysely'

interface Answer {
  id: number
  rows?: unknown[]
  error?: string
}

/** Inside the executable, modules lie by their path from the project's root (see `bin/build.mjs`). */
const workerUrl = new URL(
  Bun.isStandaloneExecutable ? './src/db/reader.worker.ts' : './reader.worker.ts',
  import.meta.url,
)

/** A thread with a reader of its own, started at the first question. */
export function openReaderThread(path: string) {
  let worker: Worker | undefined
  let closed = false
  let lastId = 0
  const waiting = new Map<number, { resolve(rows: never[]): void; reject(error: Error): void }>()

  function start(): Worker {
    const started = new Worker(workerUrl.href)
    started.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.error === undefined) asked?.resolve(data.rows as never[])
      else asked?.reject(new Error(data.error))
    }
    started.onerror = (event) => {
      for (const asked of waiting.values()) asked.reject(new Error(event.message))
      waiting.clear()
      worker = undefined
    }
    started.unref()
    return started
  }

  return {
    run<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
      if (closed) return Promise.reject(new Error('The database is closed'))
      worker ??= start()
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<Row[]>()
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, path, sql: query.sql, parameters: query.parameters })
      return promise
    },
    close() {
      closed = true
      worker?.terminate()
      for (const asked of waiting.values()) asked.reject(new Error('The database is closed'))
      waiting.clear()
    },
  }
}
