export type Answer = 'invited' | 'yes' | 'waiting' | 'maybe' | 'no'
export type Counts = Record<Answer, number>

/** What an event and one date of it have in common. */
export interface Told {
  organizer_id: string
  chat_id: string | null
  own_chat_id: string | null
  title: string
  description: string
  venue: string
  address: string
  date: string
  end_date: string | null
  /** As it was typed. */
  time: string
  zone: string
  all_day: boolean
  starts_at: number
  ends_at: number | null
  capacity: number | null
  state: 'planned' | 'cancelled'
  counts: Counts
  answer: Answer | null
}

/** An event as I see it. */
export interface EventView extends Told {
  id: string
  repeat: { rule: string; except: string[] } | null
  sequence: number
  created_at: number
  updated_at: number
  version: number
  /** Minutes before it begins. */
  reminders: number[]
}

/** One date of an event, with what is different on it. */
export interface EventDate extends Told {
  event_id: string
  /** The day by which this date is known. */
  original_date: string
  recurs: boolean
  is_changed: boolean
}

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
