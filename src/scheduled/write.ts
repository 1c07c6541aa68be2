import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Late, Secrecy } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { pin, requireMedia, scheduledHolder } from '../media/attach.ts'
import { Problem } from '../problem.ts'
import { lockActive } from '../users/user.ts'
import { announce } from './announce.ts'
import { countPending } from './counts.ts'
import type { Future } from './future.ts'
import { planFirst } from './plan-occurrences.ts'
import { findRecipients, type To } from './recipients.ts'
import { rise } from './rise.ts'
import { type Scheduled, type ScheduledView, toScheduled } from './scheduled.ts'
import { tell } from './tell.ts'
import { type Plan, settle } from './when/plan.ts'
import type { When } from './when/when.ts'

export interface FutureDraft {
  to: To[]
  text: string
  /** Media of the sender. They are kept for as long as this is. */
  mediaIds: readonly string[]
  when: When
  late: Late
  /** Milliseconds after which it is late. */
  lateAfter: number
  secrecy: Secrecy
}

/**
 * Writes a message to the future. @throws Problem invalid for a time that cannot be; not_found, forbidden for whom one
 * cannot write to; too_many when more waits already than this server keeps for one person
 */
export async function writeToFuture(
  tx: Tx,
  actor: Actor,
  draft: FutureDraft,
  config: Config,
  future: Future,
): Promise<ScheduledView> {
  const sender = await lockActive(tx, actor.id)
  const recipients = await findRecipients(tx.db, actor.id, draft.to, config.defaultCountry)
  const waiting = await countPending(tx.db, actor.id, config.maxPending)
  if (waiting + recipients.length > config.maxPending)
    throw new Problem('too_many', `No more than ${config.maxPending} of your messages can wait at once`)
  const plan = settle(draft.when, { now: tx.at, zone: sender.zone, ...future })
  const row = newScheduled(tx, actor.id, draft, plan)
  const media = await requireMedia(tx, actor.id, draft.mediaIds)
  await tx.db.insertInto('scheduled_messages').values(row).execute()
  await pin(tx, scheduledHolder(row.id), draft.mediaIds)
  const newest = await planFirst(tx, row, recipients)
  const view = toScheduled(row, newest, media)
  tell(tx, 'scheduled.planned', actor.id, view)
  await announce(tx, row, newest)
  await rise(tx, sender, waiting + recipients.length, future.levels)
  return view
}

function newScheduled(tx: Tx, senderId: string, draft: FutureDraft, plan: Plan): Scheduled {
  return {
    id: newId(),
    sender_id: senderId,
    text: draft.text,
    asked: JSON.stringify(draft.when),
    plan: JSON.stringify(plan),
    hides_time: plan.hidden ? 1 : 0,
    late: draft.late,
    late_after_ms: draft.lateAfter,
    secrecy: draft.secrecy,
    returns_id: null,
    state: 'active',
    version: 1,
    created_at: tx.at,
    active_at: tx.at,
  }
}
