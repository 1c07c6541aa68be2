import { useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { me } from '../store/store.ts'
import { said as byMail } from '../words/mail.ts'
import { words } from '../words/words.ts'

/** Whether my address is known to be mine; and if not, a way to show it. */
export function EmailState() {
  const [said, setSaid] = useState('')
  const mine = me.value
  if (!mine?.email) return null
  if (mine.email_verified) return <p class="hint">{words.emailConfirmed}</p>

  async function ask() {
    try {
      const path = '/api/v1/users/me/email/verification'
      const { mail } = await parley().request<{ mail: 'on' | 'off' }>('POST', path, { body: {} })
      setSaid(mail === 'on' ? words.emailSent : byMail.noMail)
    } catch (refusal) {
      setSaid(wordsOf(refusal))
    }
  }

  return (
    <p class="hint" role="status">
      {said || (
        <>
          {words.emailUnconfirmed}{' '}
          <button type="button" class="link" onClick={ask}>
            {byMail.forgotSend}
          </button>
        </>
      )}
    </p>
  )
}
