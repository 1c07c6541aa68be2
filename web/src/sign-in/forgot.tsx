import { useState } from 'preact/hooks'
import { Field } from '../pieces/field.tsx'
import { said } from '../words/mail.ts'
import { words } from '../words/words.ts'
import { Complaint, MailCard } from './mail-card.tsx'
import { post } from './post.ts'

/** Asks for a link to choose another password. */
export function Forgot() {
  const [sent, setSent] = useState<'on' | 'off' | null>(null)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  async function ask(event: SubmitEvent) {
    event.preventDefault()
    setBusy(true)
    const { email } = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement))
    const said = { email: String(email).trim() }
    const outcome = await post<{ mail: 'on' | 'off' }>('/api/v1/password-resets', said)
    setBusy(false)
    setProblem('problem' in outcome ? outcome.problem : '')
    if ('answer' in outcome) setSent(outcome.answer.mail)
  }

  const toSignIn = (
    <p class="turn">
      <a href="/app">{said.toSignIn}</a>
    </p>
  )
  if (sent)
    return (
      <MailCard
        title={sent === 'on' ? said.forgotSent : said.noMail}
        lead={sent === 'on' ? said.forgotSentLead : said.noMailLead}
      >
        {toSignIn}
      </MailCard>
    )
  return (
    <MailCard title={said.forgotTitle} lead={said.forgotLead}>
      <form onSubmit={ask}>
        <Field label={words.email} name="email" type="email" autocomplete="email" required autofocus />
        <Complaint problem={problem} />
        <button type="submit" class="button primary full" disabled={busy}>
          {said.forgotSend}
        </button>
      </form>
      {toSignIn}
    </MailCard>
  )
}
