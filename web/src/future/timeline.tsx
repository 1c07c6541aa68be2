import { useEffect } from 'preact/hooks'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { shown } from '../store/store.ts'
import { said } from '../words/future.ts'
import { capital, count } from '../words/words.ts'
import { counts, offered, readCounts, readOffered } from './deeds.ts'
import { ForYou } from './for-you.tsx'
import { headingOf } from './headings.ts'
import { ScheduledRow } from './scheduled-row.tsx'
import { byDate, byOutcome, type Group, onShelf, type Shelf, shelves } from './shelves.ts'

const SETTLE_MS = 400

/** What waits, like a quiet calendar; and on two more shelves what has become of the rest. */
export function Timeline({ shelf: wanted }: { shelf: string }) {
  const shelf = shelves.find((one) => one === wanted) ?? 'pending'
  const { scheduled, announced } = shown.value
  useEffect(() => {
    void readOffered().catch(() => {})
    const timer = setTimeout(() => void readCounts().catch(() => {}), counts.peek() ? SETTLE_MS : 0)
    return () => clearTimeout(timer)
  }, [scheduled, announced])
  const items = onShelf(Object.values(scheduled ?? {}), shelf)
  const groups = shelf === 'pending' ? byDate(items, Date.now()) : byOutcome(items, Date.now())
  return (
    <div class="page">
      <PageHead title={said.title}>
        <a class="button primary small" href="/app/future/new">
          <Icon shape="edit" size={16} />
          {said.write}
        </a>
      </PageHead>
      <nav class="tabs" aria-label={said.title}>
        {shelves.map((one) => (
          <a
            key={one}
            href={one === 'pending' ? '/app/future' : `/app/future?shelf=${one}`}
            aria-current={one === shelf ? 'page' : undefined}
          >
            {said[one]}
          </a>
        ))}
      </nav>
      <div class="page-body future-timeline">
        {shelf === 'pending' && <Standing />}
        {shelf === 'pending' && <ForYou />}
        {groups.map((group) => (
          <Section key={`${group.of} ${group.at}`} group={group} shelf={shelf} />
        ))}
        {scheduled && items.length === 0 && <Nothing shelf={shelf} />}
      </div>
    </div>
  )
}

/** How much is on its way, and how far I have come by that. */
function Standing() {
  if (!counts.value) return <p class="standing soft">&nbsp;</p>
  const { from_me, to_me, status } = counts.value
  const level = offered.value.levels.find(({ key }) => key === status) ?? offered.value.levels[0]
  return (
    <p class="standing soft">
      <span>{said.counts(count(from_me), count(to_me))}</span>
      {level && (
        <span class="level" title={said.levelHint}>
          {said.level(level.label)}
        </span>
      )}
    </p>
  )
}

function Section({ group, shelf }: { group: Group; shelf: Shelf }) {
  return (
    <section class="span" data-of={group.of}>
      <h2>{capital(headingOf(group))}</h2>
      <ul>
        {group.items.map((one) => (
          <li key={one.id}>
            <ScheduledRow scheduled={one} span={group.of} shelf={shelf} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Nothing({ shelf }: { shelf: Shelf }) {
  if (shelf === 'delivered') return <p class="soft pad">{said.noneDelivered}</p>
  if (shelf === 'failed') return <p class="soft pad">{said.noneFailed}</p>
  return (
    <Empty title={said.none} lead={said.noneLead}>
      <a class="button primary" href="/app/future/new">
        {said.write}
      </a>
    </Empty>
  )
}
