import { said } from '../words/future.ts'
import { language, tags } from '../words/words.ts'
import { myZone } from './body.ts'
import type { Dates } from './preview.ts'
import { placeOf } from './when-picker.tsx'

const MOST_SHOWN = 5

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as the clocks of a zone have it. */
export function momentIn(at: number, zone = myZone): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat(tags, { ...long, timeZone: zone })
  formats.set(zone, format)
  return format.format(at)
}

const long = {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const

export const wordsOfDates = ({ words }: Dates) => words[language === 'fr' ? 'fr' : 'en']

interface Props {
  dates: Dates
  /** Zones of those who get it, besides mine. */
  zones: string[]
  /** Are its words more than its one date? */
  wordy: boolean
}

/** The next dates, by my clocks and by those of whoever gets it. */
export function Ticket({ dates, zones, wordy }: Props) {
  const most = dates.times.reduce((sum, { next }) => Math.max(sum, next.length), 0)
  return (
    <>
      {(wordy || dates.hidden) && <p class="ticket-words">{wordsOfDates(dates)}</p>}
      {dates.hidden && <p class="soft">{said.previewHidden}</p>}
      {dates.times.map(({ zone, next }) => (
        <ol key={zone ?? ''} class="dates">
          {next.slice(0, MOST_SHOWN).map((at) => (
            <li key={at}>
              <Moment at={at} zone={zone} zones={zones} />
            </li>
          ))}
        </ol>
      ))}
      {most > MOST_SHOWN && <p class="soft">… {said.andSoOn}</p>}
    </>
  )
}

/** Where it is the same day there, the time is enough. */
function shortMoment(at: number, zone: string, first: string): string {
  const day = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).format(at)
  if (day(zone) !== day(first)) return momentIn(at, zone)
  return new Intl.DateTimeFormat(tags, { timeStyle: 'short', timeZone: zone }).format(at)
}

/** First by the clocks by which it goes, then by the others. */
function Moment({ at, zone, zones }: { at: number; zone: string | null; zones: string[] }) {
  const first = zone ?? myZone
  const others = [...new Set(zone === null ? zones : [myZone])].filter(
    (one) => momentIn(at, one) !== momentIn(at, first),
  )
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>{momentIn(at, first)}</time>
      {zone !== null && first !== myZone && <span class="soft">{said.inTheirTime(placeOf(first))}</span>}
      {others.map((one) => (
        <span key={one} class="soft">
          {shortMoment(at, one, first)} {one === myZone ? said.inYourTime : said.inTheirTime(placeOf(one))}
        </span>
      ))}
    </>
  )
}
