import { gistOf } from '../media/gist.ts'
import { Dialog } from '../pieces/dialog.tsx'
import { chatPath, go } from '../route.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { when, words } from '../words/words.ts'
import { heldMessage } from './held.ts'
import { nameOf, personOf } from './names.ts'

/** The pinned messages of a chat; each leads to its place. */
export function Pins({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const ids = shown.value.pins[chat.id] ?? []
  function jump(position: number) {
    onClose()
    go(chatPath(chat.id, position))
  }
  return (
    <Dialog title={words.pins} onClose={onClose}>
      {ids.length === 0 && <p class="soft">{words.noPins}</p>}
      <ul class="found">
        {ids.map((id) => {
          const message = heldMessage(chat.id, id)
          return message ? (
            <li key={id}>
              <button type="button" class="found-message" onClick={() => jump(message.position)}>
                <b>
                  <bdi>{nameOf(personOf(message.sender_id))}</bdi>
                </b>
                <time class="soft">{when(message.created_at)}</time>
                <span dir="auto">{gistOf(message)}</span>
              </button>
            </li>
          ) : null
        })}
      </ul>
    </Dialog>
  )
}
