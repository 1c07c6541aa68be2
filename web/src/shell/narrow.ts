import { signal } from '@preact/signals'

/** As in shell.css: there is room for the list or for what is open, not for both. */
const asked = matchMedia('(max-width: 47.99rem)')

export const narrow = signal(asked.matches)
asked.addEventListener('change', () => {
  narrow.value = asked.matches
})
