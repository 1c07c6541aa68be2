import type { Reached } from '../chat/reached.ts'
import { Icon } from '../pieces/icon.tsx'
import type { Message } from '../store/things.ts'
import { fullTime, longAgo, words } from '../words/words.ts'

const reachedWords = { sent: words.sent, delivered: words.delivered, read: words.readByAll }

/** The small print of a message: when, whether it was edited or pinned, and how far it has got. */
export function Meta({
  message,
  reached,
  time,
}: {
  message: Message
  reached: Reached | null
  time: string
}) {
  return (
    <span class="meta">
      {message.pinned_at !== null && (
        <span title={words.pinnedMark}>
          <Icon shape="pin" size={13} />
          <span class="unseen">{words.pinnedMark}</span>
        </span>
      )}
      {message.edited_at !== null && !message.deleted && <span>{words.edited}</span>}
      {message.written_at !== null && !message.deleted && (
        <span class="written" title={fullTime.format(message.written_at)}>
          <Icon shape="letter" size={13} />
          {words.written(longAgo(message.written_at))}
        </span>
      )}
      <time dateTime={new Date(message.created_at).toISOString()} title={fullTime.format(message.created_at)}>
        {time}
      </time>
      {reached && !message.deleted && (
        <span class="reached" data-reached={reached} title={reachedWords[reached]}>
          <Icon shape={reached === 'sent' ? 'check' : 'checks'} size={15} />
          <span class="unseen">{reachedWords[reached]}</span>
        </span>
      )}
    </span>
  )
}
