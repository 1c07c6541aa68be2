import { lazy } from '../pieces/lazy.tsx'
import { Sure } from '../pieces/sure.tsx'
import { react, remove } from '../store/act.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'
import { asked } from './asked.ts'

const Details = lazy(async () => (await import('../later.ts')).Details)
const EmojiPicker = lazy(async () => (await import('../later.ts')).EmojiPicker)
const SendBack = lazy(async () => (await import('../later.ts')).SendBack)
const MessageMenu = lazy(async () => (await import('../later.ts')).MessageMenu)

/** What was asked for about a message of this chat. */
export function AskedFor({ chat }: { chat: Chat }) {
  const now = asked.value
  if (!now || now.message.chat_id !== chat.id) return null
  const close = () => (asked.value = null)
  const held = shown.value.stretches[chat.id]?.messages.find(({ id }) => id === now.message.id)
  const message = held ?? now.message
  if (now.what === 'menu')
    return <MessageMenu chat={chat} message={message} beside={now.beside} onClose={close} />
  if (now.what === 'details') return <Details chat={chat} message={message} onClose={close} />
  if (now.what === 'send back') return <SendBack message={message} onClose={close} />
  if (now.what === 'react')
    return (
      <EmojiPicker
        label={words.react}
        beside={now.beside}
        onPick={(emoji) => react(message, emoji)}
        onClose={close}
      />
    )
  return (
    <Sure
      title={words.deleteSure}
      lead={words.deleteSureLead}
      yes={words.deleteForAll}
      onYes={() => remove(message)}
      onClose={close}
    />
  )
}
