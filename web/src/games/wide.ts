import { signal } from '@preact/signals'

/** As in games.css: there is room for the board and its chat beside each other. */
const asked = matchMedia('(min-width: 68rem)')

export const wide = signal(asked.matches)
asked.addEventListener('change', () => {
  wide.value = asked.matches
})
