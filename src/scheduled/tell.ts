import type { Tx } from '../db/commit.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import type { ScheduledView } from './scheduled.ts'

/** Tells the sender, and nobody else, how it stands with something that he wrote to the future. */
export function tell(
  tx: Tx,
  kind: 'scheduled.planned' | 'scheduled.updated',
  senderId: string,
  scheduled: ScheduledView,
  actorId: string | null = senderId,
  alert?: 'failed' | 'late',
): void {
  append(tx, {
    stream: userStream(senderId),
    kind,
    actorId,
    body: { scheduled },
    about: scheduled.id,
    alert: alert && { key: alert, args: {}, collapse: `scheduled:${scheduled.id}` },
  })
}
