import type { Config } from '../../config.ts'
import { openSmtp } from '../../transports/email/smtp.ts'
import { bad, type Finding, good, odd } from './finding.ts'

const PATIENCE_MS = 5000

/** The mail server, where there is one: it answers and lets us in. */
export async function checkMail({ mail }: Pick<Config, 'mail'>): Promise<Finding[]> {
  if (!mail)
    return [odd('mail is off: who forgets his password needs you; PARLEY_SMTP_URL would change that')]
  try {
    await openSmtp(mail, { timeoutMs: PATIENCE_MS }).check()
    return [good(`the mail server takes mail from ${mail.from.address}; "parley mail test" sends one`)]
  } catch (error) {
    return [
      bad(`the mail server does not let us in (${(error as Error).message}); is PARLEY_SMTP_URL right?`),
    ]
  }
}

/** How codes reach telephones. */
export function checkSms({ sms }: Pick<Config, 'sms'>): Finding[] {
  if (sms?.by !== 'log') return []
  return [
    odd('PARLEY_SMS=log: whoever reads the log of the server can verify any number; for trying out only'),
  ]
}
