import { effect } from '@preact/signals'
import { go, place } from '../route.ts'
import { loudCount } from '../store/muted.ts'
import { shown } from '../store/store.ts'
import { signedIn } from './line.ts'
import { forgetPush, sayAgain } from './push.ts'

let kept = false

/** Keeps what this browser tells beside the page in step with the page. */
export function keepNotices(): void {
  if (kept || !('serviceWorker' in navigator)) return
  kept = true
  effect(() => {
    if (signedIn.value === 'yes') void sayAgain().catch(() => {})
    if (signedIn.value === 'no') void forgetPush().catch(() => {})
  })
  effect(() => {
    if (signedIn.value !== 'yes') return
    const here = place.value
    const chat = here.at === 'chat' ? shown.value.chats[here.chatId] : undefined
    if (chat && chat.unread_count === 0) void clear(`chat:${chat.id}`)
  })
  effect(() => {
    const waiting = Object.values(shown.value.chats).filter((chat) => loudCount(chat) > 0).length
    void navigator.setAppBadge?.(waiting).catch(() => {})
  })
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (typeof data?.open === 'string' && signedIn.value === 'yes') go(data.open)
  })
}

/** What is read here need not be told here any longer. */
async function clear(tag: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  for (const notice of (await registration?.getNotifications({ tag })) ?? []) notice.close()
}
