/** How the server writes that a chat is muted for ever: the last millisecond of the year 9999. */
export const FOR_EVER = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MORNING = 8

export const inHours = (hours: number, now = Date.now()) => now + hours * HOUR

/** Eight o'clock of the next day, by the clocks here. */
export function tomorrowMorning(now = Date.now()): number {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime()
}

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)

/** When something that lies ahead will be, as short as can be: `18:30`, `tomorrow, 08:00`, or with its day. */
export function momentAhead(tag: string, at: number, now = Date.now()): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY)
  const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' }).format(at)
  if (days <= 0) return time
  return `${days === 1 ? tomorrow(tag) : dayOf(tag, at, now)}, ${time}`
}

const tomorrow = (tag: string) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(1, 'day')

function dayOf(tag: string, at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const
  return new Intl.DateTimeFormat(tag, sameYear ? day : { ...day, year: 'numeric' }).format(at)
}
