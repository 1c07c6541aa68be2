import { second } from '../clock.ts'
import type { Channel, OutboxRow } from '../db/schema.ts'
import type { House } from '../http/house.ts'
import { claim, nextDue } from './claim.ts'
import { type Outcome, settle } from './settle.ts'

/** What a sender is handed. */
export interface Outgoing {
  id: string
  userId: string | null
  to: string
  body: unknown
  collapseKey: string | null
  /** UTC milliseconds */
  expiresAt: number
  /** Which attempt this is: 1, 2, 3 … */
  attempt: number
}

/** Carries something out of the house. What it throws counts as `later`. */
export type Sender = (item: Outgoing, signal: AbortSignal) => Promise<Outcome>

/** Is what was to be said needless by now? */
export type IsNeedless = (unless: unknown, userId: string | null) => Promise<boolean>

const MOST_AT_ONCE = 64
const PATIENCE_MS = 30 * second

/** Sends what waits in one channel, some at a time. One that hangs holds up nobody in another channel. */
export function openLane(house: House, channel: Channel, send: Sender, isNeedless: IsNeedless) {
  const { commit, db, clock, logger, metrics } = house
  const busy = new Set<Promise<void>>()
  const stop = new AbortController()
  let closed = false

  let poked = Promise.withResolvers<void>()

  /** Sends all that is due, until nothing is; or until it is closed, when what has begun still ends. */
  async function run(): Promise<void> {
    for (;;) {
      poked = Promise.withResolvers<void>()
      await beginSome()
      if (busy.size === 0) return
      await Promise.race([poked.promise, ...busy])
    }
  }

  async function beginSome() {
    const free = closed ? 0 : MOST_AT_ONCE - busy.size
    const rows = free > 0 ? await commit((tx) => claim(tx, channel, free)) : []
    for (const row of rows) begin(row)
  }

  function begin(row: OutboxRow) {
    const work = deliver(row)
      .catch((error) => logger.error({ err: error, channel, id: row.id }, 'the outbox could not go on'))
      .finally(() => busy.delete(work))
    busy.add(work)
  }

  async function deliver(row: OutboxRow) {
    const outcome = await attempt(row)
    const state = await commit((tx) => settle(tx, row, outcome))
    metrics.outboxAttempts.inc({ channel, result: outcome.result })
    const { id, tries } = row
    if (state === 'refused' || state === 'expired')
      logger.warn({ channel, id, tries, state, reason: reasonOf(outcome) }, 'something could not be sent')
  }

  async function attempt(row: OutboxRow): Promise<Outcome> {
    try {
      if (row.expires_at <= clock.now()) return { result: 'expired' }
      const unless: unknown = row.unless === null ? null : JSON.parse(row.unless)
      if (unless !== null && (await isNeedless(unless, row.user_id))) return { result: 'skipped' }
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)])
      return await Promise.race([send(toOutgoing(row), signal), givenUp(signal)])
    } catch (error) {
      return { result: 'later', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  return {
    run,
    /** Looks at once whether more is due, even while something else is being sent. */
    poke: () => poked.resolve(),
    nextDue: () => nextDue(db, channel, clock.now()),
    /** Nothing new is begun; what has begun is given a moment. */
    async close(graceMs: number) {
      closed = true
      const patience = setTimeout(() => stop.abort(), busy.size === 0 ? 0 : graceMs)
      await Promise.all(busy)
      clearTimeout(patience)
      stop.abort()
    },
  }
}

export type Lane = ReturnType<typeof openLane>

/** A sender that does not listen to the signal must not hold up the others. */
function givenUp(signal: AbortSignal): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const giveUp = () => resolve({ result: 'later', reason: 'There was no answer in time' })
  if (signal.aborted) giveUp()
  else signal.addEventListener('abort', giveUp, { once: true })
  return promise
}

const reasonOf = (outcome: Outcome) => ('reason' in outcome ? outcome.reason : undefined)

function toOutgoing({ id, user_id, recipient, body, collapse_key, expires_at, tries }: OutboxRow): Outgoing {
  return {
    id,
    userId: user_id,
    to: recipient,
    body: JSON.parse(body),
    collapseKey: collapse_key,
    expiresAt: expires_at,
    attempt: tries,
  }
}
