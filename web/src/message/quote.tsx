import { nameOf, personOf } from '../chat/names.ts'
import { gistOf } from '../media/gist.ts'
import { hueOf } from '../pieces/avatar.tsx'
import { chatPath } from '../route.ts'
import type { Message } from '../store/things.ts'
import { words } from '../words/words.ts'

/** What a message answers; it leads there. */
export function Quote({ message }: { message: Message | undefined }) {
  if (!message || message.deleted) return <span class="quote soft">{words.originalGone}</span>
  return (
    <a
      class="quote"
      href={chatPath(message.chat_id, message.position)}
      style={{ '--hue': hueOf(message.sender_id) }}
      tabIndex={-1}
    >
      <b>
        <bdi>{nameOf(personOf(message.sender_id))}</bdi>
      </b>
      <span dir="auto">{gistOf(message)}</span>
    </a>
  )
}
