import { useSignal } from '@preact/signals'
import { dateOf } from '../future/when.ts'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { RoomTabs } from '../shell/room-tabs.tsx'
import { said } from '../words/together.ts'
import { capital, words } from '../words/words.ts'
import { DateList } from './date-list.tsx'
import { dayWords } from './moments.ts'
import { isOn, Month, useMonth } from './month.tsx'
import { useDates } from './use-dates.ts'

const FIRST = 30
const REST = 200

/** A quiet month, and under it what comes; or what is over. */
export function CalendarPage({ isPast, day }: { isPast: boolean; day: string | null }) {
  const planned = day && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null
  return (
    <div class="page">
      <PageHead title={said.calendar}>
        <a class="button primary small" href={`/app/events/new${planned ? `?day=${planned}` : ''}`}>
          <Icon shape="plus" size={16} />
          {said.planEvent}
        </a>
      </PageHead>
      <RoomTabs at={isPast ? 'past' : 'calendar'} />
      <div class="page-body events">
        {isPast ? <Shelf key="past" when="past" /> : <Present day={planned} />}
      </div>
    </div>
  )
}

function Present({ day }: { day: string | null }) {
  const month = useSignal(day ?? dateOf(Date.now()))
  const dates = useMonth(month.value)
  return (
    <>
      <Month month={month.value} day={day} dates={dates} onTurn={(to) => (month.value = to)} />
      {day ? (
        <section>
          <div class="day-head">
            <h2>{capital(dayWords(day))}</h2>
            <a class="link" href="/app/events">
              {said.allToCome}
            </a>
          </div>
          <DateList dates={dates.filter((date) => isOn(date, day))} flat />
          {!dates.some((date) => isOn(date, day)) && <p class="soft pad">{said.nothingThatDay}</p>}
        </section>
      ) : (
        <Shelf key="upcoming" when="upcoming" />
      )}
      <p class="feed-line soft">
        <Icon shape="calendar" size={16} />
        <a class="link" href="/app/events/feed">
          {said.feedLink}
        </a>
      </p>
    </>
  )
}

/** What is to come, the next first; or what is over, the latest first. */
function Shelf({ when }: { when: 'upcoming' | 'past' }) {
  const most = useSignal(FIRST)
  const { now } = useDates({ when }, most.value)
  if (!now) return null
  return (
    <>
      <DateList dates={now.items} />
      {now.next && (
        <button type="button" class="link" onClick={() => (most.value += REST)}>
          {words.showMore}
        </button>
      )}
      {now.items.length === 0 && when === 'past' && <p class="soft pad">{said.nothingPast}</p>}
      {now.items.length === 0 && when === 'upcoming' && (
        <Empty title={said.nothingToCome} lead={said.nothingToComeLead}>
          <a class="button primary" href="/app/events/new">
            {said.planEvent}
          </a>
        </Empty>
      )}
    </>
  )
}
