import { nameOf, personOf, titleOf } from '../chat/names.ts'
import { plainOf } from '../message/marks.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { chatPath } from '../route.ts'
import { shown } from '../store/store.ts'
import type { Message } from '../store/things.ts'
import { when } from '../words/words.ts'
import { excerpt } from './excerpt.ts'

/** One message that was found, with the words that were looked for. */
export function FoundMessage({
  message,
  query,
  inChat,
}: {
  message: Message
  query: string
  inChat: boolean
}) {
  const chat = shown.value.chats[message.chat_id]
  const sender = personOf(message.sender_id)
  return (
    <a class="found-message with-avatar" href={chatPath(message.chat_id, message.position)}>
      <Avatar id={message.sender_id} name={nameOf(sender)} picture={sender?.picture ?? null} size={40} />
      <span class="found-head">
        <b>
          <bdi>{nameOf(sender)}</bdi>
        </b>
        {!inChat && chat?.kind === 'group' && (
          <span class="soft">
            <bdi>{titleOf(chat)}</bdi>
          </span>
        )}
        <time class="soft">{when(message.created_at)}</time>
      </span>
      <span dir="auto" class="found-text">
        {excerpt(plainOf(message.text), query).map(([text, hit], i) =>
          hit ? <mark key={i}>{text}</mark> : text,
        )}
      </span>
    </a>
  )
}
