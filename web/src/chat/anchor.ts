/** A message and how far below the top of the view it stood. */
export interface Anchor {
  id: string
  top: number
}

/** The first message that is seen. */
export function anchorOf(box: HTMLElement): Anchor | null {
  const edge = box.getBoundingClientRect().top
  const rows = box.querySelectorAll<HTMLElement>('[data-id]')
  let [low, high] = [0, rows.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]!.getBoundingClientRect().bottom > edge) high = middle
    else low = middle + 1
  }
  const row = rows[low]
  return row ? { id: row.dataset.id!, top: row.getBoundingClientRect().top - edge } : null
}

/** Puts it back where it stood. */
export function restore(box: HTMLElement, anchor: Anchor | null): void {
  if (!anchor) return
  const row = box.querySelector<HTMLElement>(`[data-id="${CSS.escape(anchor.id)}"]`)
  if (!row) return
  const moved = row.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.top
  if (Math.abs(moved) >= 1) box.scrollTop += moved
}
