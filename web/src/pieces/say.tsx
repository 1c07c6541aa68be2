import { signal } from '@preact/signals'

const said = signal('')

/** Says something aloud to whoever listens instead of looking. */
export function say(text: string): void {
  said.value = said.value === text ? `${text} ` : text
}

export function LiveRegion() {
  return (
    <div class="unseen" role="status" aria-live="polite">
      {said}
    </div>
  )
}
