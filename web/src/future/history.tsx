import { useEffect, useState } from 'preact/hooks'
import { parley } from '../line/line.ts'
import type { Occurrence, Page, Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { words } from '../words/words.ts'
import { StateOf } from './recipients.tsx'
import { nameOfTo } from './whom.ts'

const AT_ONCE = 20

/** Every time that something which recurs has arrived, or has not; the newest first. */
export function History({ scheduled }: { scheduled: Scheduled }) {
  const [page, setPage] = useState<Page<Occurrence>>({ items: [], next: null })
  const { id, version, recipients } = scheduled
  const ask = (after?: string) =>
    parley().request<Page<Occurrence>>('GET', `/api/v1/scheduled/${id}/occurrences`, {
      query: { limit: AT_ONCE, ...(after && { after }) },
    })
  useEffect(() => {
    let isWanted = true
    ask().then(
      (first) => isWanted && setPage(first),
      () => {},
    )
    return () => {
      isWanted = false
    }
  }, [id, version])
  const { items, next } = page
  const past = items.filter(({ state }) => state !== 'planned')
  if (past.length === 0) return null
  return (
    <section class="times-so-far">
      <h2>{said.history}</h2>
      <ul class="recipients">
        {past.map((one) => (
          <li key={one.id} data-state={one.state}>
            {recipients.length > 1 && <bdi class="recipient-name">{nameOfTo(one.to)}</bdi>}
            <StateOf occurrence={one} />
          </li>
        ))}
      </ul>
      {next && (
        <button
          type="button"
          class="button small"
          onClick={() =>
            ask(next).then(
              (more) => setPage({ items: [...items, ...more.items], next: more.next }),
              () => {},
            )
          }
        >
          {words.showMore}
        </button>
      )}
    </section>
  )
}
