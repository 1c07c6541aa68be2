import { second } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { GuestAnswer, Language } from '../db/schema.ts'
import { enqueueAll, type OutboxItem } from '../outbox/enqueue.ts'
import { describe } from '../scheduled/when/describe.ts'
import { countAttempt, countedKey, mayStill } from '../users/lockout.ts'
import type { CalendarMail, CalendarMailBody } from '../users/mail.ts'
import { type Loaded, loadEvents, writeCalendar } from './calendar/calendar.ts'
import type { Event } from './event.ts'
import { wallOf } from './span.ts'

/** What of the settings mail needs. */
export type Mails = Pick<Config, 'mail' | 'publicUrl'>

/** Whoever changes an event several times in a row sends one mail. */
const SOON_MS = 30 * second

/** Who is written to. */
interface Addressee {
  address: string
  userId: string | null
  language: Language
  answer: GuestAnswer
}

const partstat = {
  invited: 'NEEDS-ACTION',
  yes: 'ACCEPTED',
  waiting: 'TENTATIVE',
  maybe: 'TENTATIVE',
  no: 'DECLINED',
} as const

/**
 * Those who get the event by mail. Who was invited by his account is written to where he reads his mail now.
 * `userId`: only this one.
 */
async function addressees({ db }: Tx, eventId: string, userId?: string): Promise<Addressee[]> {
  const rows = await db
    .selectFrom('event_mails')
    .leftJoin('users', 'users.id', 'event_mails.user_id')
    .leftJoin('event_guests', (join) =>
      join
        .onRef('event_guests.event_id', '=', 'event_mails.event_id')
        .onRef('event_guests.user_id', '=', 'event_mails.user_id'),
    )
    .select(['event_mails.address', 'event_mails.user_id', 'users.language', 'event_guests.answer'])
    .select(['users.email', 'users.email_verified_at', 'users.state'])
    .select(({ selectFrom }) =>
      selectFrom('events')
        .innerJoin('users as organizer', 'organizer.id', 'events.organizer_id')
        .select('organizer.language')
        .whereRef('events.id', '=', 'event_mails.event_id')
        .as('otherwise'),
    )
    .where('event_mails.event_id', '=', eventId)
    .$if(userId !== undefined, (query) => query.where('event_mails.user_id', '=', userId!))
    .orderBy('event_mails.address')
    .execute()
  return rows.flatMap(({ address, user_id, language, otherwise, answer, ...user }) => {
    const rest = {
      userId: user_id,
      language: language ?? otherwise ?? 'en',
      answer: answer ?? 'invited',
    } as const
    if (user_id === null) return [{ address, ...rest }]
    const reads = user.state === 'active' && user.email !== null && user.email_verified_at !== null
    return reads ? [{ address: user.email!, ...rest }] : []
  })
}

/**
 * Invites people by mail, from now on also to what changes. Who would get too much is left out without a word: others may
 * have written there. @throws Problem too_many for who invites too many
 */
export async function mailInvited(
  tx: Tx,
  config: Mails,
  event: Event,
  actorId: string,
  invited: Omit<Addressee, 'answer'>[],
): Promise<void> {
  if (!config.mail) return
  const to: Addressee[] = []
  for (const one of await notWritten(tx, event.id, invited)) {
    await countAttempt(tx, [countedKey('invite-user', actorId)])
    if (!(await mayStill(tx, countedKey('mail-to', one.address)))) continue
    const row = { event_id: event.id, address: one.address, user_id: one.userId }
    await tx.db.insertInto('event_mails').values(row).execute()
    to.push({ ...one, answer: 'invited' })
  }
  await send(tx, config, event, 'invitation', to)
}

/** Whose addresses get the event not yet, each once. */
async function notWritten<One extends { address: string }>(
  { db }: Tx,
  eventId: string,
  all: One[],
): Promise<One[]> {
  const byAddress = new Map(all.toReversed().map((one) => [one.address, one]))
  if (byAddress.size === 0) return []
  const query = db.selectFrom('event_mails').select('address').where('event_id', '=', eventId)
  for (const { address } of await query.where('address', 'in', [...byAddress.keys()]).execute())
    byAddress.delete(address)
  return [...byAddress.values()]
}

/** Tells the calendars of those who were invited by mail what an event is now. @throws Problem too_many */
export async function mailChanged(tx: Tx, config: Mails, event: Event, actorId: string): Promise<void> {
  const to = config.mail ? await addressees(tx, event.id) : []
  if (to.length === 0) return
  await countAttempt(tx, [countedKey('invite-change', actorId)])
  await send(tx, config, event, 'invitation-changed', to)
}

/** Takes an event out of calendars again; out of one only, if it is said whose. */
export async function mailCancelled(tx: Tx, config: Mails, event: Event, userId?: string): Promise<void> {
  if (!config.mail) return
  const to = await addressees(tx, event.id, userId)
  await send(tx, config, { ...event, state: 'cancelled' }, 'invitation-cancelled', to)
}

async function send(tx: Tx, config: Mails, event: Event, mail: CalendarMail, to: Addressee[]): Promise<void> {
  if (to.length === 0) return
  const loaded = await loadEvents(tx.db, [event])
  await enqueueAll(
    tx,
    to.map((one) => toItem(tx, config, event, mail, one, loaded)),
  )
}

function toItem(
  tx: Tx,
  config: Mails,
  event: Event,
  mail: CalendarMail,
  { address, userId, language, answer }: Addressee,
  loaded: Loaded,
): OutboxItem {
  const method = mail === 'invitation-cancelled' ? 'CANCEL' : 'REQUEST'
  const attendee = { address, answer: partstat[answer] }
  const body: CalendarMailBody = {
    mail,
    language,
    about: {
      title: event.title,
      when: whenOf(event, language),
      where: [event.venue, event.address].filter(Boolean).join(', '),
      by: loaded.names.get(event.organizer_id) ?? '',
    },
    path: `/app/events/${event.id}`,
    calendar: { method, content: writeCalendar(loaded, config, { method, attendee, now: tx.at }) },
  }
  const notBefore = mail === 'invitation-changed' ? tx.at + SOON_MS : tx.at
  const collapseKey = `event:${event.id}`
  return { channel: 'email', userId, to: address, body, collapseKey, notBefore }
}

function whenOf({ date, end_date, time, zone, plan }: Event, language: Language): string {
  if (plan !== null) return `${describe(JSON.parse(plan), language)} (${zone})`
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' })
  const days = [date, ...(end_date === null || end_date === date ? [] : [end_date])]
  const said = days.map((one) => format.format(wallOf(one))).join(' – ')
  return time === '' ? said : `${said}, ${time} (${zone})`
}
