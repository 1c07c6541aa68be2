import { useState } from 'preact/hooks'
import { said } from '../words/mail.ts'
import { Complaint, MailCard } from './mail-card.tsx'
import { post } from './post.ts'
import { useToken } from './token.ts'

/**
 * Where the link that confirms an address leads. It takes a press: programs that look at links before people do must not
 * confirm anything.
 */
export function Verify() {
  const token = useToken()
  const [isOver, setOver] = useState(token === '')
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState('')

  async function confirm() {
    const outcome = await post<{ email: string }>('/api/v1/email-verifications', { token })
    if ('answer' in outcome) return setDone(outcome.answer.email)
    setOver(outcome.code === 'not_found')
    setProblem(outcome.problem)
  }

  const goOn = (
    <p class="turn">
      <a href="/app">{said.goOn}</a>
    </p>
  )
  if (done)
    return (
      <MailCard title={said.verifyDone} lead={said.verifyDoneLead(done)}>
        {goOn}
      </MailCard>
    )
  if (isOver)
    return (
      <MailCard title={said.linkOver} lead={said.verifyOverLead}>
        {goOn}
      </MailCard>
    )
  return (
    <MailCard title={said.verifyTitle} lead={said.verifyLead}>
      <Complaint problem={problem} />
      <button type="button" class="button primary full" onClick={confirm}>
        {said.verify}
      </button>
    </MailCard>
  )
}
