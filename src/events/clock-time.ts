/** What people type as a time of day, in minutes since midnight. An end that is not after the start is of the next day. */
export interface ClockTimes {
  start: number
  /** Undefined where only the beginning is said. Up to 48 hours. */
  end: number | undefined
}

const DAY_MINUTES = 24 * 60
const NOON = 12 * 60

const words: Record<string, number> = { noon: NOON, midday: NOON, midi: NOON, midnight: 0, minuit: 0 }
/** An end that says nothing. */
const open = /^(?:late|open end|close|onwards?|\?+|…|\.{3})$/

const one = /^(\d{1,2})(?:\s*[:.h]\s*(\d\d)|\s*h)?(?:\s*([ap])\.?\s?m\.?)?$/

/** A single time, and how it says which half of the day it means: not at all, if it is a bare number. */
interface Read {
  minutes: number
  by: 'am' | 'pm' | 'clock' | 'word' | 'nothing'
}

/**
 * Reads `8pm`, `7:30 - 10pm`, `20h`, `20h30`, `19:00–22:00`, `noon`, `midnight` and the like; undefined for what is no
 * time of day. Midnight is the one with which the day begins, and at the end of a range the one with which it ends.
 */
export function readClockTimes(text: string): ClockTimes | undefined {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:from|de|ab|at|à)\s+/, '')
    .replace(/\s*\+$|\s+onwards?$/, ' - late')
  const [first = '', last, ...more] = plain
    .split(/\s*(?:[-–—−]|\b(?:to|till|til|until)\b|(?<=[\dh\s])à(?=\s))\s*/)
    .map((part) => part.trim())
  if (more.length > 0) return undefined
  const start = readOne(first)
  if (last === undefined || open.test(last)) return start && from(start)
  const end = readOne(last)
  return start && end && between(start, end)
}

function readOne(text: string): Read | undefined {
  const word = words[text]
  if (word !== undefined) return { minutes: word, by: 'word' }
  const parts = one.exec(text)
  if (!parts) return undefined
  const [hours, minutes, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]]
  if (minutes > 59) return undefined
  if (half) {
    const isHour = hours >= 1 && hours <= 12
    const since = (hours % 12) * 60 + minutes + (half === 'p' ? NOON : 0)
    return isHour ? { minutes: since, by: half === 'p' ? 'pm' : 'am' } : undefined
  }
  const since = hours * 60 + minutes
  if (since > DAY_MINUTES) return undefined
  return { minutes: since, by: text === parts[1] ? 'nothing' : 'clock' }
}

function from({ minutes, by }: Read): ClockTimes | undefined {
  return by === 'nothing' || minutes === DAY_MINUTES ? undefined : { start: minutes, end: undefined }
}

function between(start: Read, end: Read): ClockTimes | undefined {
  if (end.by === 'nothing' || (start.by === 'nothing' && end.by === 'word')) return undefined
  if (start.minutes === DAY_MINUTES) return undefined
  const minutes = inHalfOf(end, start)
  return { start: minutes, end: end.minutes > minutes ? end.minutes : end.minutes + DAY_MINUTES }
}

/** `7:30 - 10pm` begins in the half of the day in which it ends, if that comes before. */
function inHalfOf(end: Read, { minutes, by }: Read): number {
  const isSaid = by === 'am' || by === 'pm' || by === 'word' || minutes >= NOON + 60
  if (isSaid || (end.by !== 'am' && end.by !== 'pm')) return minutes
  const since = (minutes % NOON) + (end.by === 'pm' ? NOON : 0)
  return since < end.minutes ? since : minutes
}
