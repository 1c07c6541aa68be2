import type { House } from '../http/house.ts'
import { type AtStep, deliverDue, deliverOne } from './deliver.ts'
import { giveUp, postpone } from './postpone.ts'
import { startSleeper } from './sleeper.ts'

/** With fewer in each transaction the same pages would be written again and again; more would hold everybody else up. */
const MOST_AT_ONCE = 1000

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

/**
 * Delivers messages when their hour comes. An entry about something that was scheduled, by whatever process, makes it
 * look again. Answers how to stop it.
 */
export function startAlarm(house: Needs): () => Promise<void> {
  return startSleeper(house, {
    work: () => deliverAllDue(house),
    next: () => nextDue(house),
    concerns: (kind) => kind === 'scheduled.planned' || kind === 'scheduled.updated',
    failure: 'messages to the future could not be delivered',
  })
}
