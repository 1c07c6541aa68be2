import { Icon } from '../pieces/icon.tsx'
import { said } from '../words/together.ts'
import { capital, count, tags } from '../words/words.ts'
import { firstDay } from './days-of.ts'
import { datePath, type EventDate } from './event.ts'
import { dayWords, hourWords, monthWords } from './moments.ts'

const monthName = new Intl.DateTimeFormat(tags, { month: 'long', year: 'numeric', timeZone: 'UTC' })

interface Props {
  dates: EventDate[]
  flat?: boolean
  hrefOf?: (date: EventDate) => string
}

/** Dates month by month, or `flat` where it is said above on which day. */
export function DateList({ dates, flat = false, hrefOf = datePath }: Props) {
  if (flat) return <Rows dates={dates} hrefOf={hrefOf} />
  return (
    <>
      {[...Map.groupBy(dates, (date) => firstDay(date).slice(0, 7))].map(([month, some]) => (
        <section key={month} class="span">
          <h2>{capital(monthName.format(Date.parse(`${month}-01T00:00Z`)))}</h2>
          <Rows dates={some} hrefOf={hrefOf} />
        </section>
      ))}
    </>
  )
}

function Rows({ dates, hrefOf }: Required<Pick<Props, 'dates' | 'hrefOf'>>) {
  return (
    <ul>
      {dates.map((date) => (
        <li key={`${date.event_id} ${date.original_date}`}>
          <DateRow date={date} href={hrefOf(date)} />
        </li>
      ))}
    </ul>
  )
}

/** One date: its day like a leaf of a calendar, what it is, when and where, and what I have said to it. */
export function DateRow({ date, href }: { date: EventDate; href: string }) {
  const { title, venue, recurs, state, answer } = date
  const day = firstDay(date)
  return (
    <a class="row date-row" href={href} data-state={state}>
      <span class="leaf" title={dayWords(day)}>
        <span class="unseen">{dayWords(day)}</span>
        <span aria-hidden="true">{monthWords(day)}</span>
        <b aria-hidden="true">{Number(day.slice(8))}</b>
      </span>
      <span class="row-title">
        <bdi>{title}</bdi>
        {recurs && <Icon shape="repeat" size={14} />}
      </span>
      <span class="row-time">{date.counts.yes > 0 && said.coming(count(date.counts.yes))}</span>
      <span class="row-text">
        {hourWords(date)}
        {venue && (
          <>
            {' · '}
            <bdi>{venue}</bdi>
          </>
        )}
      </span>
      {state === 'cancelled' ? (
        <span class="answer-mark" data-answer="no">
          {said.cancelled}
        </span>
      ) : (
        answer && (
          <span class="answer-mark" data-answer={answer}>
            {said.mine[answer]}
          </span>
        )
      )}
    </a>
  )
}
