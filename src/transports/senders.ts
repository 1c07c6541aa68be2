import type { House } from '../http/house.ts'
import type { Senders } from '../outbox/deliver.ts'
import { openMailSender } from './email/sender.ts'
import { openSmtp } from './email/smtp.ts'
import { openSmsSender } from './sms/sender.ts'

/** The ways to reach somebody outside of the house by mail and telephone, as far as the settings have them. */
export function openSenders(house: House): Senders {
  const { config, logger } = house
  const smtp = config.mail && openSmtp(config.mail)
  const sms = openSmsSender(house, smtp)
  const off = [...(smtp ? [] : ['email']), ...(sms ? [] : ['sms'])]
  if (off.length > 0) logger.warn({ off }, 'no settings for these ways to reach people, so they are off')
  return { ...(smtp ? { email: openMailSender(house, smtp) } : {}), ...(sms ? { sms } : {}) }
}
