import { useId } from 'preact/hooks'
import { inWords, isNotes, titleOf } from '../chat/names.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { said } from '../words/together.ts'

interface Props {
  chatId: string | null
  onChange: (chatId: string | null) => void
}

/** Is it for everybody, or for the members of a chat? */
export function ForWhom({ chatId, onChange }: Props) {
  const id = useId()
  const chats = Object.values(shown.value.chats)
    .filter((chat) => isPossible(chat) || chat.id === chatId)
    .toSorted((a, b) => titleOf(a).localeCompare(titleOf(b)))
  return (
    <div class="field">
      <label for={id}>{said.forWhom}</label>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={chatId ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">{said.everybodyMay}</option>
        {chats.map((chat) => (
          <option key={chat.id} value={chat.id}>
            {said.forChat(inWords(titleOf(chat)))}
          </option>
        ))}
      </select>
      <p class="hint" id={`${id}-hint`}>
        {chatId ? said.forChatHint : said.everybodyMayHint}
      </p>
    </div>
  )
}

/** Of a chat that belongs to something, only its admins make events, and of that of an event nobody. */
function isPossible(chat: Chat): boolean {
  if (isNotes(chat)) return false
  return chat.host === null || (chat.host.startsWith('project:') && chat.role !== 'member')
}
