const DAY = 86_400_000

/** Dates are counted as if all were in UTC, where every day has 24 hours. */
const read = (date: string) => Date.parse(`${date}T00:00Z`)
const write = (at: number) => new Date(at).toISOString().slice(0, 10)

export const addDays = (date: string, n: number) => write(read(date) + n * DAY)

/** The same day of another month, or the last that it has. */
export function addMonths(date: string, n: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate()
  return write(Date.UTC(year, month - 1 + n, Math.min(day, last)))
}

/** The weeks of the month of a date; null where there is a day of another month. They begin with `first`, 0 for Monday. */
export function monthGrid(date: string, first: number): (string | null)[][] {
  const begin = `${date.slice(0, 7)}-01`
  const before = (new Date(read(begin)).getUTCDay() + 6 - first + 7) % 7
  const length = Number(addDays(addMonths(begin, 1), -1).slice(8))
  const cells = [...Array<null>(before).fill(null), ...Array.from({ length }, (_, n) => addDays(begin, n))]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, n) => cells.slice(n * 7, n * 7 + 7))
}
