import { day, hour, minute } from './clock.ts'
import type { Language } from './db/schema.ts'

const week = 7 * day
const month = 30.4375 * day
const year = 365.2425 * day

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** A distance as people say it: each unit serves up to a length, and is rounded. 360 days are 1 year, 19 months are 2. */
function distance(ms: number): { count: number; unit: Unit } {
  const steps: [number, Unit, number][] = [
    [59.5 * minute, 'minute', minute],
    [23.5 * hour, 'hour', hour],
    [6.5 * day, 'day', day],
    [24 * day, 'week', week],
    [350 * day, 'month', month],
  ]
  const [, unit, size] = steps.find(([below]) => ms < below) ?? [0, 'year' as const, year]
  return { count: Math.max(1, Math.round(ms / size)), unit }
}

/** Said of a message from the past: "sent 1 year ago", "envoyé il y a 1 an". */
export function label(writtenAt: number, arrivesAt: number, language: Language): string {
  const sent = { en: 'sent', fr: 'envoyé' }[language]
  const ago = arrivesAt - writtenAt
  if (ago < minute) return `${sent} ${{ en: 'a moment ago', fr: 'à l’instant' }[language]}`
  const { count, unit } = distance(ago)
  return `${sent} ${new Intl.RelativeTimeFormat(language).format(-count, unit)}`
}
