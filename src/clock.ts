/** The one source of time. Tests hand in a clock that they move. */
export interface Clock {
  /** UTC, in milliseconds since 1970. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
