import type { House } from '../http/house.ts'
import { type AtStep, deliverDue, deliverOne } from './deliver.ts'
import { giveUp, postpone } from './postpone.ts'

const MOST_AT_ONCE = 500
/** However far the next hour lies, the clock is looked at again after this long: it may have been set anew. */
const LONGEST_SLEEP_MS = 30_000
const AFTER_TROUBLE_MS = 5_000

type Needs = Pick<House, 'db' | 'commit' | 'clock' | 'tail' | 'logger'>

/** Delivers everything that is due, so many in each transaction. Answers how many occurrences were dealt with. */
export async function deliverAllDue(house: Needs, most = MOST_AT_ONCE, step?: AtStep): Promise<number> {
  let all = 0
  for (;;) {
    const done = await deliverSome(house, most, step)
    all += done
    if (done < most) return all
  }
}

/** One that breaks takes nobody with it: then each is delivered by itself, and the broken one is put off. */
async function deliverSome(
  { commit, db, clock, logger }: Needs,
  most: number,
  step?: AtStep,
): Promise<number> {
  try {
    return await commit((tx) => deliverDue(tx, most, step))
  } catch (error) {
    logger.warn(
      { err: error },
      'messages to the future could not be delivered together; trying each by itself',
    )
  }
  const due = await db.reader
    .selectFrom('occurrences')
    .select('id')
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .orderBy('id')
    .limit(most)
    .execute()
  for (const { id } of due)
    await commit((tx) => deliverOne(tx, id)).catch((error) => {
      logger.error({ err: error, occurrence: id }, 'a message to the future could not be delivered')
      return commit((tx) => postpone(tx, id)).catch(() => commit((tx) => giveUp(tx, id)))
    })
  return due.length
}

/** When something is to be looked at next. */
export async function nextDue({ db }: Pick<House, 'db'>): Promise<number | undefined> {
  const first = await db.reader
    .selectFrom('occurrences')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return first?.next_at ?? undefined
}

/** Something else that is to be done at its hour, of which the alarm takes care in the same sleep. */
export interface Duty {
  /** Entries of these kinds may have brought its next hour nearer. */
  wakes: readonly string[]
  /** Does all that is due. */
  work(house: Needs): Promise<unknown>
  /** UTC milliseconds; undefined when nothing waits. */
  next(house: Needs): Promise<number | undefined>
}

const delivering: Duty = {
  wakes: ['scheduled.planned', 'scheduled.updated'],
  work: (house) => deliverAllDue(house),
  next: (house) => nextDue(house),
}

/**
 * Sleeps until the next hour and delivers what is due. An entry about something that was scheduled, by whatever
 * process, makes it look again: the next hour may have come nearer. Answers how to stop it, which waits for a delivery
 * that is under way.
 */
export function startAlarm(house: Needs, also: readonly Duty[] = []): () => Promise<void> {
  const duties = [delivering, ...also]
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
    let sleep = LONGEST_SLEEP_MS
    for (const duty of duties) sleep = Math.min(sleep, await perform(duty))
    if (stopped) return
    timer = setTimeout(look, sleep)
    timer.unref()
  }

  /** Answers after how long it is to be done again. One that fails holds up none of the others. */
  async function perform(duty: Duty): Promise<number> {
    try {
      await duty.work(house)
      const next = (await duty.next(house)) ?? Number.POSITIVE_INFINITY
      return Math.max(next - house.clock.now(), 0)
    } catch (error) {
      house.logger.error({ err: error }, 'what was due could not be delivered')
      return AFTER_TROUBLE_MS
    }
  }

  const waking = new Set(duties.flatMap((duty) => duty.wakes))
  house.tail.listen({
    entry({ kind }) {
      if (waking.has(kind)) look()
    },
  })
  look()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
