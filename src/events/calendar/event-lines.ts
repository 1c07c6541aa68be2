import type { Plan } from '../../scheduled/when/plan.ts'
import { momentOf, readWall, wallAt, writeWall } from '../../scheduled/when/wall.ts'
import { type Changes, typedFor } from '../dates.ts'
import type { Event } from '../event.ts'
import { spanOf, wallOf } from '../span.ts'
import { basic, quoted, textLine, utcStamp } from './lines.ts'
import { isUtc } from './zone-lines.ts'

/** A day of a series that is different. */
export interface ChangedDay {
  date: string
  changes: Changes
}

/** What stands in a calendar besides the event itself. */
export interface Surroundings {
  /** Of this server: with it, ids are unique in the world. */
  host: string
  /** Where the event is shown. */
  url: string | undefined
  /** Who invites, where mail can be sent: his name and the address of this server. */
  organizer: { name: string; address: string } | undefined
  /** Whom a mail goes to. */
  attendee?: { address: string; answer: 'NEEDS-ACTION' | 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' } | undefined
}

/** An event and the days of it that are different, each as a VEVENT (RFC 5545, 3.6.1) with the same UID. */
export function eventLines(event: Event, changed: ChangedDay[], around: Surroundings): string[] {
  const recurring = event.plan === null ? [] : recurrence(event)
  return [
    ...vevent(event, around, recurring),
    ...changed.flatMap(({ date, changes }) => {
      const typed = typedFor(event, date, changes)
      const day = { ...event, ...changes, ...typed, ...spanOf(typed) }
      return vevent(day, around, [recurrenceId(event, date)])
    }),
  ]
}

export function uidOf({ id }: Pick<Event, 'id'>, host: string): string {
  return `${id}@${host}`
}

function vevent(event: Event, around: Surroundings, more: string[]): string[] {
  const { title, description, venue, address, all_day, time, sequence, state, created_at, updated_at } = event
  const { host, url, organizer, attendee } = around
  // An hour that nobody can read is shown in the words in which it was typed.
  const summary = all_day === 1 && time !== '' ? `${title} (${time})` : title
  const place = [venue, address].filter(Boolean).join(', ')
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(event, host)}`,
    `DTSTAMP:${utcStamp(updated_at)}`,
    `CREATED:${utcStamp(created_at)}`,
    `LAST-MODIFIED:${utcStamp(updated_at)}`,
    `SEQUENCE:${sequence}`,
    ...timeLines(event),
    ...more,
    textLine('SUMMARY', summary),
    ...(description ? [textLine('DESCRIPTION', description)] : []),
    ...(place ? [textLine('LOCATION', place)] : []),
    ...(url ? [`URL:${url}`] : []),
    `STATUS:${state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(organizer ? [`ORGANIZER;CN=${quoted(organizer.name)}:mailto:${organizer.address}`] : []),
    ...(attendee
      ? [`ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=${attendee.answer};RSVP=FALSE:mailto:${attendee.address}`]
      : []),
    'END:VEVENT',
  ]
}

function timeLines(event: Event): string[] {
  const { zone, starts_at, ends_at, all_day } = event
  if (all_day === 1) {
    const dates = [starts_at, ends_at!].map((at) => basic(writeWall(wallAt(at, zone)).slice(0, 10)))
    return [`DTSTART;VALUE=DATE:${dates[0]}`, `DTEND;VALUE=DATE:${dates[1]}`]
  }
  const end = ends_at === null ? [] : [`DTEND${inZone(ends_at, zone)}`]
  return [`DTSTART${inZone(starts_at, zone)}`, ...end]
}

/** A moment by the clocks of a zone, with what stands before the colon. */
function inZone(at: number, zone: string): string {
  return isUtc(zone) ? `:${utcStamp(at)}` : `;TZID=${zone}:${basic(writeWall(wallAt(at, zone)))}`
}

function recurrence(event: Event): string[] {
  const { rule, except } = (JSON.parse(event.plan!) as Plan).repeat!
  const left = except.map((date) => onDay(event, date))
  return [`RRULE:${toCalendarRule(rule, event)}`, ...left.map((one) => `EXDATE${one}`)]
}

function recurrenceId(event: Event, date: string): string {
  return `RECURRENCE-ID${onDay(event, date)}`
}

/** The day of a series as calendars name it: by its hour, too, unless it is for whole days. */
function onDay({ all_day, time, zone }: Event, date: string): string {
  if (all_day === 1) return `;VALUE=DATE:${basic(date)}`
  return inZone(spanOf({ date, end_date: null, time, zone }).starts_at, zone)
}

/** UNTIL must be of the kind that the start is: a date, or else in UTC (RFC 5545, 3.3.10). */
function toCalendarRule(rule: string, { zone, all_day }: Event): string {
  return rule.replace(/UNTIL=(\d{8})(?:T(\d{6})(Z?))?/i, (_, date: string, time = '235959', utc = '') => {
    const local = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}`
    const wall = readWall(local) ?? wallOf(local.slice(0, 10))
    const at = utc ? wall : momentOf(wall, zone)
    return all_day === 1
      ? `UNTIL=${basic(writeWall(wallAt(at, zone)).slice(0, 10))}`
      : `UNTIL=${utcStamp(at)}`
  })
}
