import { place } from '../route.ts'

const touches = matchMedia('(hover: none)').matches

/** Where what had the focus is gone, it goes to what is open now, not to the beginning of the page. */
export function keepFocus(): void {
  const has = document.activeElement
  if (has && has !== document.body) return
  const field = touches ? null : document.querySelector<HTMLElement>('#compose')
  const frame = document.querySelector<HTMLElement>(place.value.at === 'home' ? '.chat-list' : '#main')
  const heir = field ?? frame
  heir?.focus({ preventScroll: true })
}
