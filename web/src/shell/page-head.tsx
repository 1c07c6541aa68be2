import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../pieces/icon.tsx'
import { words } from '../words/words.ts'

/** The head of a page that is no chat: the way back, and its name, which gets the focus. */
export function PageHead({
  title,
  back = '/',
  children,
}: {
  title: string
  back?: string
  children?: ComponentChildren
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!document.activeElement?.matches('input, textarea')) heading.current?.focus()
  }, [])
  return (
    <header class="head">
      <a class="icon-button back" href={back} aria-label={words.back} title={words.back}>
        <Icon shape="back" />
      </a>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  )
}
