import type { Tx } from '../../db/commit.ts'
import type { Unless } from '../../messages/telling.ts'
import type { Listener } from './listeners.ts'
import type { Alerting, PushItem } from './told.ts'

const MOST_AT_ONCE = 400

/** On one device there is one notice with the same key. */
export const placeOf = ({ to, collapseKey }: Pick<PushItem, 'to' | 'collapseKey'>) => `${to} ${collapseKey}`

/** What is told instead of something earlier that is meant for him is told for that, too, even if he mutes the chat. */
export function keepCall(
  items: Map<string, PushItem>,
  { device_id }: Pick<Listener, 'device_id'>,
  { alert: { collapse, position } }: Pick<Alerting, 'alert'>,
): void {
  const item = items.get(placeOf({ to: device_id, collapseKey: collapse }))
  if (item && position !== undefined) keep(item, position)
}

/** The same where the earlier was put into the outbox before, and still waits there. */
export async function keepWaitingCalls({ db }: Tx, items: Map<string, PushItem>): Promise<void> {
  const quiet = [...items.values()].filter(({ unless }) => unless?.muted_at !== undefined)
  for (let from = 0; from < quiet.length; from += MOST_AT_ONCE) {
    const some = quiet.slice(from, from + MOST_AT_ONCE)
    const rows = await db
      .selectFrom('outbox')
      .select(['recipient', 'collapse_key', 'unless'])
      .where('recipient', 'in', [...new Set(some.map((item) => item.to))])
      .where('collapse_key', 'in', [...new Set(some.map((item) => item.collapseKey!))])
      .where('channel', '=', 'push')
      .where('state', '=', 'waiting')
      .where('unless', 'is not', null)
      .execute()
    for (const { recipient, collapse_key, unless } of rows) {
      const item = items.get(placeOf({ to: recipient, collapseKey: collapse_key! }))
      const { read, muted_at, called_position } = JSON.parse(unless!) as Unless
      const position = muted_at === undefined ? read.position : called_position
      if (item && position !== undefined) keep(item, position)
    }
  }
}

function keep({ unless }: PushItem, position: number) {
  if (unless?.muted_at !== undefined)
    unless.called_position = Math.max(position, unless.called_position ?? position)
}
