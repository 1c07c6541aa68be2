import { nameOf, personOf, pictureOf, shortName, titleOf } from '../chat/names.ts'
import { typingWords } from '../chat/typing-line.tsx'
import { presence } from '../line/live.ts'
import { kindsIn } from '../media/gist.ts'
import { endsWithLetter } from '../message/letters.ts'
import { plainOf } from '../message/marks.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon } from '../pieces/icon.tsx'
import { memo } from '../pieces/memo.ts'
import { unsent } from '../store/expect.ts'
import { isMuted } from '../store/muted.ts'
import { me, shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { count, when, words } from '../words/words.ts'

interface Props {
  chat: Chat
  href: string
  current: boolean
}

/** One chat in the list: who, what was said last, what is unread. */
export const ChatRow = memo(({ chat, href, current }: Props) => {
  const title = titleOf(chat)
  const online = chat.peer ? presence.value[chat.peer.id]?.online === true : false
  return (
    <a class="row" href={href} aria-current={current ? 'page' : undefined}>
      <Avatar id={chat.peer?.id ?? chat.id} name={title} picture={pictureOf(chat)} online={online} />
      <span class="row-title">
        <bdi>{title}</bdi>
      </span>
      <time class="row-time">{when(chat.last_message?.created_at ?? chat.active_at)}</time>
      <span class="row-text" dir="auto">
        <LastWords chat={chat} />
      </span>
      <Counts chat={chat} />
    </a>
  )
})

function LastWords({ chat }: { chat: Chat }) {
  const writing = typingWords(chat)
  if (writing) return <em class="typing-now">{writing}</em>
  const waits = unsent(shown.value.waiting, chat.id).at(-1)
  if (waits) {
    const { text, media_ids = [] } = waits.write.body as { text: string; media_ids?: string[] }
    return (
      <>
        <Icon shape={waits.problem ? 'alert' : 'clock'} size={14} />{' '}
        {plainOf(text) || words.attached(media_ids.length)}
      </>
    )
  }
  if (endsWithLetter(chat))
    return (
      <>
        <Icon shape="letter" size={14} /> {words.letter}
      </>
    )
  const last = chat.last_message
  if (!last) return <>{words.nothingSaid}</>
  const said = last.deleted ? words.messageDeleted : plainOf(last.text) || kindsIn(last.media_kinds ?? [])
  if (last.sender_id === me.value?.id)
    return (
      <>
        {words.you}: {said}
      </>
    )
  if (chat.kind === 'direct') return <>{said}</>
  const sender = personOf(last.sender_id)
  return (
    <>
      <bdi>{sender ? shortName(sender) : nameOf(sender)}</bdi>: {said}
    </>
  )
}

function Counts({ chat }: { chat: Chat }) {
  const muted = isMuted(chat)
  const unread = chat.unread_count > 0
  if (!muted && !unread) return null
  return (
    <span class={muted ? 'counts muted' : 'counts'}>
      {muted && (
        <span title={words.muted}>
          <Icon shape="quiet" size={16} />
          <span class="unseen">{words.muted}</span>
        </span>
      )}
      {chat.mention_count > 0 && (
        <span class="badge mention" title={words.mentionsYou(chat.mention_count)}>
          <span aria-hidden="true">@</span>
          <span class="unseen">{words.mentionsYou(chat.mention_count)}</span>
        </span>
      )}
      {unread && (
        <span class="badge" title={words.unread(chat.unread_count)}>
          <span aria-hidden="true">{chat.unread_count > 999 ? `${count(999)}+` : chat.unread_count}</span>
          <span class="unseen">{words.unread(chat.unread_count)}</span>
        </span>
      )}
    </span>
  )
}
