import type { Ask } from './ask.ts'
import { type Alarm, backOff, type Pace } from './pace.ts'
import type { OutboxChange, OutboxStore, Write } from './parley.ts'
import { offline, ParleyProblem } from './problem.ts'

export interface Outbox {
  write(method: string, path: string, body?: unknown, id?: string): Write
  readonly waiting: number
  close(): void
}

/** Refusals that say "not now". All others of the client's fault say "never". */
const LATER = new Set([401, 408, 425, 429])

/**
 * Sends what is put into it, in order, each until it is answered. Whoever sends takes what lies first, and nothing
 * behind it before that is answered and gone; so the order holds even if two tabs send at once, and since the server knows
 * the key of each write, nothing is done twice.
 */
export function openOutbox(
  store: OutboxStore,
  ask: Ask,
  pace: Pace,
  alarm: Alarm,
  tell: (change: OutboxChange) => void,
): Outbox {
  const waiting = new Map<string, Write>()
  const closed = new AbortController()
  let saved: Promise<unknown> = store.all().then(learn, () => {})
  let running = false
  let again = false

  const alone = store.alone ?? ((work) => work())

  function learn(left: Write[]) {
    for (const write of left) if (!waiting.has(write.id)) note({ write, outcome: 'queued' })
    wake()
  }

  function note(change: OutboxChange) {
    if (change.outcome === 'queued') waiting.set(change.write.id, change.write)
    else waiting.delete(change.write.id)
    tell(change)
  }

  const stopHearing = store.hear?.((change) => {
    note(change)
    if (change.outcome === 'queued') wake()
  })

  function write(method: string, path: string, body?: unknown, id = newId()): Write {
    const before = waiting.get(id)
    if (before) return before
    const made: Write = {
      id,
      method,
      path,
      ...(body === undefined ? {} : { body }),
      at: Date.now(),
      tries: 0,
    }
    note({ write: made, outcome: 'queued' })
    const put = saved.then(() => store.put(made))
    saved = put.then(
      () => isSaved(made),
      (error) => finish({ write: made, outcome: 'refused', problem: cannotKeep(error) }),
    )
    return made
  }

  function isSaved(write: Write) {
    if (closed.signal.aborted) return
    store.tell?.({ write, outcome: 'queued' })
    wake()
  }

  function wake() {
    again = true
    if (!running) void run()
  }

  async function run() {
    running = true
    let failures = 0
    while (again && !closed.signal.aborted) {
      again = false
      const wait = await alone(sendFirst).catch(() => 1)
      if (wait === undefined) continue
      again = true
      failures = wait === 0 ? 0 : failures + 1
      if (wait > 0) await alarm.sleep(Math.max(backOff(pace, failures - 1), wait))
    }
    running = false
  }

  /** Answers undefined when nothing is left, 0 when something was answered, and else for how long to wait at least. */
  async function sendFirst(): Promise<number | undefined> {
    if (closed.signal.aborted) return undefined
    const first = await store.first()
    if (!first) return undefined
    const write = waiting.get(first.id) ?? first
    write.tries++
    try {
      const answer = await send(write)
      await finish({ write, outcome: 'done', answer })
    } catch (error) {
      if (!(error instanceof ParleyProblem)) throw error
      const { problem, retryAfter } = error
      if (problem.status < 400 || problem.status >= 500 || LATER.has(problem.status)) return retryAfter ?? 1
      await finish({ write, outcome: 'refused', problem })
    }
    return 0
  }

  function send({ id, method, path, body }: Write): Promise<unknown> {
    const headers = { 'Idempotency-Key': id }
    return ask(method, path, { body, headers, signal: closed.signal })
  }

  /** Of two tabs that had the same answer, the one that takes the write away says so. */
  async function finish(change: OutboxChange) {
    const isOurs = await store.remove(change.write.id).catch(() => true)
    if (!isOurs || closed.signal.aborted) return
    note(change)
    store.tell?.(change)
  }

  return {
    write,
    get waiting() {
      return waiting.size
    },
    close() {
      stopHearing?.()
      closed.abort()
    },
  }
}

function cannotKeep(error: unknown) {
  return offline(`The outbox cannot keep it: ${error instanceof Error ? error.message : error}`).problem
}

/** `crypto.randomUUID` is there for pages from https only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
