import { useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inWords, titleOf } from '../chat/names.ts'
import { place } from '../route.ts'
import { loudCount } from '../store/muted.ts'
import { shown } from '../store/store.ts'
import { words } from '../words/words.ts'

/** The title of the window: how much is unread, and where we are. */
export function useTitle(): void {
  useEffect(() => () => setTitle(words.app), [])
  useSignalEffect(() => {
    const { chats } = shown.value
    const unread = Object.values(chats).reduce((sum, chat) => sum + loudCount(chat), 0)
    const here = place.value
    const chat = here.at === 'chat' ? chats[here.chatId] : undefined
    setTitle(`${unread > 0 ? `(${unread}) ` : ''}${chat ? `${inWords(titleOf(chat))} · ` : ''}${words.app}`)
  })
}

function setTitle(title: string): void {
  document.title = title
}
