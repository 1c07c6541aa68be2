import { expect } from 'bun:test'
import { remindDue } from '../src/events/remind.ts'
import type { EventView } from '../src/events/view.ts'
import { testApi } from './api.ts'
import { type TestHouse, testHouse } from './house.ts'

export type Who = TestHouse['alice']

/** A house in which people plan events. Its clock stands at Saturday, 21 November 2026, 09:00 UTC. */
export async function eventHouse(...given: Parameters<typeof testHouse>) {
  const its = await testHouse(...given)
  await its.house.db.writer.updateTable('sessions').set({ expires_at: Number.MAX_SAFE_INTEGER }).execute()
  return { ...its, ...eventCalls(its) }
}

/** The calls of the API that have to do with events. */
export function eventCalls({ house, hears, clock }: Pick<TestHouse, 'house' | 'hears' | 'clock'>) {
  const api = testApi(house)
  const ask = (who: Who, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.as(who)(method, path, body, headers)

  /** The same, which must succeed. */
  async function must(who: Who, method: string, path: string, body?: unknown) {
    const answer = await ask(who, method, path, body)
    expect([method, path, answer.status < 300, answer.body]).toEqual([method, path, true, answer.body])
    return answer.body
  }

  const plan = (who: Who, more: object = {}): Promise<EventView> =>
    must(who, 'POST', '/events', { title: 'Concert', date: '2027-07-14', time: '8pm', ...more })
  const answer = (who: Who, event: { id: string }, said: 'yes' | 'maybe' | 'no'): Promise<EventView> =>
    must(who, 'PUT', `/events/${event.id}/answer`, { answer: said })
  const show = (who: Who, event: { id: string }): Promise<EventView> =>
    must(who, 'GET', `/events/${event.id}`)
  const code = async (...given: Parameters<typeof ask>) =>
    (await ask(...given)).body.code as string | undefined

  /** Of what somebody has heard since a number, what is about events. */
  async function hearsOf(who: Who, after: number) {
    const heard = await hears(who, after)
    return heard.filter(({ kind }) => kind.startsWith('event.'))
  }

  /** Time passes, and who is to be reminded by then is. */
  async function pass(ms: number): Promise<void> {
    clock.move(ms)
    while ((await house.commit((tx) => remindDue(tx))) > 0);
  }
  return { ...api, ask, must, plan, answer, show, code, hearsOf, pass }
}
