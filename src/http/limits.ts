import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import { Problem } from '../problem.ts'

export interface Limits {
  /** Counts a request of a known user. @throws Problem too_many */
  user(userId: string): Promise<void>
  /** Counts a request of somebody unknown, by address. @throws Problem too_many */
  address(address: string): Promise<void>
}

/** Requests per minute, in memory of this process; 0 is no limit. */
export function openLimits(config: Config): Limits {
  return {
    user: limiter(config.ratePerMinute),
    address: limiter(config.rateAnonymousPerMinute),
  }
}

function limiter(points: number): (key: string) => Promise<void> {
  if (points === 0) return async () => {}
  const counter = new RateLimiterMemory({ points, duration: 60 })
  return async (key) => {
    try {
      await counter.consume(key)
    } catch (refused) {
      const retryAfter = Math.max(1, (refused as RateLimiterRes).msBeforeNext / 1000)
      throw new Problem('too_many', `No more than ${points} requests a minute; slow down`, { retryAfter })
    }
  }
}
