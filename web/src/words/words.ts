import { en, type Words } from './en.ts'
import { sizeIn, withSizes } from './sizes.ts'

/** Each is one file; a browser fetches that which it needs. */
const languages: Record<string, () => Promise<Words> | Words> = {
  en: () => en,
  fr: async () => (await import('./fr.ts')).fr,
}
const CHOSEN = 'parley-language'

function chosen(): string | null {
  try {
    return localStorage.getItem(CHOSEN)
  } catch {
    return null
  }
}

/** Notes down which language whoever is signed in has chosen; null is the browser's own. Nothing of it stays after him. */
export function noteLanguage(next: string | null): void {
  try {
    if (next) localStorage.setItem(CHOSEN, next)
    else localStorage.removeItem(CHOSEN)
  } catch {}
}

/** Speaks it from now on, which takes the page anew; a browser that keeps nothing goes on speaking its own. */
export function speak(next: string | null): void {
  noteLanguage(next)
  if (chosen() === next && (next ?? ofBrowser().slice(0, 2).toLowerCase()) !== language) location.reload()
}

const ofBrowser = () => navigator.languages.find((tag) => languages[tag.slice(0, 2).toLowerCase()]) ?? 'en'
const wanted = chosen() ?? ofBrowser()
export const language = wanted.slice(0, 2).toLowerCase()

/** Everything that the page says, in the language of the browser, or that which was chosen in it. */
export const words: Words = (await languages[language]?.()) ?? en

document.documentElement.lang = language

/** Dates are written as is usual where the reader is. */
export const tags = navigator.language.startsWith(language) ? navigator.language : wanted
export const clockTime = new Intl.DateTimeFormat(tags, { hour: 'numeric', minute: '2-digit' })
export const shortDate = new Intl.DateTimeFormat(tags, { day: 'numeric', month: 'short' })
export const longDate = new Intl.DateTimeFormat(tags, { weekday: 'long', day: 'numeric', month: 'long' })
const dayAndMonth = new Intl.DateTimeFormat(tags, { day: 'numeric', month: 'long' })
export const fullDate = new Intl.DateTimeFormat(tags, { day: 'numeric', month: 'long', year: 'numeric' })
export const fullTime = new Intl.DateTimeFormat(tags, { dateStyle: 'full', timeStyle: 'short' })
/** For the name of a file: no colons, which some systems do not like. */
export const fileDate = (at: number) =>
  new Intl.DateTimeFormat(tags, { dateStyle: 'medium', timeStyle: 'short' }).format(at).replaceAll(':', '.')
const weekday = new Intl.DateTimeFormat(tags, { weekday: 'short' })
export const relative = new Intl.RelativeTimeFormat(tags, { numeric: 'auto' })
const since = new Intl.RelativeTimeFormat(tags)
const number = new Intl.NumberFormat(tags)

export const count = (value: number) => number.format(value)
export const size = (bytes: number) => sizeIn(tags, bytes)
export const sized = (sentence: string) => withSizes(tags, sentence)

const DAY = 86_400_000

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

/** How many midnights lie between then and now. */
function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY)
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(tags) + text.slice(1)
}

/** Short, for a list: the time today, the weekday this week, else the date. */
export function when(at: number, now = Date.now()): string {
  const days = daysAgo(at, now)
  if (days <= 0) return clockTime.format(at)
  if (days === 1) return capital(relative.format(-1, 'day'))
  if (days < 7) return weekday.format(at)
  return shortDate.format(at)
}

/** For the line between two days. */
export function dayOf(at: number, now = Date.now()): string {
  const days = daysAgo(at, now)
  if (days <= 1) return capital(relative.format(-Math.max(days, 0), 'day'))
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return capital((sameYear ? longDate : fullDate).format(at))
}

/** How long ago, in the largest whole unit. */
export function ago(at: number, now = Date.now()): string {
  const minutes = Math.round((now - at) / 60_000)
  if (minutes < 1) return words.justNow
  if (minutes < 60) return relative.format(-minutes, 'minute')
  if (minutes < 24 * 60) return relative.format(-Math.round(minutes / 60), 'hour')
  return relative.format(-Math.round(minutes / 1440), 'day')
}

const MONTH = 30.4375 * DAY
const YEAR = 365.2425 * DAY

/** How long ago something was written, as people say it: each unit serves up to a length, and is rounded. */
export function longAgo(at: number, now = Date.now()): string {
  const past = now - at
  const steps: [below: number, unit: Intl.RelativeTimeFormatUnit, size: number][] = [
    [59.5 * 60_000, 'minute', 60_000],
    [23.5 * 3_600_000, 'hour', 3_600_000],
    [6.5 * DAY, 'day', DAY],
    [24 * DAY, 'week', 7 * DAY],
    [350 * DAY, 'month', MONTH],
  ]
  if (past < 60_000) return words.aMomentAgo
  const [, unit, size] = steps.find(([below]) => past < below) ?? [0, 'year' as const, YEAR]
  return since.format(-Math.max(1, Math.round(past / size)), unit)
}

/** On which day something will be: with the year, unless it is this one. */
export function dayAhead(at: number, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (sameYear ? dayAndMonth : fullDate).format(at)
}
