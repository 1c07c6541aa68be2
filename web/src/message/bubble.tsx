import { nameOf } from '../chat/names.ts'
import type { Reached } from '../chat/reached.ts'
import { MessageMedia } from '../media/message-media.tsx'
import { hueOf } from '../pieces/avatar.tsx'
import type { Message, User } from '../store/things.ts'
import { clockTime, words } from '../words/words.ts'
import { Marked } from './marked.tsx'
import { Meta } from './meta.tsx'
import { Quote } from './quote.tsx'

interface Props {
  message: Message
  /** Whose name stands above it, undefined until we know him; null where none does. */
  author: User | null | undefined
  replied: Message | undefined
  reached: Reached | null
}

/** What was said: whose it is, what it answers, its words and its small print. */
export function Bubble({ message, author, replied, reached }: Props) {
  return (
    <div
      class="bubble"
      dir="auto"
      data-deleted={message.deleted || undefined}
      data-media={message.media?.length > 0 || undefined}
    >
      {author !== null && (
        <span class="author" style={{ '--hue': hueOf(message.sender_id) }}>
          <bdi>{nameOf(author)}</bdi>
        </span>
      )}
      {message.reply_to_id && !message.deleted && <Quote message={replied} />}
      {message.media?.length > 0 && <MessageMedia media={message.media} chatId={message.chat_id} />}
      <div class="text">
        {message.deleted ? (
          <em class="gone">{words.messageDeleted}</em>
        ) : (
          <Marked text={message.text} mentions={message.mentions} />
        )}
      </div>
      <Meta message={message} reached={reached} time={clockTime.format(message.created_at)} />
    </div>
  )
}
