import type { House } from '../http/house.ts'

/** Counts what waits in each channel, for the metrics. */
export async function measureOutbox({ db, metrics }: Pick<House, 'db' | 'metrics'>): Promise<void> {
  const rows = await db.reader
    .selectFrom('outbox')
    .select(({ fn }) => ['channel', fn.countAll<number>().as('waiting')])
    .where('state', '=', 'waiting')
    .groupBy('channel')
    .execute()
  metrics.outboxWaiting.reset()
  for (const { channel, waiting } of rows) metrics.outboxWaiting.set({ channel }, waiting)
}
