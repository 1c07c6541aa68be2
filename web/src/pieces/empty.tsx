import type { ComponentChildren } from 'preact'

/** What stands where there is nothing, and what to do about it. */
export function Empty({
  title,
  lead,
  children,
}: {
  title: string
  lead?: string
  children?: ComponentChildren
}) {
  return (
    <div class="empty">
      <svg class="empty-mark" viewBox="0 0 32 32" width="72" height="72" aria-hidden="true">
        <path d="M7 3h18a5 5 0 0 1 5 5v11a5 5 0 0 1-5 5H15l-7 6v-6H7a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5z" />
        <path class="lines" d="M8.5 9.5h15M8.5 13.7h15M8.5 17.9h9" />
      </svg>
      <p class="empty-title">{title}</p>
      {lead && <p class="soft">{lead}</p>}
      {children}
    </div>
  )
}
