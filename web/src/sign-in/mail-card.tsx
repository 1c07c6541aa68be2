import type { ComponentChildren } from 'preact'
import { words } from '../words/words.ts'

/** A page of its own, for what a link in a mail leads to. */
export function MailCard({
  title,
  lead,
  children,
}: {
  title: string
  lead: string
  children?: ComponentChildren
}) {
  return (
    <main class="sign-in">
      <div class="card">
        <p class="wordmark">
          <img src="/app/icon.svg" alt="" width="36" height="36" />
          {words.app}
        </p>
        <h1>{title}</h1>
        <p class="soft" role="status">
          {lead}
        </p>
        {children}
      </div>
    </main>
  )
}

/** What went wrong, for everybody to hear. */
export function Complaint({ problem }: { problem: string }) {
  if (!problem) return null
  return (
    <p class="problem" role="alert">
      {problem}
    </p>
  )
}
