import type { Tx } from '../../db/commit.ts'
import type { DeviceKind, DeviceRow, Language } from '../../db/schema.ts'
import type { House } from '../../http/house.ts'
import { enqueue } from '../../outbox/enqueue.ts'
import type { Outgoing, Sender } from '../../outbox/lane.ts'
import type { Outcome } from '../../outbox/settle.ts'
import type { Awake } from './awake.ts'
import { dropDevices } from './devices.ts'
import type { Notice, Reach } from './notice.ts'
import { clearFor, type Told } from './told.ts'
import { putIntoWords } from './words.ts'

/** What only features know, handed in where everything meets. */
export interface Reading {
  /** Has he read this meanwhile, or is it there no more? Within a transaction it stays so until its end. */
  isRead(tx: Tx, userId: string, place: { chat_id: string; position: number }): Promise<boolean>
  /** In how many chats something waits to be read. */
  countUnread(userId: string): Promise<number>
  /** Until when somebody has muted one of these chats, if that is after a time; by "user chat". UTC milliseconds. */
  findMuted(tx: Tx, chatIds: string[], after: number): Promise<Map<string, number>>
}

export type Reaches = Partial<Record<DeviceKind, Reach>>

interface Recipient {
  device: DeviceRow
  language: Language
}

/** Carries what is in the outbox to a device: put into words now, for whoever reads it there. */
export function openPushSender(house: House, awake: Awake, reaches: Reaches, reading: Reading): Sender {
  const { db, clock, metrics } = house

  return async (item, signal) => {
    const recipient = await findRecipient(house, item.to)
    if (!recipient) return { result: 'gone', reason: 'The device is registered no more' }
    const { device } = recipient
    if (awake.has(device.session_id)) return { result: 'skipped' }
    const reach = reaches[device.kind]
    if (!reach) return { result: 'refused', reason: `There are no credentials for ${device.kind}` }
    const notice = await makeNotice(item, recipient)
    const outcome = await reach(device, notice, signal)
    metrics.pushes.inc({ kind: device.kind, result: outcome.result })
    if (outcome.result === 'gone') return { ...outcome, noted: (tx) => prune(tx, device) }
    if (outcome.result === 'sent' && notice.kind === 'notice')
      return { ...outcome, noted: (tx) => noteShown(tx, device, notice, reading) }
    return outcome satisfies Outcome
  }

  async function makeNotice(item: Outgoing, { device, language }: Recipient): Promise<Notice> {
    const { alert, actor_id, at } = item.body as Told
    const { chat_id, position } = alert
    const reader = { language, showsText: device.shows_text === 1, now: clock.now() }
    return {
      kind: alert.key === 'clear' ? 'clear' : 'notice',
      id: item.id,
      tag: alert.collapse,
      ...(chat_id === undefined ? {} : { chat_id }),
      ...(position === undefined ? {} : { position }),
      words: putIntoWords(alert, await nameOf(actor_id), reader),
      badge: await reading.countUnread(device.user_id),
      at,
      expiresAt: item.expiresAt,
    }
  }

  async function nameOf(userId: string | null): Promise<string> {
    if (userId === null) return ''
    const user = await db.reader
      .selectFrom('users')
      .select('name')
      .where('id', '=', userId)
      .executeTakeFirst()
    return user?.name ?? ''
  }
}

async function findRecipient({ db, clock }: House, deviceId: string): Promise<Recipient | undefined> {
  const row = await db.reader
    .selectFrom('devices')
    .innerJoin('sessions', 'sessions.id', 'devices.session_id')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .selectAll('devices')
    .select('users.language as spoken')
    .where('devices.id', '=', deviceId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', clock.now())
    .where('users.state', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  const { spoken, ...device } = row
  return { device, language: device.language ?? spoken ?? 'en' }
}

/** The address is dead; unless the device has said another one meanwhile. */
async function prune(tx: Tx, { id, address_digest, updated_at }: DeviceRow): Promise<void> {
  const same = await tx.db
    .selectFrom('devices')
    .select('id')
    .where('id', '=', id)
    .where('address_digest', '=', address_digest)
    .where('updated_at', '=', updated_at)
    .executeTakeFirst()
  if (same) await dropDevices(tx, [id])
}

/** Remembers what stands on the screen, to take it away when it is read elsewhere; which may be so already. */
async function noteShown(tx: Tx, device: DeviceRow, notice: Notice, reading: Reading): Promise<void> {
  const { chat_id, position, tag: collapse_key } = notice
  if (chat_id === undefined || position === undefined) return
  const shown = { device_id: device.id, collapse_key, user_id: device.user_id, chat_id, position }
  if (await reading.isRead(tx, device.user_id, { chat_id, position })) return enqueue(tx, clearFor(tx, shown))
  const there = await tx.db.selectFrom('devices').select('id').where('id', '=', device.id).executeTakeFirst()
  if (!there) return
  const known = await tx.db
    .updateTable('notices')
    .set({ position, sent_at: tx.at })
    .where('device_id', '=', device.id)
    .where('collapse_key', '=', collapse_key)
    .executeTakeFirst()
  if (known.numUpdatedRows === 0n)
    await tx.db
      .insertInto('notices')
      .values({ ...shown, sent_at: tx.at })
      .execute()
}
