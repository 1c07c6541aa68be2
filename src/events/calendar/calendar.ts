import type { Kysely } from 'kysely'
import type { Config } from '../../config.ts'
import type { Schema } from '../../db/schema.ts'
import type { Changes } from '../dates.ts'
import type { Event } from '../event.ts'
import { LONGEST_MS } from '../span.ts'
import { type ChangedDay, eventLines, type Surroundings } from './event-lines.ts'
import { joinLines, textLine } from './lines.ts'
import { isUtc, TOLD_AHEAD_MS, zoneLines } from './zone-lines.ts'

/** What a mail wants of a calendar (RFC 5546); a file that is only read says nothing. */
export type Method = 'REQUEST' | 'CANCEL'

type Named = Pick<Config, 'publicUrl' | 'mail'>

/** Whose calendar it is, and what for. */
interface Options {
  method?: Method
  name?: string
  attendee?: Surroundings['attendee']
  now: number
}

/** The days that are different, of each of these events. */
async function changedDays(db: Kysely<Schema>, events: Event[]): Promise<Map<string, ChangedDay[]>> {
  const series = events.filter((event) => event.plan !== null).map((event) => event.id)
  if (series.length === 0) return new Map()
  const rows = await db
    .selectFrom('event_dates')
    .select(['event_id', 'date', 'changes'])
    .where('event_id', 'in', series)
    .where('changes', 'is not', null)
    .orderBy('date')
    .execute()
  const days = rows.map(({ event_id, date, changes }) => ({
    event_id,
    date,
    changes: JSON.parse(changes!) as Changes,
  }))
  return Map.groupBy(days, (one) => one.event_id)
}

async function namesOf(db: Kysely<Schema>, events: Event[]): Promise<Map<string, string>> {
  if (events.length === 0) return new Map()
  const ids = [...new Set(events.map((event) => event.organizer_id))]
  const users = await db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(users.map(({ id, name }) => [id, name]))
}

/** Events with all that calendars show of them. */
export interface Loaded {
  events: Event[]
  changed: Map<string, ChangedDay[]>
  names: Map<string, string>
}

export async function loadEvents(db: Kysely<Schema>, events: Event[]): Promise<Loaded> {
  return { events, changed: await changedDays(db, events), names: await namesOf(db, events) }
}

/** Events as one iCalendar object (RFC 5545, 3.4), with the clocks of their zones. */
export function writeCalendar({ events, changed, names }: Loaded, config: Named, options: Options): string {
  const { method, name, attendee, now } = options
  const { publicUrl, mail } = config
  const organizer = ({ organizer_id }: Event) =>
    mail && { name: names.get(organizer_id) ?? '', address: mail.from.address }
  return joinLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Parley//Events//EN',
    'CALSCALE:GREGORIAN',
    ...(method === undefined ? [] : [`METHOD:${method}`]),
    ...(name === undefined ? [] : named(name)),
    ...zonesOf(events, now),
    ...events.flatMap((event) =>
      eventLines(event, changed.get(event.id) ?? [], {
        host: publicUrl === undefined ? 'localhost' : new URL(publicUrl).host,
        url: publicUrl && `${publicUrl}/app/events/${event.id}`,
        organizer: organizer(event),
        attendee,
      }),
    ),
    'END:VCALENDAR',
  ])
}

/** What a calendar is called that is looked at again and again (RFC 7986, and the name that was usual before). */
function named(name: string): string[] {
  return [
    textLine('NAME', name),
    textLine('X-WR-CALNAME', name),
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
  ]
}

function zonesOf(events: Event[], now: number): string[] {
  const timed = events.filter(({ all_day, zone, plan }) => (all_day === 0 || plan !== null) && !isUtc(zone))
  return [...Map.groupBy(timed, (event) => event.zone)].flatMap(([zone, some]) => {
    const from = Math.min(...some.map((event) => event.starts_at))
    const ends = some.map((event) =>
      event.plan === null ? event.starts_at + LONGEST_MS : Math.max(now, event.starts_at) + TOLD_AHEAD_MS,
    )
    return zoneLines(zone, from, Math.max(...ends))
  })
}
