import type { EventDate, Event as EventView } from '../../../sdk/src/api.gen.ts'

/** An event, and one date of it with what is different then, as I see them. */
export type { EventDate, EventView }

/** What the two have in common. */
export type Told = Pick<EventView, keyof EventView & keyof EventDate>
export type Counts = EventView['counts']
export type Answer = keyof Counts

/** An event as the server takes it. */
export interface Draft {
  title: string
  description: string
  venue: string
  address: string
  date: string
  end_date: string | null
  time: string
  zone?: string
  repeat?: { rule: string; except?: string[] } | null
  capacity?: number | null
  chat_id?: string | null
}

export const API = '/api/v1/events'
export const PUBLIC = '/api/v1/public/events'

export const eventPath = (id: string, date?: string) => `/app/events/${id}${date ? `?date=${date}` : ''}`

export const editPath = (id: string, date?: string) => `/app/events/${id}/edit${date ? `?date=${date}` : ''}`

/** Of what recurs, this one; else the event as such. */
export const datePath = ({ event_id, recurs, original_date }: EventDate) =>
  eventPath(event_id, recurs ? original_date : undefined)
