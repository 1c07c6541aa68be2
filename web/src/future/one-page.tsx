import { useEffect, useState } from 'preact/hooks'
import { parley } from '../line/line.ts'
import { Marked } from '../message/marked.tsx'
import { PageHead } from '../shell/page-head.tsx'
import type { Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { capital } from '../words/words.ts'
import { myZone } from './body.ts'
import { History } from './history.tsx'
import type { Dates } from './preview.ts'
import { Recipients } from './recipients.tsx'
import { isOnItsWay } from './shelves.ts'
import { Steering } from './steering.tsx'
import { momentIn, Ticket, wordsOfDates } from './ticket.tsx'
import { placeOf } from './when-picker.tsx'
import { stateWords, titleOfScheduled } from './whom.ts'

/** One message to the future: what it says, when it comes, how it stands, and what can be done about it. */
export function OnePage({ scheduled }: { scheduled: Scheduled }) {
  const { text, media, returns, secrecy, recipients, repeats, when } = scheduled
  const dates = useDates(scheduled)
  return (
    <div class="page">
      <PageHead title={titleOfScheduled(scheduled)} back="/app/future" />
      <div class="page-body future-one">
        {returns === null && (
          <div class="paper" dir="auto">
            <div class="text">
              <Marked text={text} mentions={[]} />
            </div>
            {media.length > 0 && <p class="soft">{said.withMedia(media.length)}</p>}
          </div>
        )}
        <section class="ticket" aria-live="polite">
          <h2>{capital(stateWords(scheduled))}</h2>
          <Standing scheduled={scheduled} dates={dates} />
          {when.zone && when.zone !== myZone && <p class="soft">{said.byClocksOf(placeOf(when.zone))}</p>}
          {isOnItsWay(scheduled) && returns === null && (
            <p class="soft">{secrecy === 'sealed' ? said.sealed : said.announced}</p>
          )}
        </section>
        <Steering scheduled={scheduled} />
        {tellsMore(scheduled) && <Recipients scheduled={scheduled} />}
        {(repeats || recipients.some(({ n }) => n > 1)) && <History scheduled={scheduled} />}
      </div>
    </div>
  )
}

/** Is there more to say of those who get it than how it stands with all of it? */
const tellsMore = ({ recipients }: Scheduled) =>
  recipients.length > 1 || recipients.some(({ state }) => state !== 'planned')

/** When it comes, as far as I may know. */
function Standing({ scheduled, dates }: { scheduled: Scheduled; dates: Dates | null }) {
  const { next_at, repeats, when } = scheduled
  if (!isOnItsWay(scheduled)) return dates ? <p class="ticket-words">{wordsOfDates(dates)}</p> : null
  if (dates && (repeats || dates.hidden)) return <Ticket dates={dates} zones={[]} wordy />
  if (next_at === null) return <p class="soft">{said.previewHidden}</p>
  return (
    <>
      {when.where_you_are && dates && <p class="ticket-words">{wordsOfDates(dates)}</p>}
      <p class="next-date">
        <time dateTime={new Date(next_at).toISOString()}>{momentIn(next_at)}</time>
      </p>
    </>
  )
}

/** What the server says of its dates; of what comes back at a moment that was drawn, nothing is asked. */
function useDates({ id, version, returns, when }: Scheduled): Dates | null {
  const [dates, setDates] = useState<Dates | null>(null)
  const isDrawn = returns !== null && Object.keys(when).length === 0
  useEffect(() => {
    if (isDrawn) return
    const asking = new AbortController()
    parley()
      .request<Dates>('GET', `/api/v1/scheduled/${id}/preview`, { signal: asking.signal })
      .then(setDates, () => {})
    return () => asking.abort()
  }, [id, version])
  return dates
}
