import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../pieces/icon.tsx'
import { chatPath } from '../route.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'

/** The details of a chat, beside it or, where there is no room, in its place. */
export function InfoPanel({ chat, children }: { chat: Chat; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <aside class="info" aria-label={words.chatInfo}>
      <header class="head">
        <a class="icon-button" href={chatPath(chat.id)} aria-label={words.close} title={words.close}>
          <Icon shape="close" />
        </a>
        <h1 ref={heading} tabIndex={-1}>
          {words.chatInfo}
        </h1>
      </header>
      <div class="info-body">{children}</div>
    </aside>
  )
}
