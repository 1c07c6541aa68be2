import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useFocusBack } from './focus-back.ts'
import { Icon, type Shape } from './icon.tsx'

export interface Choice {
  label: string
  shape: Shape
  danger?: boolean
  act: () => void
}

interface Props {
  label: string
  choices: Choice[]
  /** What it opens beside. */
  beside: DOMRect
  onClose: () => void
}

/** A list of things to do, by arrow keys and Enter, or by a click. */
export function Menu({ label, choices, beside, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place(menu.current!, beside), [beside])
  useFocusBack(menu)
  useEffect(() => {
    menu.current?.querySelector('button')?.focus()
    const away = (event: Event) => menu.current?.contains(event.target as Node) || onClose()
    addEventListener('pointerdown', away)
    return () => removeEventListener('pointerdown', away)
  }, [])
  function move(event: KeyboardEvent) {
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event.key === 'ArrowDown' ? 1 : -1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  function step(by: number) {
    const buttons = [...menu.current!.querySelectorAll('button')]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons.at((at + by) % buttons.length)?.focus()
  }
  return (
    <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={move} tabIndex={-1}>
      {choices.map(({ label, shape, danger, act }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={danger ? 'danger' : ''}
          onClick={() => {
            onClose()
            act()
          }}
        >
          <Icon shape={shape} size={18} />
          {label}
        </button>
      ))}
    </div>
  )
}

const EDGE = 8

/** Below what it belongs to or above it, wherever it is seen whole. */
export function place(element: HTMLElement, beside: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = element
  const below = beside.bottom + 4 + height < innerHeight - EDGE
  const top = below ? beside.bottom + 4 : beside.top - height - 4
  const left = Math.min(beside.left, innerWidth - width - EDGE)
  element.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`
  element.style.left = `${Math.max(EDGE, left)}px`
}
