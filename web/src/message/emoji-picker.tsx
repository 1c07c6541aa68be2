import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useFocusBack } from '../pieces/focus-back.ts'
import { place } from '../pieces/menu.tsx'

const emojis =
  '👍 ❤️ 😂 😮 😢 🙏 🎉 🔥 👏 👀 😀 😅 😊 😍 😘 😎 🤔 🙄 😴 😭 😡 🥳 🤯 🤗 🙌 💪 🤝 👋 ✅ ❌ ⭐ ☀️ 🌈 🌧️ ❄️ 🍀 ☕ 🍰 🍷 🎵'.split(
    ' ',
  )
const COLUMNS = 8

interface Props {
  label: string
  beside: DOMRect
  onPick: (emoji: string) => void
  onClose: () => void
}

/** A few dozen emoji to choose from, by arrow keys or by a press. */
export function EmojiPicker({ label, beside, onPick, onClose }: Props) {
  const picker = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place(picker.current!, beside), [beside])
  useFocusBack(picker)
  useEffect(() => {
    picker.current?.querySelector('button')?.focus()
    const away = (event: Event) => picker.current?.contains(event.target as Node) || onClose()
    addEventListener('pointerdown', away)
    return () => removeEventListener('pointerdown', away)
  }, [])
  function move(event: KeyboardEvent) {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    if (event.key === 'Escape') onClose()
    else if (by) {
      const buttons = [...picker.current!.querySelectorAll('button')]
      buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by]?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is no part of a form
    <div ref={picker} class="menu emoji-picker" role="group" aria-label={label} onKeyDown={move}>
      {emojis.map((emoji) => (
        <button
          key={emoji}
          type="button"
          onClick={() => {
            onClose()
            onPick(emoji)
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}
