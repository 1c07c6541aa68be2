import { hour, minute, second } from './clock.ts'
import { forgetAsked } from './contacts/count-asked.ts'
import { extendDates } from './events/dates.ts'
import { closeForgotten } from './games/close-room.ts'
import type { House } from './http/house.ts'
import { forgetKeys } from './http/once.ts'
import { prune } from './log/prune.ts'
import { collectMedia, sweepStaging } from './media/collect.ts'
import type { Storage } from './media/storage/storage.ts'
import { indexSome } from './messages/search-index.ts'
import { forgetSettled } from './outbox/forget.ts'
import { measureOutbox } from './outbox/measure.ts'
import { forgetDevices } from './transports/push/devices.ts'
import { forgetExpired } from './users/links.ts'
import { forgetEnded } from './users/sessions.ts'

type Work = (house: House, storage: Storage) => Promise<unknown>

/** Everything that the program does by itself, and when. */
const schedule: [every: number, what: string, work: Work][] = [
  [second, 'index messages for searching', indexSome],
  [minute, 'collect media that nothing holds', collectMedia],
  [hour, 'sweep what is left of uploads', sweepStaging],
  [minute, 'work out dates that have come nearer', ({ commit }) => commit(extendDates)],
  [15 * second, 'measure the outbox', measureOutbox],
  [hour, 'forget what was sent', ({ commit }) => commit(forgetSettled)],
  [hour, 'forget devices of sessions that ended', ({ commit }) => commit(forgetDevices)],
  [hour, 'prune the log', ({ commit, clock, config }) => prune(commit, clock.now() - config.logKeepMs)],
  [hour, 'forget what contacts were asked for', ({ commit }) => commit(forgetAsked)],
  [hour, 'forget links and codes', ({ commit }) => commit(forgetExpired)],
  [hour, 'close rooms that are forgotten', ({ commit }) => commit(closeForgotten)],
  [hour, 'forget ended sessions', ({ commit }) => commit(forgetEnded)],
  [hour, 'forget idempotency keys', ({ commit }) => commit(forgetKeys)],
]

export function startSchedule(house: House, storage: Storage): () => void {
  const timers = schedule.map(([every, what, work]) => {
    const timer = setInterval(() => {
      work(house, storage).catch((error) => house.logger.error({ err: error, what }, 'scheduled work failed'))
    }, every)
    timer.unref()
    return timer
  })
  return () => timers.forEach(clearInterval)
}
