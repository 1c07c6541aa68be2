import { signal } from '@preact/signals'

const SHOWN_MS = 6000
const shown = signal<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null)

/** Says something for a moment, before everything else: what did not work, or that something is done. */
export function toast(text: string): void {
  clearTimeout(shown.value?.timer)
  shown.value = { text, timer: setTimeout(() => (shown.value = null), SHOWN_MS) }
}

export function Toasts() {
  return (
    <div class="toasts" role="alert">
      {shown.value && <p>{shown.value.text}</p>}
    </div>
  )
}
