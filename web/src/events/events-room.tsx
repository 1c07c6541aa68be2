import { CalendarPage } from './calendar-page.tsx'
import { EventForm } from './event-form.tsx'
import { OneEvent } from './event-page.tsx'
import { FeedPage } from './feed-page.tsx'

interface Props {
  /** '' for the calendar, 'new', 'feed', or the id of one event. */
  part: string
  more: string
  query: URLSearchParams
}

/** Everything about events: the calendar, one event, planning and changing one, and my calendar elsewhere. */
export function EventsRoom({ part, more, query }: Props) {
  const date = query.get('date')
  if (part === '') return <CalendarPage isPast={query.get('shelf') === 'past'} day={query.get('day')} />
  if (part === 'feed') return <FeedPage />
  if (part === 'new') return <EventForm chatId={query.get('chat')} day={query.get('day')} />
  return <OneEvent key={`${part} ${date} ${more}`} id={part} date={date} editing={more === 'edit'} />
}
