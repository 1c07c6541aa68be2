/** How patient we are; all in milliseconds. */
export interface Pace {
  /** The wait after the first failure. It doubles with every further one. */
  first: number
  longest: number
  /** How long a transport may take for its first word, and must last not to count as broken. */
  patience: number
  /** How long to stay on a lesser transport before a better one is tried. It doubles, up to sixteen times as long. */
  climb: number
  /** How long a stream may say nothing at all, not even that it is still there. */
  silence: number
  /** How long one question may take. */
  answer: number
}

export const usualPace: Pace = {
  first: 500,
  longest: 30_000,
  patience: 5_000,
  climb: 15_000,
  silence: 75_000,
  answer: 30_000,
}

/** Half of it by chance, so that all who lost a server do not come back in the same instant. */
export function backOff({ first, longest }: Pace, failures: number): number {
  const most = Math.min(longest, first * 2 ** Math.min(failures, 16))
  return most / 2 + (Math.random() * most) / 2
}

export interface Alarm {
  /** Less long, if something else happens before. */
  sleep(ms: number, until?: Promise<unknown>): Promise<void>
  /** Wakes all who sleep. */
  ring(): void
  /** How often it has rung: whoever was not asleep then can see that he should not go to sleep now. */
  readonly rings: number
}

export function newAlarm(): Alarm {
  const sleepers = new Set<() => void>()
  let rings = 0
  return {
    get rings() {
      return rings
    },
    sleep: (ms, until) =>
      new Promise((resolve) => {
        const timer = setTimeout(wake, ms)
        function wake() {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        sleepers.add(wake)
        void until?.then(wake)
      }),
    ring() {
      rings++
      for (const wake of [...sleepers]) wake()
    },
  }
}
