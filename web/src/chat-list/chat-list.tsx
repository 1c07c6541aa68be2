import { useSignal } from '@preact/signals'
import { titleOf } from '../chat/names.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon } from '../pieces/icon.tsx'
import { chatPath, place } from '../route.ts'
import { narrow } from '../shell/narrow.ts'
import { loaded } from '../store/read.ts'
import { me, shown } from '../store/store.ts'
import { words } from '../words/words.ts'
import { Announced } from './announced.tsx'
import { ChatRow } from './chat-row.tsx'
import { LineState } from './line-state.tsx'
import { byActivity } from './order.ts'

/** My chats, with what is unread in each. On a phone they are, at home, all that there is. */
export function ChatList() {
  const filter = useSignal('')
  const wanted = filter.value.trim().toLocaleLowerCase()
  const chats = byActivity(shown.value.chats)
  const fitting = wanted ? chats.filter((chat) => titleOf(chat).toLocaleLowerCase().includes(wanted)) : chats
  const here = place.value
  return (
    <section
      class="chat-list"
      role={narrow.value && here.at === 'home' ? 'main' : 'navigation'}
      aria-label={words.chats}
      onKeyDown={move}
      tabIndex={-1}
    >
      <header class="head">
        <h1 class="wordmark">
          <img src="/app/icon.svg" alt="" width="28" height="28" />
          {words.app}
        </h1>
        <a class="icon-button" href="/app/future" aria-label={words.future} title={words.future}>
          <Icon shape="letter" />
        </a>
        <a class="icon-button" href="/app/events" aria-label={words.together} title={words.together}>
          <Icon shape="calendar" />
        </a>
        <a class="icon-button" href="/app/new" aria-label={words.newChat} title={`${words.newChat} (N)`}>
          <Icon shape="plus" />
        </a>
        <Myself />
      </header>
      <div class="filter">
        <Icon shape="search" size={18} />
        <input
          type="search"
          aria-label={words.filterChats}
          placeholder={words.filterChats}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
      </div>
      {wanted && (
        <a class="row search-row" href={`/app/search?query=${encodeURIComponent(filter.value.trim())}`}>
          <Icon shape="search" />
          {words.searchEverywhere}
        </a>
      )}
      {!wanted && <Announced />}
      <ul class="rows">
        {fitting.map((chat) => (
          <li key={chat.id}>
            <ChatRow
              chat={chat}
              href={chatPath(chat.id)}
              current={here.at === 'chat' && here.chatId === chat.id}
            />
          </li>
        ))}
      </ul>
      {!loaded.value && chats.length === 0 && <Skeleton />}
      {wanted && fitting.length === 0 && <p class="soft pad">{words.noSuchChat}</p>}
      {loaded.value && chats.length === 0 && !wanted && <FirstSteps />}
      <LineState />
    </section>
  )
}

function Myself() {
  const mine = me.value
  if (!mine) return null
  return (
    <a class="myself" href="/app/settings" aria-label={words.settings} title={words.settings}>
      <Avatar id={mine.id} name={mine.name} picture={mine.picture} size={32} />
    </a>
  )
}

function FirstSteps() {
  return (
    <div class="first-steps">
      <p class="empty-title">{words.noChats}</p>
      <p class="soft">{words.noChatsLead}</p>
      <a class="button primary" href="/app/new">
        {words.startChat}
      </a>
    </div>
  )
}

function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {[62, 48, 70, 40, 56].map((width) => (
        <div key={width} class="row">
          <span class="bone round" />
          <span class="bone" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  )
}

/** Up and down among the chats. */
function move(event: KeyboardEvent) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const list = event.currentTarget as HTMLElement
  const rows = [...list.querySelectorAll<HTMLElement>('a.row')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[event.key === 'ArrowDown' ? at + 1 : at - 1]
  if (!next) return
  event.preventDefault()
  next.focus()
}
