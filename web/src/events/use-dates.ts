import type { Parley } from '../../../sdk/src/parley.ts'
import { useFresh } from '../line/fresh.ts'
import type { Page } from '../store/things.ts'
import { API, type EventDate } from './event.ts'

const PAGE = 100

/** Reads dates page by page until there are no more, or they are enough. */
async function read(from: Parley, query: Record<string, unknown>, most: number): Promise<Page<EventDate>> {
  const items: EventDate[] = []
  for (let after: string | null = null; ; ) {
    const limit = Math.min(PAGE, most - items.length)
    const asked = { ...query, limit, ...(after && { after }) }
    const page: Page<EventDate> = await from.request('GET', API, { query: asked })
    items.push(...page.items)
    if (!page.next || items.length >= most) return { items, next: page.next }
    after = page.next
  }
}

/** The dates of events that a query names, up to `most`; always as they are now. */
export const useDates = (query: Record<string, unknown>, most: number, topic = 'events') =>
  useFresh(`dates ${JSON.stringify(query)} ${most}`, topic, (from) => read(from, query, most))
