import { beginReply } from '../composer/draft.ts'
import { IconButton } from '../pieces/icon-button.tsx'
import type { Message } from '../store/things.ts'
import { words } from '../words/words.ts'
import { type Asked, asked } from './asked.ts'

/** What can be done with a message, beside it while one points at it. */
export function Actions({ message }: { message: Message }) {
  const ask = (what: Asked['what']) => (event: Event) => {
    const button = event.currentTarget as Element
    const beside = button.getBoundingClientRect()
    // The button goes away; the focus comes back to the message.
    button.closest<HTMLElement>('[data-id]')?.focus({ preventScroll: true })
    asked.value = { what, message, beside }
  }
  return (
    <div class="actions">
      <IconButton shape="smile" label={words.react} tabIndex={-1} onClick={ask('react')} />
      <IconButton shape="reply" label={words.reply} tabIndex={-1} onClick={() => beginReply(message)} />
      <IconButton shape="more" label={words.more} tabIndex={-1} onClick={ask('menu')} />
    </div>
  )
}
