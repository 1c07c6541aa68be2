import { dateOf } from '../future/when.ts'
import type { Told } from './event.ts'

/** When something is, as it was typed and as it was read. */
export type Times = Pick<Told, 'date' | 'end_date' | 'time' | 'all_day' | 'starts_at' | 'ends_at'>

/** The day on which it begins: by the clocks of whoever looks, or where no hour is known, the day that was named. */
export const firstDay = ({ all_day, date, starts_at }: Times) => (all_day ? date : dateOf(starts_at))

/** The last day of which it takes something. */
export function lastDay(times: Times): string {
  const { all_day, date, end_date, starts_at, ends_at } = times
  if (all_day) return end_date ?? date
  return ends_at === null ? (end_date ?? firstDay(times)) : dateOf(Math.max(starts_at, ends_at - 1))
}
