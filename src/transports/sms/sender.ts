import type { House } from '../../http/house.ts'
import type { Sender } from '../../outbox/lane.ts'
import { codeFor } from '../../users/phone-code.ts'
import { type CodeBody, isCurrentCode } from '../../users/verify-phone.ts'
import { hostOf } from '../email/sender.ts'
import type { Smtp } from '../email/smtp.ts'
import { postSms } from './webhook.ts'
import { codeText } from './words.ts'

/** Sends what the outbox has for the channel `sms`, in the way that the settings name. Undefined: not at all. */
export function openSmsSender(house: House, smtp: Smtp | undefined): Sender | undefined {
  const { clock, config, db, logger, secrets } = house
  const way = config.sms
  if (!way) return undefined
  const host = hostOf(config.publicUrl)

  return async (item, signal) => {
    const { nonce, language } = item.body as CodeBody
    if (!(await isCurrentCode(db.reader, item.userId!, nonce, clock.now()))) return { result: 'skipped' }
    const { id, to } = item
    const code = codeFor(secrets, nonce, to)
    const text = codeText(language, code, host)
    if (way.by === 'webhook') return postSms(way, { id, to, text, code, language }, clock.now(), signal)
    if (way.by === 'mail') {
      const mailbox = way.to.replaceAll('{number}', to.slice(1))
      const date = new Date(clock.now())
      return smtp!.send({ id, to: mailbox, subject: host, text, language, date }, signal)
    }
    logger.warn({ to, code }, 'a code, written here as PARLEY_SMS=log has it')
    return { result: 'sent' }
  }
}
