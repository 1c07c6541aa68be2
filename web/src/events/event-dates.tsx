import { said } from '../words/together.ts'
import { capital } from '../words/words.ts'
import { firstDay } from './days-of.ts'
import { type EventDate, type EventView, eventPath } from './event.ts'
import { dayWords, hourWords, momentWords } from './moments.ts'

const MOST = 12

interface Props {
  event: EventView
  around: EventDate[]
  /** The one that is looked at. */
  chosen: string | null
}

/** The next dates of what recurs; each can be looked at, and changed, by itself. */
export function EventDates({ event, around, chosen }: Props) {
  const at = Math.max(
    0,
    around.findIndex(({ original_date }) => original_date === chosen),
  )
  return (
    <section class="event-dates">
      <h2>{said.dates}</h2>
      <ul class="plain">
        {around.slice(at, at + MOST).map((one) => (
          <li key={one.original_date}>
            <a
              class="link"
              href={eventPath(event.id, one.original_date)}
              aria-current={one.original_date === chosen ? 'date' : undefined}
              title={momentWords(one)}
            >
              {capital(dayWords(firstDay(one)))}
            </a>
            <span class="soft">
              {hourWords(one)}
              {one.is_changed && ` · ${said.isChanged}`}
            </span>
          </li>
        ))}
      </ul>
      {chosen && (
        <a class="link" href={eventPath(event.id)}>
          {said.allDates}
        </a>
      )}
    </section>
  )
}
