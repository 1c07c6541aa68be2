import { line } from '../line/line.ts'
import { Marked } from '../message/marked.tsx'
import { Icon } from '../pieces/icon.tsx'
import { giveUp, tryAgain } from '../store/act.ts'
import type { Waiting } from '../store/state.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'

/** A message of mine that is not said yet, or was refused. */
export function UnsentMessage({ waiting: { write, problem } }: { chat: Chat; waiting: Waiting }) {
  const { text } = write.body as { text: string }
  const offline = line.value.link !== 'live' && line.value.link !== 'catching up'
  return (
    <li class="message mine unsent-message" data-refused={problem ? true : undefined}>
      <div class="bubble" dir="auto">
        <div class="text">
          <Marked text={text} mentions={[]} />
        </div>
        <span class="meta">
          <Icon shape={problem ? 'alert' : 'clock'} size={14} />
          <span class={problem || offline ? '' : 'unseen'}>
            {problem ? words.notSent : offline ? words.waits : words.sending}
          </span>
        </span>
      </div>
      {problem && (
        <p class="refused" role="alert">
          {problem.detail}{' '}
          <button type="button" class="link" onClick={() => tryAgain(write)}>
            {words.retry}
          </button>{' '}
          <button type="button" class="link" onClick={() => giveUp(write)}>
            {words.discard}
          </button>
        </p>
      )}
    </li>
  )
}
