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

/** Minutes of a single time, and whether it says which half of the day it means. */
interface Read {
  minutes: number
  /** `am` or `pm`, where said; `none` where it would be needed to know. */
  half: 'am' | 'pm' | 'whole' | 'open'
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
  if (word !== undefined) return { minutes: word, half: 'whole' }
  const parts = one.exec(text)
  if (!parts) return undefined
  const [hours, minutes, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]]
  if (minutes > 59) return undefined
  if (half) {
    if (hours < 1 || hours > 12) return undefined
    return { minutes: (hours % 12) * 60 + (half === 'p' ? NOON : 0) + minutes, half: `${half}m` as 'am' | 'pm' }
  }
  if (hours * 60 + minutes > DAY_MINUTES) return undefined
  // `20h` and `7:30` are of a clock of 24 hours; a bare `8` could be either half of the day.
  return { minutes: hours * 60 + minutes, half: text === parts[1] ? 'open' : 'whole' }
}

function from({ minutes, half }: Read): ClockTimes | undefined {
  return half === 'open' ? undefined : { start: minutes, end: undefined }
}

/** `7:30 - 10pm` begins in the half of the day in which it ends, if that comes before. */
function between(start: Read, end: Read): ClockTimes | undefined {
  let { minutes } = start
  if (end.half === 'open' || (start.half === 'open' && !saysHalf(end))) return undefined
  if (saysHalf(end) && !saysHalf(start) && minutes <= NOON + 59) {
    const inHalf = (minutes % NOON) + (end.half === 'pm' ? NOON : 0)
    minutes = inHalf < end.minutes ? inHalf : minutes % NOON
  }
  return { start: minutes, end: end.minutes > minutes ? end.minutes : end.minutes + DAY_MINUTES }
}

function saysHalf({ half }: Read): boolean {
  return half === 'am' || half === 'pm'
}
