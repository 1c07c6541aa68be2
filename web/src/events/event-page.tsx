import { inWords, nameOf, personOf, titleOf } from '../chat/names.ts'
import { myZone } from '../future/body.ts'
import { placeOf } from '../future/when-picker.tsx'
import { useAt } from '../line/fresh.ts'
import { myId } from '../line/line.ts'
import { Described } from '../message/described.tsx'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { chatPath } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { me, shown } from '../store/store.ts'
import { said } from '../words/together.ts'
import { AnswerBar } from './answer-bar.tsx'
import { API, type EventDate, type EventView, editPath, type Told } from './event.ts'
import { EventDates } from './event-dates.tsx'
import { EventForm } from './event-form.tsx'
import { EventSteering } from './event-steering.tsx'
import { Guests } from './guests.tsx'
import { momentWords } from './moments.ts'
import { Reminders } from './reminders.tsx'
import { useDates } from './use-dates.ts'
import { Where } from './where.tsx'

interface Props {
  id: string
  /** Of what recurs, one date by its original day. */
  date: string | null
  editing: boolean
}

/** One event, or one date of it, as it is now; or its form. */
export function OneEvent({ id, date, editing }: Props) {
  const { now, problem } = useAt<EventView>(`${API}/${id}`, `event:${id}`)
  const around = useAround(id, date)
  if (problem)
    return (
      <div class="page">
        <PageHead title={said.calendar} back="/app/events" />
        <Empty title={said.eventGone} lead={said.eventGoneLead} />
      </div>
    )
  if (!now || (date && !around)) return null
  const one = around?.find(({ original_date }) => original_date === date)
  if (editing && mayChange(now)) return <EventForm event={now} {...(one && { date: one })} />
  return <EventPage event={now} one={one ?? null} around={around ?? []} />
}

interface PageProps {
  event: EventView
  /** The date that is looked at, of what recurs. */
  one: EventDate | null
  around: EventDate[]
}

function EventPage({ event, one, around }: PageProps) {
  const manages = mayChange(event)
  // Of what recurs the next date says more than the first, which may be long ago.
  const told = one ?? (event.repeat && around[0]) ?? event
  const isPlanned = event.state === 'planned'
  return (
    <div class="page">
      <PageHead title={told.title} back="/app/events">
        {manages && isPlanned && (
          <a class="button small" href={editPath(event.id, one?.original_date)}>
            <Icon shape="edit" size={16} />
            {one ? said.editThisDate : said.edit}
          </a>
        )}
      </PageHead>
      <div class="page-body event-page">
        <What event={event} told={told} />
        {isPlanned && <AnswerBar event={event} />}
        <Guests event={event} manages={manages} />
        {event.repeat && <EventDates event={event} around={around} chosen={one?.original_date ?? null} />}
        {isPlanned && <Reminders event={event} />}
        <EventSteering event={event} manages={manages} date={one} />
      </div>
    </div>
  )
}

const DAY = 86_400_000
const MOST_AROUND = 12

/** The dates of an event from now on, or from the one on that is looked at. */
function useAround(event: string, date: string | null) {
  const today = new Date().setHours(0, 0, 0, 0)
  // A date that was moved may come some time before its original day.
  const from = date ? Math.min(today, Date.parse(`${date}T00:00Z`) - 31 * DAY) : today
  const most = date ? MOST_AROUND * 8 : MOST_AROUND
  return useDates({ event, from: Math.max(0, from) }, most, `event:${event}`).now?.items
}

/** Who organizes it, the admins of its chat, and of what is public those of the server. */
function mayChange({ organizer_id, chat_id }: EventView): boolean {
  if (organizer_id === myId()) return true
  if (chat_id === null) return me.value?.is_admin === true
  return (shown.value.chats[chat_id]?.role ?? 'member') !== 'member'
}

/** When and where, what it is about, who plans it and for whom. */
function What({ event, told }: { event: EventView; told: Told }) {
  const { description, venue, address, time, all_day, zone } = told
  const organizer = personOf(event.organizer_id)
  const chat = event.chat_id ? shown.value.chats[event.chat_id] : undefined
  return (
    <>
      <section class="ticket event-ticket">
        {event.state === 'cancelled' && <p class="cancelled">{said.isCancelled}</p>}
        <h2>
          <time dateTime={all_day ? told.date : new Date(told.starts_at).toISOString()}>
            {momentWords(told)}
          </time>
        </h2>
        {time && <p class="soft">{all_day ? said.unreadTime(time) : said.typedTime(time)}</p>}
        {!all_day && zone !== myZone && <p class="soft">{said.plannedIn(placeOf(zone))}</p>}
        <Where venue={venue} address={address} />
      </section>
      <Described text={description} />
      <p class="facts soft">
        {event.organizer_id === myId() ? said.byYou : said.by(inWords(nameOf(organizer)))} ·{' '}
        {event.chat_id === null ? (
          said.isPublic
        ) : (
          <a href={chatPath(event.chat_id)}>{said.forChat(chat ? inWords(titleOf(chat)) : '…')}</a>
        )}
      </p>
    </>
  )
}
