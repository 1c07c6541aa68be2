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
import type { EventItem, LaterItem, SiteItem } from './item.ts'
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

export async function takeLater(tx: Tx, taking: Taking, told: Told<LaterItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const { idOf, config } = taking
  const future = openFuture(config)
  const waiting = await fresh(tx, taking, told, 'scheduled_messages', outcome)
  const users = await present(
    tx,
    'users',
    waiting.flatMap(({ item: { sender, to } }) =>
      ['user' in to ? to.user : sender, sender].map((key) => idOf('user', key)),
    ),
  )
  for (const one of waiting) {
    const { id, item } = one
    const { text, at, postcard } = item
    const senderId = idOf('user', item.sender)
    const isEmpty = isBlank(text) && Object.values(postcard ?? {}).every((name) => name === '')
    if (!users.has(senderId)) skip(outcome, one, 'its sender is not here')
    else if ('user' in item.to && !users.has(idOf('user', item.to.user)))
      skip(outcome, one, 'its receiver is not here')
    else if ('phone' in item.to && !readPhone(item.to.phone, config.defaultCountry))
      skip(outcome, one, 'its telephone number is none')
    else if (isEmpty) skip(outcome, one, 'it is empty')
    else
      await orSkip(outcome, one, async () => {
        const to = 'user' in item.to ? { user_id: idOf('user', item.to.user) } : item.to
        await restoreScheduled(tx, { id, senderId, text, to, at }, config.defaultCountry, future)
        if (postcard) await writePostcard(tx, scheduledHolder(id), postcard)
      })
  }
  return outcome
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
