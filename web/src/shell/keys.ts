import { byActivity } from '../chat-list/order.ts'
import { signedIn } from '../line/line.ts'
import { chatPath, go, place } from '../route.ts'
import { loudCount } from '../store/muted.ts'
import { shown } from '../store/store.ts'
import { sheetOpen } from './sheet-open.ts'

/** The keys that hold everywhere. */
addEventListener('keydown', (event) => {
  if (signedIn.value !== 'yes' || event.defaultPrevented || event.isComposing) return
  if (document.querySelector('dialog[open]')) return
  const act = actOf(event)
  if (!act) return
  event.preventDefault()
  act()
})

function actOf(event: KeyboardEvent): (() => void) | undefined {
  const { key, altKey } = event
  const command = event.ctrlKey || event.metaKey
  if (command && key === 'k') return search
  if (command) return undefined
  if (altKey && key === 'ArrowDown') return () => step(1, event.shiftKey)
  if (altKey && key === 'ArrowUp') return () => step(-1, event.shiftKey)
  if (altKey) return undefined
  if (key === 'Escape') return up
  if ((event.target as Element).matches('input, textarea, select, [contenteditable]')) return undefined
  if (key === '?') return () => (sheetOpen.value = true)
  if (key === '/') return search
  if (key === 'n') return () => go('/app/new')
  if (key === 'i') return details
  return undefined
}

function search(): void {
  const here = place.value
  go(here.at === 'chat' ? `/app/search?chat=${here.chatId}` : '/app/search')
}

function details(): void {
  const here = place.value
  if (here.at === 'chat') go(here.info ? chatPath(here.chatId) : `/app/chat/${here.chatId}/info`)
}

function up(): void {
  const here = place.value
  if (here.at === 'chat' && here.info) {
    go(chatPath(here.chatId))
    return
  }
  if (here.at !== 'home') go('/')
  document.querySelector<HTMLElement>('.chat-list [aria-current], .chat-list a.row')?.focus()
}

function step(by: 1 | -1, unreadOnly: boolean): void {
  const here = place.value
  const chats = byActivity(shown.value.chats)
  const at = here.at === 'chat' ? chats.findIndex(({ id }) => id === here.chatId) : -1
  const order =
    by > 0
      ? [...chats.slice(at + 1), ...chats.slice(0, at + 1)]
      : [...chats.slice(0, Math.max(at, 0)).reverse()]
  const next = order.find((chat) => !unreadOnly || loudCount(chat) > 0)
  if (next) go(chatPath(next.id))
}
