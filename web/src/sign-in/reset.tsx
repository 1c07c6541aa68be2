import { useState } from 'preact/hooks'
import { toast } from '../pieces/toast.tsx'
import { go } from '../route.ts'
import { said } from '../words/mail.ts'
import { words } from '../words/words.ts'
import { MailCard } from './mail-card.tsx'
import { PasswordField } from './password-field.tsx'
import { post } from './post.ts'
import { useToken } from './token.ts'

/** Where the link of a forgotten password leads: choose another. */
export function Reset() {
  const token = useToken()
  const [isOver, setOver] = useState(token === '')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  async function choose(event: SubmitEvent) {
    event.preventDefault()
    setBusy(true)
    const { password } = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement))
    const outcome = await post('/api/v1/password-resets/redeem', { token, password })
    setBusy(false)
    if ('answer' in outcome) {
      toast(said.resetDone)
      return go('/app', { instead: true })
    }
    setOver(outcome.code === 'not_found')
    setProblem(outcome.problem)
  }

  if (isOver)
    return (
      <MailCard title={said.linkOver} lead={said.linkOverLead}>
        <p class="turn">
          <a href="/app/forgot">{said.forgotSend}</a>
        </p>
      </MailCard>
    )
  return (
    <MailCard title={said.resetTitle} lead={said.resetLead}>
      <form onSubmit={choose}>
        <PasswordField isNew problem={problem || undefined} />
        <button type="submit" class="button primary full" disabled={busy}>
          {words.changePassword}
        </button>
      </form>
    </MailCard>
  )
}
