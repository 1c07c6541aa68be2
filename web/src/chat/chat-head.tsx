import { useSignal } from '@preact/signals'
import { presence } from '../line/live.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { lazy } from '../pieces/lazy.tsx'
import { chatPath } from '../route.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { ago, count, words } from '../words/words.ts'
import { isNotes, pictureOf, titleOf } from './names.ts'
import { typingWords } from './typing-line.tsx'

const Pins = lazy(async () => (await import('../later.ts')).Pins)

/** Whom one is talking with, and the ways to details, search and pins. */
export function ChatHead({ chat, info }: { chat: Chat; info: boolean }) {
  const pinsOpen = useSignal(false)
  const pinned = shown.value.pins[chat.id]?.length ?? 0
  const title = titleOf(chat)
  return (
    <header class="head chat-head">
      <a class="icon-button back" href="/" aria-label={words.back} title={words.back}>
        <Icon shape="back" />
      </a>
      <a
        class="chat-name"
        href={info ? chatPath(chat.id) : `/app/chat/${chat.id}/info`}
        title={words.showInfo}
      >
        <Avatar
          id={chat.peer?.id ?? chat.id}
          name={title}
          picture={pictureOf(chat)}
          size={40}
          online={chat.peer ? presence.value[chat.peer.id]?.online === true : false}
        />
        <span class="chat-title">
          <h1>
            <bdi>{title}</bdi>
          </h1>
          <span class="soft">{typingWords(chat) || stateOf(chat)}</span>
        </span>
      </a>
      {pinned > 0 && (
        <IconButton
          shape="pin"
          label={`${words.pins}: ${count(pinned)}`}
          class="counted"
          onClick={() => (pinsOpen.value = true)}
        >
          <span class="count">{count(pinned)}</span>
        </IconButton>
      )}
      <a
        class="icon-button"
        href={`/app/search?chat=${chat.id}`}
        aria-label={words.searchMessages}
        title={`${words.searchMessages} (/)`}
      >
        <Icon shape="search" />
      </a>
      <a
        class="icon-button info-button"
        href={info ? chatPath(chat.id) : `/app/chat/${chat.id}/info`}
        aria-label={info ? words.hideInfo : words.showInfo}
        title={`${info ? words.hideInfo : words.showInfo} (I)`}
      >
        <Icon shape="info" />
      </a>
      {pinsOpen.value && <Pins chat={chat} onClose={() => (pinsOpen.value = false)} />}
    </header>
  )
}

function stateOf(chat: Chat): string {
  if (isNotes(chat)) return ''
  if (chat.kind === 'group') return words.members(count(chat.member_count), chat.member_count === 1)
  const seen = chat.peer ? presence.value[chat.peer.id] : undefined
  if (seen?.online) return words.online
  if (seen?.online === false && seen.last_seen_at) return words.lastSeen(ago(seen.last_seen_at))
  return chat.peer && !chat.peer.deleted ? `@${chat.peer.username}` : ''
}
