import type { Tx } from '../../db/commit.ts'
import type { NoticeRow } from '../../db/schema.ts'
import type { Alerting, Told } from './told.ts'

/** Something is over: for one user, or for everybody who hears a chat. */
export interface Clearing {
  /** Undefined: for everybody. */
  userId: string | undefined
  chatId: string
  position: number
  /** Only what was told of this very message. */
  exactly: boolean
}

export type Shown = NoticeRow & { session_id: string }

/** Is what was told of a position over by this? */
export function isOver({ userId, chatId, position, exactly }: Clearing, shown: Omit<NoticeRow, 'sent_at'>) {
  if (shown.chat_id !== chatId || shown.position === null) return false
  if (userId !== undefined && shown.user_id !== userId) return false
  return exactly ? shown.position === position : shown.position <= position
}

export function toClearing({ alert, stream }: Alerting): Clearing | undefined {
  const { key, chat_id, position, args } = alert
  if (key !== 'clear' || chat_id === undefined || position === undefined) return undefined
  const userId = stream.startsWith('user:') ? stream.slice('user:'.length) : undefined
  return { userId, chatId: chat_id, position, exactly: args.exactly === true }
}

/** Takes away and answers the notices that stand on screens and are over. What was told since is told anew by itself. */
export async function takeOver(tx: Tx, clearings: Clearing[]): Promise<Shown[]> {
  const found = [...(await ofUsers(tx, clearings)), ...(await ofEverybody(tx, clearings))]
  const over = found.filter((shown) => clearings.some((clearing) => isOver(clearing, shown)))
  if (over.length === 0) return []
  const newer = await newerWaiting(tx, over)
  for (const { device_id, collapse_key } of over)
    await tx.db
      .deleteFrom('notices')
      .where('device_id', '=', device_id)
      .where('collapse_key', '=', collapse_key)
      .execute()
  return over.filter((shown) => !newer.has(`${shown.device_id} ${shown.collapse_key}`))
}

const notices = ({ db }: Tx) =>
  db
    .selectFrom('notices')
    .innerJoin('devices', 'devices.id', 'notices.device_id')
    .selectAll('notices')
    .select('devices.session_id')

async function ofUsers(tx: Tx, clearings: Clearing[]): Promise<Shown[]> {
  const some = clearings.filter((clearing) => clearing.userId !== undefined)
  if (some.length === 0) return []
  return notices(tx)
    .where('notices.user_id', 'in', [...new Set(some.map((one) => one.userId!))])
    .where('notices.chat_id', 'in', [...new Set(some.map((one) => one.chatId))])
    .execute()
}

async function ofEverybody(tx: Tx, clearings: Clearing[]): Promise<Shown[]> {
  const some = clearings.filter((clearing) => clearing.userId === undefined)
  if (some.length === 0) return []
  return notices(tx)
    .where('notices.chat_id', 'in', [...new Set(some.map((one) => one.chatId))])
    .where('notices.position', 'in', [...new Set(some.map((one) => one.position))])
    .execute()
}

/** Where something later waits to be sent, it will take the place of what is over. */
async function newerWaiting({ db }: Tx, over: Shown[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('outbox')
    .select(['recipient', 'collapse_key', 'body'])
    .where('recipient', 'in', [...new Set(over.map((shown) => shown.device_id))])
    .where('collapse_key', 'in', [...new Set(over.map((shown) => shown.collapse_key))])
    .where('channel', '=', 'push')
    .where('state', '=', 'waiting')
    .execute()
  const positions = new Map(
    over.map((shown) => [`${shown.device_id} ${shown.collapse_key}`, shown.position!]),
  )
  const newer = rows.filter(({ recipient, collapse_key, body }) => {
    const { alert } = JSON.parse(body) as Told
    return (alert.position ?? 0) > (positions.get(`${recipient} ${collapse_key}`) ?? Number.POSITIVE_INFINITY)
  })
  return new Set(newer.map((row) => `${row.recipient} ${row.collapse_key}`))
}
