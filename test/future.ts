import { expect } from 'bun:test'
import { messageRoutes } from '../src/messages/routes.ts'
import { deliverAllDue } from '../src/scheduled/alarm.ts'
import type { ScheduledView } from '../src/scheduled/scheduled.ts'
import { testApi } from './api.ts'
import { type TestHouse, testHouse } from './house.ts'

export type Who = TestHouse['alice']

/** A house in which people write to the future, and time is moved. */
export async function futureHouse(...given: Parameters<typeof testHouse>) {
  const its = await testHouse(...given)
  // Years pass here, and nobody is to log in again.
  await its.house.db.writer.updateTable('sessions').set({ expires_at: Number.MAX_SAFE_INTEGER }).execute()
  const api = testApi(its.house, messageRoutes)

  /** A call of the scheduled messages, as somebody. */
  const ask = (who: Who, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.as(who)(method, `/scheduled${path}`, body, headers)

  /** The same, which must succeed. */
  async function must(who: Who, method: string, path: string, body?: unknown) {
    const answer = await ask(who, method, path, body)
    expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body])
    return answer.body
  }

  const write = (who: Who, body: object): Promise<ScheduledView> => must(who, 'POST', '', body)
  const show = (who: Who, id: string): Promise<ScheduledView> => must(who, 'GET', `/${id}`)

  /** Time passes, and what is due by then is delivered. Answers how many occurrences were dealt with. */
  async function pass(ms: number): Promise<number> {
    its.clock.move(ms)
    return deliverAllDue(its.house)
  }

  /** The messages that somebody has received since a number. */
  async function arrivals(who: Who, after = 0) {
    const heard = await its.hears(who, after)
    return heard.filter(({ kind }) => kind === 'message.sent').map(({ body }) => body.message)
  }
  const texts = async (who: Who, after = 0) => (await arrivals(who, after)).map((one) => one.text as string)
  const statesOf = async (who: Who, id: string) => (await show(who, id)).recipients.map((one) => one.state)

  return { ...its, api, ask, must, write, show, pass, arrivals, texts, statesOf }
}
