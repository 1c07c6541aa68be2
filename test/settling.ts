import { day } from '../src/clock.ts'
import { type Plan, previewFor, type Settling, settle } from '../src/scheduled/when/plan.ts'
import { When } from '../src/scheduled/when/when.ts'

/** What plans are made by in tests: alice writes on New Year's Day 2027 at nine, in Paris. */
export const newYear: Settling = {
  now: Date.UTC(2027, 0, 1, 8),
  zone: 'Europe/Paris',
  choices: [],
  leastMs: 1000,
  mostMs: 100 * 365.25 * day,
}

/** A plan for what a client sends, through the same check as its request. */
export function plan(when: unknown, settling: Partial<Settling> = {}): Plan {
  return settle(When.parse(when), { ...newYear, ...settling })
}

/** What a plan is refused with. */
export function refusal(when: unknown, settling: Partial<Settling> = {}): string {
  try {
    return JSON.stringify(plan(when, settling))
  } catch (error) {
    return (error as Error).message
  }
}

/** The next occurrences, in UTC and to the minute, for a recipient in this zone. */
export function timesOf(plan: Plan, most: number, zone: string | null = null): string[] {
  return previewFor(plan, zone, 0, most).map((at) => new Date(at).toISOString().slice(0, 16))
}

/** Does it take less processor time than this, in milliseconds? It has three tries: the machine has other things to do. */
export function isQuicker(most: number, run: () => void): boolean {
  return [1, 2, 3].some(() => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 < most
  })
}
