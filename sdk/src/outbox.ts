import type { Ask } from './ask.ts'
import { type Alarm, backOff, type Pace } from './pace.ts'
import type { OutboxChange, OutboxStore, Write } from './parley.ts'
import { offline, ParleyProblem, type Problem } from './problem.ts'
import { keepSuspects } from './suspects.ts'

export interface Outbox {
  write(method: string, path: string, body?: unknown, id?: string): Write
  withdraw(id: string): Promise<boolean>
  readonly waiting: number
  close(): void
}

/** How a try went: how long to wait before the next, at least; 0 if it was answered. */
interface Try {
  wait: number
  /** The server answered, but failed at it. */
  failed?: boolean
}

/** By then a tab that has taken a write away has told the others of it. */
const TOLD_BY_MS = 1000

/** Refusals that say "not now". All others of the client's fault say "never". */
const LATER = new Set([401, 408, 425, 429])

/**
 * Sends what is put into it, in order, each until it is answered. Whoever sends takes what lies first, and nothing
 * behind it before that is answered and gone; so the order holds even if two tabs send at once, and since the server knows
 * the key of each write, nothing is done twice. Only what the server itself fails at is passed by (suspects.ts).
 */
export function openOutbox(
  store: OutboxStore,
  ask: Ask,
  pace: Pace,
  alarm: Alarm,
  tell: (change: OutboxChange) => void,
): Outbox {
  const waiting = new Map<string, Write>()
  const suspects = keepSuspects(pace)
  const closed = new AbortController()
  const learnt = store.all().then(learn, () => {})
  let saved: Promise<unknown> = learnt
  let running = false
  let again = false
  let stir = () => {}
  let planned: ReturnType<typeof setTimeout> | undefined
  let checking: ReturnType<typeof setTimeout> | undefined

  const alone = store.alone ?? ((work) => work())

  function learn(left: Write[]) {
    for (const write of left) if (!waiting.has(write.id)) note({ write, outcome: 'queued' })
    wake()
  }

  function note(change: OutboxChange) {
    const { write, outcome } = change
    if (outcome === 'queued') waiting.set(write.id, write)
    else if (outcome !== 'failed') {
      waiting.delete(write.id)
      suspects.forgive(write.id)
    }
    tell(change)
  }

  /** For us and for the other tabs. */
  function announce(change: OutboxChange) {
    note(change)
    store.tell?.(change)
  }

  const stopHearing = store.hear?.((change) => {
    if (change.outcome !== 'queued' && !waiting.has(change.write.id)) return
    note(change)
    if (change.outcome === 'queued' || change.outcome === 'withdrawn') wake()
  })

  function write(method: string, path: string, body?: unknown, id = newId()): Write {
    const before = waiting.get(id)
    if (before) {
      suspects.forgive(id)
      wake()
      return before
    }
    const made: Write = {
      id,
      method,
      path,
      ...(body === undefined ? {} : { body }),
      at: Date.now(),
      tries: 0,
    }
    note({ write: made, outcome: 'queued' })
    // Without waiting for what was put before: the store keeps the order in which it is asked.
    const put = learnt.then(() => store.put(made))
    const kept = put.then(
      () => isSaved(made),
      (error) => finish({ write: made, outcome: 'refused', problem: cannotKeep(error) }),
    )
    saved = Promise.all([saved, kept])
    return made
  }

  function isSaved(write: Write) {
    if (closed.signal.aborted) return
    store.tell?.({ write, outcome: 'queued' })
    wake()
  }

  async function withdraw(id: string): Promise<boolean> {
    await saved
    const write = waiting.get(id)
    const isTaken = await store.remove(id)
    if (isTaken && write) announce({ write, outcome: 'withdrawn' })
    // What it kept from being sent may go now.
    wake()
    return isTaken
  }

  function wake() {
    again = true
    stir()
    if (!running) void run()
  }

  async function run() {
    running = true
    clearTimeout(planned)
    for (let failures = 0; again && !closed.signal.aborted; ) {
      again = false
      failures = await step(failures)
    }
    running = false
    clearTimeout(checking)
    if (waiting.size > 0 && !closed.signal.aborted) checking = setTimeout(noteGone, TOLD_BY_MS)
    const { nextIn } = suspects
    if (nextIn !== undefined && !closed.signal.aborted) planned = setTimeout(wake, nextIn)
  }

  /** What is not kept any more was answered to another tab, which was closed before it could say so. */
  async function noteGone() {
    const mine = [...waiting.values()]
    await saved
    const kept = new Set((await store.all().catch(() => mine)).map(({ id }) => id))
    for (const write of mine)
      if (waiting.has(write.id) && !kept.has(write.id)) note({ write, outcome: 'done' })
  }

  /** Answers how often in a row it has not gone well. */
  async function step(failures: number): Promise<number> {
    const stirred = new Promise<void>((resolve) => {
      stir = resolve
    })
    const { rings } = alarm
    const last = await alone(turn).catch((): Try => ({ wait: 1 }))
    if (!last) return failures
    again = true
    if (last.wait === 0) return 0
    // What failed while the line came back had been asked too early, and may be asked again.
    const pause = alarm.rings === rings ? Math.max(backOff(pace, failures), last.wait) : last.wait
    // While nobody answers, one more write is no reason to ask; where one write is at fault, another may go.
    await alarm.sleep(pause, last.failed ? stirred : undefined)
    return failures + 1
  }

  /** Sends what is first in turn; answers undefined when there is nothing. */
  async function turn(): Promise<Try | undefined> {
    if (closed.signal.aborted) return undefined
    const first = await store.first(suspects.turns(true))
    if (!first) return undefined
    const tried = await attempt(first)
    if (!tried.failed || !suspects.has(first)) return tried
    const other = await store.first(suspects.turns(false))
    if (!other || (await attempt(other)).wait > 0) return tried
    suspects.convict()
    return { wait: 0 }
  }

  async function attempt(stored: Write): Promise<Try> {
    const write = waiting.get(stored.id) ?? stored
    write.tries++
    try {
      const answer = await send(write)
      await finish({ write, outcome: 'done', answer })
    } catch (error) {
      if (!(error instanceof ParleyProblem)) throw error
      const { problem, retryAfter } = error
      if (isLater(problem)) return postponed(write, problem, retryAfter ?? 1)
      await finish({ write, outcome: 'refused', problem })
    }
    return { wait: 0 }
  }

  function postponed(write: Write, problem: Problem, wait: number): Try {
    const failed = problem.status === 500
    if (failed) suspects.note(write)
    if (waiting.has(write.id)) announce({ write, outcome: 'failed', problem })
    return { wait, failed }
  }

  function send({ id, method, path, body }: Write): Promise<unknown> {
    const headers = { 'Idempotency-Key': id }
    return ask(method, path, { body, headers, signal: closed.signal })
  }

  /** Of two tabs that had the same answer, the one that takes the write away says so. */
  async function finish(change: OutboxChange) {
    const isOurs = await store.remove(change.write.id).catch(() => true)
    if (isOurs && !closed.signal.aborted) announce(change)
  }

  return {
    write,
    withdraw,
    get waiting() {
      return waiting.size
    },
    close() {
      stopHearing?.()
      clearTimeout(planned)
      clearTimeout(checking)
      closed.abort()
    },
  }
}

function isLater({ status }: Problem): boolean {
  return status < 400 || status >= 500 || LATER.has(status)
}

function cannotKeep(error: unknown) {
  return offline(`The outbox cannot keep it: ${error instanceof Error ? error.message : error}`).problem
}

/** `crypto.randomUUID` is there for pages from https only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
