import { Avatar } from '../pieces/avatar.tsx'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'
import { inWords, isNotes, pictureOf, titleOf } from './names.ts'

/** What stands above the first message. */
export function Beginning({ chat }: { chat: Chat }) {
  const title = titleOf(chat)
  return (
    <div class="beginning">
      <Avatar id={chat.peer?.id ?? chat.id} name={title} picture={pictureOf(chat)} size={72} />
      <p class="empty-title">{words.beginning}</p>
      <p class="soft">{leadOf(chat, inWords(title))}</p>
    </div>
  )
}

function leadOf(chat: Chat, title: string): string {
  if (isNotes(chat)) return words.beginningNotes
  return chat.kind === 'group' ? words.beginningGroup(title) : words.beginningDirect(title)
}
