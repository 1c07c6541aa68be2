import { minute } from '../../clock.ts'
import type { Tx } from '../../db/commit.ts'
import { createEvent } from '../../events/create.ts'
import { day } from '../../events/day.ts'
import { scheduledHolder } from '../../media/attach.ts'
import { isBlank } from '../../messages/message.ts'
import { writePostcard } from '../../messages/postcard.ts'
import { Problem } from '../../problem.ts'
import { openFuture } from '../../scheduled/future.ts'
import { restoreScheduled } from '../../scheduled/restore.ts'
import { putItem } from '../../site/items.ts'
import { readPhone } from '../../users/names.ts'
import type { EventItem, Key, LaterItem, MessageItem, SiteItem } from './item.ts'
import { takeMessages } from './messages.ts'
import { fresh, nothing, type Outcome, present, skip, type Taking, type Told } from './taking.ts'

/** A refusal of one of our verbs is the reason why it is not taken over. These refuse before they change anything. */
async function orSkip(outcome: Outcome, told: Told, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    outcome.taken++
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    skip(outcome, told, error.message)
  }
}

/** What has arrived is a message like any other; what has not arrives at its hour. */
export async function takeLater(tx: Tx, taking: Taking, told: Told<LaterItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const unknown = await fresh(tx, taking, told, 'scheduled_messages', outcome)
  const hasCome = ({ item: { at, to } }: Told<LaterItem>) => at <= tx.at && 'user' in to
  const { taken, known, notes } = await takeMessages(tx, taking, unknown.filter(hasCome).map(asMessage))
  outcome.taken += taken
  outcome.known += known
  outcome.notes.push(...notes)
  await takeWaiting(
    tx,
    taking,
    unknown.filter((one) => !hasCome(one)),
    outcome,
  )
  return outcome
}

function asMessage({ item, line }: Told<LaterItem>): Told<MessageItem> {
  return { line, item: { ...item, is: 'message', to: item.to as { user: Key } } }
}

type Waiting = Told<LaterItem> & { id: string }

async function takeWaiting(tx: Tx, taking: Taking, waiting: Waiting[], outcome: Outcome): Promise<void> {
  const { idOf, config } = taking
  const future = openFuture(config)
  const people = ({ sender, to }: LaterItem) => ('user' in to ? [sender, to.user] : [sender])
  const users = await present(
    tx,
    'users',
    waiting.flatMap(({ item }) => people(item).map((key) => idOf('user', key))),
  )
  for (const one of waiting) {
    const { id, item } = one
    const { text, postcard } = item
    if (!people(item).every((key) => users.has(idOf('user', key))))
      skip(outcome, one, 'its sender or receiver is not here')
    else if ('phone' in item.to && !readPhone(item.to.phone, config.defaultCountry))
      skip(outcome, one, 'its telephone number is none')
    else if (isBlank(text) && Object.values(postcard ?? {}).every((name) => name === ''))
      skip(outcome, one, 'it is empty')
    else
      await orSkip(outcome, one, async () => {
        const to = 'user' in item.to ? { user_id: idOf('user', item.to.user) } : item.to
        // What is due for nobody yet arrives when somebody has the number.
        const at = Math.max(item.at, tx.at + minute)
        const restored = { id, senderId: idOf('user', item.sender), text, to, at }
        await restoreScheduled(tx, restored, config.defaultCountry, future)
        if (postcard) await writePostcard(tx, scheduledHolder(id), postcard)
      })
  }
}

/** Events without an organizer, or whose organizer is not here, are those of the first admin. */
export async function takeEvents(tx: Tx, taking: Taking, told: Told<EventItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const events = await fresh(tx, taking, told, 'events', outcome)
  const users = await present(
    tx,
    'users',
    events.flatMap(({ item }) => (item.organizer === undefined ? [] : taking.idOf('user', item.organizer))),
  )
  const admin = await tx.db
    .selectFrom('users')
    .select('id')
    .where('is_admin', '=', 1)
    .where('state', '=', 'active')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  for (const one of events) {
    const { id, item } = one
    const named = item.organizer === undefined ? undefined : taking.idOf('user', item.organizer)
    const organizer = named !== undefined && users.has(named) ? named : admin?.id
    if (organizer === undefined) skip(outcome, one, 'its organizer is not here, and nobody is an admin')
    else if (!day.safeParse(item.date).success) skip(outcome, one, 'its date is none, such as 2023-12-31')
    else await orSkip(outcome, one, () => createEvent(tx, { id: organizer }, draftOf(item), id))
  }
  return outcome
}

function draftOf({ date, time, venue, address }: EventItem) {
  const title = [...(venue.trim() || address.trim() || 'Event')].slice(0, 200).join('')
  const open = { endDate: null, zone: undefined, repeat: undefined, capacity: null, chatId: null }
  return { title, description: '', venue, address, date, time, ...open }
}

export async function takeSite(tx: Tx, taking: Taking, told: Told<SiteItem>[]): Promise<Outcome> {
  const outcome = nothing()
  // Keys count in each table by itself.
  const named = told.map((one) => ({
    ...one,
    item: { ...one.item, key: `${one.item.kind}:${one.item.key}` },
  }))
  for (const one of await fresh(tx, taking, named, 'site_items', outcome))
    await orSkip(outcome, one, () => putItem(tx, one.item.kind, one.item.fields, one.id))
  return outcome
}
