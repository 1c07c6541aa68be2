import { findMember } from '../chats/chat.ts'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { hide } from '../messages/hide.ts'
import { messageOf } from '../messages/message.ts'
import { viewMessage } from '../messages/view.ts'
import { Problem } from '../problem.ts'
import { lockActive } from '../users/user.ts'
import { countComing } from './counts.ts'
import type { Outcome } from './deliver.ts'
import type { Future } from './future.ts'
import type { Due } from './judge.ts'
import { planFirst } from './plan-occurrences.ts'
import { type Scheduled, type ScheduledView, toScheduled } from './scheduled.ts'
import { tell } from './tell.ts'
import { drawBetween } from './when/draw.ts'
import { type Plan, settle } from './when/plan.ts'
import type { When } from './when/when.ts'

/** A message that was on its way for less than this long, or that has little company, is away for about 100 days. */
const SHORT_MS = 10_000_000_000
const ABOUT_100_DAYS: [number, number] = [7_500_000_000, 12_500_000_000]
const LITTLE_COMPANY = 10

/**
 * Sends a message that I have received back into my own future: it leaves my view and comes back, by itself, at a
 * moment that is drawn, or that I name. Nobody else notices. @throws Problem not_found, invalid
 */
export async function sendBack(
  tx: Tx,
  actor: Actor,
  place: { chat: string; message: string },
  when: When | undefined,
  future: Future,
): Promise<ScheduledView> {
  const me = await lockActive(tx, actor.id)
  const { row: message } = await messageOf(tx.db, actor.id, place.chat, place.message)
  if (message.deleted_at !== null) throw new Problem('conflict', 'This message is deleted')
  const asked: When = when ?? { at: await drawReturn(tx, actor.id, message) }
  const settled = settle(asked, { now: tx.at, zone: me.zone, ...future })
  const plan: Plan = when ? settled : { ...settled, hidden: true }
  if (plan.repeat) throw new Problem('invalid', 'body.when: a message comes back once')
  const row: Scheduled = {
    id: newId(),
    sender_id: actor.id,
    text: '',
    asked: JSON.stringify(when ?? {}),
    plan: JSON.stringify(plan),
    hides_time: plan.hidden ? 1 : 0,
    late: 'send',
    late_after_ms: day,
    secrecy: 'sealed',
    returns_id: message.id,
    state: 'active',
    version: 1,
    created_at: tx.at,
    active_at: tx.at,
  }
  await hide(tx, actor, place)
  await tx.db.insertInto('scheduled_messages').values(row).execute()
  const myself = { recipient: `user:${actor.id}`, to_user_id: actor.id, to_chat_id: null, to_phone: null }
  const newest = await planFirst(tx, row, [{ ...myself, zone: me.zone }])
  const view = toScheduled(row, newest, [])
  tell(tx, 'scheduled.planned', actor.id, view)
  return view
}

/** About as long ahead as it took to come, counted from when it came; never in the past. */
async function drawReturn(
  tx: Tx,
  userId: string,
  { created_at, written_at }: { created_at: number; written_at: number | null },
): Promise<number> {
  const took = created_at - (written_at ?? created_at)
  const company = await countComing(tx.db, userId)
  const away = took < SHORT_MS || company < LITTLE_COMPANY ? drawBetween(...ABOUT_100_DAYS) : took
  const drawn = created_at + drawBetween(Math.round(0.75 * away), Math.round(1.25 * away))
  return drawn > tx.at + day ? drawn : tx.at + drawBetween(Math.round(0.75 * away), Math.round(1.25 * away))
}

/** Lets messages come back to those who sent them away. */
export async function returnAll(tx: Tx, due: Due[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const one of due) outcomes.push(await returnOne(tx, one))
  return outcomes
}

async function returnOne(tx: Tx, { row, of }: Due): Promise<Outcome> {
  const message = await tx.db
    .selectFrom('messages')
    .select(['id', 'chat_id', 'position', 'deleted_at'])
    .where('id', '=', of.returns_id!)
    .executeTakeFirst()
  const member = message && (await findMember(tx.db, message.chat_id, row.sender_id))
  if (!message || message.deleted_at !== null || !member || member.first_position > message.position)
    return { row, of, state: 'failed', reason: 'The message is not there any more' }
  await tx.db
    .deleteFrom('hidden_messages')
    .where('user_id', '=', row.sender_id)
    .where('chat_id', '=', message.chat_id)
    .where('position', '=', message.position)
    .execute()
  append(tx, {
    stream: userStream(row.sender_id),
    kind: 'message.returned',
    actorId: null,
    alert: { key: 'returned', args: {}, collapse: `chat:${message.chat_id}` },
    body: {
      message: await viewMessage(tx.db, row.sender_id, message.chat_id, message.id),
      sent_away_at: of.created_at,
    },
    about: message.id,
  })
  return { row, of, state: 'delivered', reason: null, chatId: message.chat_id, messageId: message.id }
}
