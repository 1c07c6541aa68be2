import { useEffect } from 'preact/hooks'
import { Icon } from '../pieces/icon.tsx'
import { loaded, readAnnounced } from '../store/read.ts'
import { shown } from '../store/store.ts'
import { dayAhead, words } from '../words/words.ts'

/** What will open for me next, above the chats. */
export function Announced() {
  const { announced } = shown.value
  const isWanted = loaded.value && announced === null
  useEffect(() => {
    if (isWanted) void readAnnounced().catch(() => {})
  }, [isWanted])
  const coming = Object.values(announced ?? {}).map(({ opens_at }) => opens_at ?? Number.POSITIVE_INFINITY)
  if (coming.length === 0) return null
  const next = Math.min(...coming)
  const rest = coming.length - 1
  return (
    <a class="row announced-row" href="/app/future">
      <span class="avatar plain">
        <Icon shape="gift" />
      </span>
      <span class="row-title">
        {Number.isFinite(next) ? words.opensOn(dayAhead(next)) : words.opensSomeDay}
      </span>
      {rest > 0 && <span class="row-text">{words.moreOpen(rest)}</span>}
    </a>
  )
}
