import type { House } from '../http/house.ts'

/** However far the next hour lies, the clock is looked at again after this long: it may have been set anew. */
const LONGEST_SLEEP_MS = 30_000
const AFTER_TROUBLE_MS = 5_000

/** Something that is to be done at hours which stand in the database. */
export interface Errand {
  /** Does everything that is due. */
  work(): Promise<unknown>
  /** When there will be something to do, UTC milliseconds. */
  next(): Promise<number | undefined>
  /** Does an entry of this kind say that the next hour may have come nearer? By whatever process it was said. */
  concerns(kind: string): boolean
  /** What is written down when it fails. */
  failure: string
}

/** Sleeps until the next hour, and does the errand. Answers how to stop it, which waits for what is under way. */
export function startSleeper(
  { clock, tail, logger }: Pick<House, 'clock' | 'tail' | 'logger'>,
  { work: doWork, next: nextHour, concerns, failure }: Errand,
): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  function look() {
    clearTimeout(timer)
    if (stopped) return
    if (running) again = true
    else
      running = work().finally(() => {
        running = undefined
        if (again) look()
      })
  }

  async function work() {
    again = false
    let sleep = AFTER_TROUBLE_MS
    try {
      await doWork()
      const next = (await nextHour()) ?? Number.POSITIVE_INFINITY
      sleep = Math.min(Math.max(next - clock.now(), 0), LONGEST_SLEEP_MS)
    } catch (error) {
      logger.error({ err: error }, failure)
    }
    if (stopped) return
    timer = setTimeout(look, sleep)
    timer.unref()
  }

  tail.listen({
    entry({ kind }) {
      if (concerns(kind)) look()
    },
  })
  look()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
