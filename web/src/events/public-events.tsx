import './style.ts'
import { useEffect, useState } from 'preact/hooks'
import { signedIn } from '../line/line.ts'
import { Described } from '../message/described.tsx'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import type { Page } from '../store/things.ts'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { countsIn } from './answer-bar.tsx'
import { DateList } from './date-list.tsx'
import { type EventDate, type EventView, eventPath, PUBLIC } from './event.ts'
import { momentWords } from './moments.ts'
import { Where } from './where.tsx'

const ALL = '/app/events/public'
const PAGE = 50

/** What is for everybody, and may be seen without a login: all of it that is to come, or one event. */
export function PublicEvents({ eventId }: { eventId: string }) {
  return <main class="page public-events">{eventId ? <One key={eventId} id={eventId} /> : <All />}</main>
}

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

function All() {
  const [dates, setDates] = useState<EventDate[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  async function more(after: string | null) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(after && { after }) })
    const page = await read<Page<EventDate>>(`${PUBLIC}?${query}`)
    setDates((before) => [...((after && before) || []), ...page.items])
    setNext(page.next)
  }
  useEffect(() => {
    void more(null).catch(() => setDates([]))
  }, [])
  return (
    <>
      <PageHead title={words.publicEvents}>
        <LogIn href={signedIn.value === 'yes' ? '/app/events' : '/'} />
      </PageHead>
      <div class="page-body events">
        {dates && <DateList dates={dates} hrefOf={({ event_id }) => `${ALL}/${event_id}`} />}
        {next && (
          <button type="button" class="link" onClick={() => void more(next).catch(() => {})}>
            {words.showMore}
          </button>
        )}
        {dates?.length === 0 && <Empty title={said.nothingPublic} lead={said.nothingPublicLead} />}
      </div>
    </>
  )
}

function LogIn({ href }: { href: string }) {
  return (
    <a class="button small" href={href}>
      {signedIn.value === 'yes' ? said.calendar : words.signIn}
    </a>
  )
}

function One({ id }: { id: string }) {
  const [event, setEvent] = useState<EventView | null | 'gone'>(null)
  useEffect(() => {
    read<EventView>(`${PUBLIC}/${id}`).then(setEvent, () => setEvent('gone'))
  }, [])
  if (event === null) return null
  if (event === 'gone')
    return (
      <>
        <PageHead title={words.publicEvents} back={ALL} />
        <Empty title={said.eventGone} lead={said.eventGoneLead} />
      </>
    )
  const { title, state, venue, address, description } = event
  return (
    <>
      <PageHead title={title} back={ALL}>
        <LogIn href={eventPath(id)} />
      </PageHead>
      <div class="page-body event-page">
        <section class="ticket event-ticket">
          {state === 'cancelled' && <p class="cancelled">{said.isCancelled}</p>}
          <h2>{momentWords(event)}</h2>
          <Where venue={venue} address={address} />
        </section>
        <Described text={description} />
        {state === 'planned' && <p class="counts-line soft">{countsIn(event)}</p>}
        <div class="steering">
          {state === 'planned' && (
            <a class="button primary small" href={eventPath(id)}>
              {said.sayIfYouCome}
            </a>
          )}
          <a class="button small" href={`${PUBLIC}/${id}/event.ics`} download={`${title}.ics`}>
            <Icon shape="save" size={16} />
            {said.download}
          </a>
        </div>
      </div>
    </>
  )
}
