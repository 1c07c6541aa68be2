import { beginEdit, beginReply } from '../composer/draft.ts'
import { myId } from '../line/line.ts'
import { type Choice, Menu } from '../pieces/menu.tsx'
import { chatPath } from '../route.ts'
import { hide, pin } from '../store/act.ts'
import type { Chat, Message } from '../store/things.ts'
import { words } from '../words/words.ts'
import { type Asked, asked, copyText } from './asked.ts'

interface Props {
  chat: Chat
  message: Message
  beside: DOMRect
  onClose: () => void
}

/** Everything that can be done with a message, by whoever may. */
export function MessageMenu({ chat, message, beside, onClose }: Props) {
  return (
    <Menu
      label={words.messageActions}
      choices={choicesFor(chat, message, beside)}
      beside={beside}
      onClose={onClose}
    />
  )
}

function choicesFor(chat: Chat, message: Message, beside: DOMRect): Choice[] {
  const mine = message.sender_id === myId()
  const admin = chat.kind === 'group' && chat.role !== 'member'
  const ask = (what: Asked['what']) => () => (asked.value = { what, message, beside })
  const hidden: Choice = { label: words.deleteForMe, shape: 'trash', danger: true, act: () => hide(message) }
  if (message.deleted) return [hidden]
  const pinned = message.pinned_at !== null
  const link = location.origin + chatPath(chat.id, message.position)
  const choices: (Choice | false)[] = [
    { label: words.reply, shape: 'reply', act: () => beginReply(message) },
    { label: words.react, shape: 'smile', act: ask('react') },
    mine && { label: words.edit, shape: 'edit', act: () => beginEdit(message) },
    { label: words.copy, shape: 'copy', act: () => copyText(message) },
    { label: words.copyLink, shape: 'link', act: () => copyText({ text: link }) },
    (admin || chat.kind === 'direct') && {
      label: pinned ? words.unpin : words.pin,
      shape: 'pin',
      act: () => pin(message, !pinned),
    },
    !mine && { label: words.sendBack, shape: 'letter', act: ask('send back') },
    { label: words.details, shape: 'info', act: ask('details') },
    (mine || admin) && { label: words.deleteForAll, shape: 'trash', danger: true, act: ask('delete') },
    hidden,
  ]
  return choices.filter((choice) => choice !== false)
}
