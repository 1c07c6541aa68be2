import { second } from '../clock.ts'
import type { Channel } from '../db/schema.ts'
import type { House } from '../http/house.ts'
import { onEnqueued } from './enqueue.ts'
import { type IsNeedless, type Lane, openLane, type Sender } from './lane.ts'

/** How each channel sends. A channel that is not there is off: what is put there waits until it expires. */
export type Senders = Partial<Record<Channel, Sender>>

export interface Outbox {
  /** Sends all that is due now. Resolves when nothing is. */
  run(): Promise<void>
  /** From now on everything is sent as soon as it is due. */
  start(): void
  close(): Promise<void>
}

/** What other processes have put here, or left behind, is found so much later at most. */
const LOOK_EVERY_MS = 10 * second
const GRACE_MS = 5 * second

/** The way out of the house: everything at least once, until it has arrived, has expired or is given up. */
export function openOutbox(house: House, senders: Senders, isNeedless: IsNeedless): Outbox {
  const lanes = Object.entries(senders).map(([channel, send]) =>
    openLane(house, channel as Channel, send, isNeedless),
  )
  let stops: (() => Promise<void>)[] = []
  return {
    async run() {
      await Promise.all(lanes.map((lane) => lane.run()))
    },
    start() {
      stops = lanes.map((lane) => keepRunning(house, lane))
    },
    async close() {
      const stopped = stops.map((stop) => stop())
      await Promise.all(lanes.map((lane) => lane.close(GRACE_MS)))
      await Promise.all(stopped)
    },
  }
}

/** Runs a lane whenever something is due: sleeps until then, and is woken when something is put into the outbox. */
function keepRunning({ clock, logger }: House, lane: Lane): () => Promise<void> {
  let timer: Timer | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  function wake() {
    clearTimeout(timer)
    if (stopped) return
    if (!running) running = work()
    else {
      again = true
      lane.poke()
    }
  }

  async function work() {
    let sleep = LOOK_EVERY_MS
    try {
      do {
        again = false
        await lane.run()
      } while (again && !stopped)
      const due = await lane.nextDue()
      if (due !== undefined) sleep = Math.min(sleep, Math.max(0, due - clock.now()))
    } catch (error) {
      if (!stopped) logger.warn({ err: error }, 'the outbox could not be looked through; trying again')
    }
    running = undefined
    if (again) return wake()
    if (stopped) return
    timer = setTimeout(wake, sleep)
    timer.unref()
  }

  const leave = onEnqueued(wake)
  wake()
  return async () => {
    stopped = true
    leave()
    clearTimeout(timer)
    await running
  }
}
