import type { Config } from '../config.ts'
import type { Language } from '../db/schema.ts'
import { newId } from '../id.ts'
import { compose } from '../transports/email/compose.ts'
import { sample } from '../transports/email/sample.ts'
import { openSmtp } from '../transports/email/smtp.ts'
import type { Terminal } from './terminal.ts'

/** Sends a mail to an address, past the outbox, and says what came of it. @throws Error with what the mail server said */
export async function testMail(
  { mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>,
  address: string,
  language: Language,
  { say }: Terminal,
): Promise<void> {
  if (!mail) throw new Error('Mail is off: set PARLEY_SMTP_URL, PARLEY_MAIL_FROM and PARLEY_PUBLIC_URL')
  const composed = await compose('test', language, { ...sample('test', publicUrl), name: null })
  const outcome = await openSmtp(mail).send({ ...composed, to: address, id: newId(), date: new Date() })
  if ('reason' in outcome) throw new Error(`The mail server did not take it: ${outcome.reason}`)
  say(`The mail server has taken a mail from ${mail.from.address} to ${address}`)
}
