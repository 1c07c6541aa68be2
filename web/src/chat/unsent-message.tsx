import { line } from '../line/line.ts'
import { MessageMedia } from '../media/message-media.tsx'
import { notedMedia } from '../media/noted.ts'
import { Marked } from '../message/marked.tsx'
import { Icon } from '../pieces/icon.tsx'
import { giveUp, tryAgain } from '../store/act.ts'
import type { Waiting } from '../store/state.ts'
import type { Chat } from '../store/things.ts'
import { refusalIn } from '../words/refusal.ts'
import { words } from '../words/words.ts'

/** A message of mine that is not said yet, or was refused. It can be taken back, unless it is just on its way. */
export function UnsentMessage({ waiting: { write, problem, refused } }: { chat: Chat; waiting: Waiting }) {
  const { text, media_ids = [] } = write.body as { text: string; media_ids?: string[] }
  const offline = line.value.link !== 'live' && line.value.link !== 'catching up'
  const failed = problem !== null && (refused || !offline)
  const discard = (
    <button type="button" class="link" onClick={() => giveUp(write)}>
      {words.discard}
    </button>
  )
  return (
    <li class="message mine unsent-message" data-refused={failed || undefined}>
      <div class="bubble" dir="auto" data-media={media_ids.length > 0 || undefined}>
        <Attached ids={media_ids} />
        <div class="text">
          <Marked text={text} mentions={[]} />
        </div>
        <span class="meta">
          <Icon shape={failed ? 'alert' : 'clock'} size={14} />
          <span class={failed || offline ? '' : 'unseen'}>
            {failed ? (refused ? words.notSent : words.notYetSent) : offline ? words.waits : words.sending}
          </span>
        </span>
      </div>
      {failed && (
        <p class="refused" role="alert">
          {refusalIn(problem)}{' '}
          <button type="button" class="link" onClick={() => tryAgain(write)}>
            {words.retry}
          </button>{' '}
          {discard}
        </p>
      )}
      {offline && !failed && <p class="takes-back">{discard}</p>}
    </li>
  )
}

/** What goes along with it; of what another life of this page has uploaded, only how many. */
function Attached({ ids }: { ids: string[] }) {
  const media = notedMedia(ids)
  if (ids.length === 0) return null
  return media.length === ids.length ? (
    <MessageMedia media={media} />
  ) : (
    <p class="soft">{words.attached(ids.length)}</p>
  )
}
