import { hour } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../db/open.ts'
import { readKey } from '../../transports/push/apns.ts'
import { readCredentials } from '../../transports/push/fcm.ts'
import { reasonOf } from '../reason.ts'
import { bad, type Finding, good, odd } from './finding.ts'

/** By which ways people who are away are reached, and whether the credentials for them can be read. */
export function checkReach({ mail, sms, fcmCredentials, apns, pushContact }: Config): Finding[] {
  const ways = { email: mail, sms, fcm: fcmCredentials, apns }
  const off = Object.entries(ways).flatMap(([name, settings]) => (settings ? [] : [name]))
  const on = ['webpush', ...Object.keys(ways).filter((name) => !off.includes(name))]
  const list = `people who are away are reached by ${on.join(', ')}`
  return [
    good(off.length > 0 ? `${list}; without settings, so off: ${off.join(', ')}` : list),
    ...(fcmCredentials ? readable('the credentials of FCM', () => readCredentials(fcmCredentials)) : []),
    ...(apns ? readable('the key of APNs', () => readKey(apns.keyFile)) : []),
    ...(pushContact
      ? []
      : [odd('PARLEY_PUSH_CONTACT is not set: Safari refuses notices without an address to turn to')]),
  ]
}

function readable(what: string, read: () => unknown): Finding[] {
  try {
    read()
    return [good(`${what} can be read`)]
  } catch (error) {
    return [bad(reasonOf(error))]
  }
}

const LATE_MS = hour

/** What could not be sent, and what should have been sent long ago. */
export async function checkOutbox({ reader }: Db, now: number): Promise<Finding[]> {
  const failed = await reader
    .selectFrom('outbox')
    .select(({ fn }) => ['channel', fn.countAll<number>().as('many'), fn.max('settled_at').as('last')])
    .where('state', 'in', ['refused', 'expired'])
    .groupBy('channel')
    .orderBy('channel')
    .execute()
  const late = await reader
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('many'))
    .where('state', '=', 'waiting')
    .where('due_at', '<', now - LATE_MS)
    .executeTakeFirstOrThrow()
  const findings = await Promise.all(
    failed.map(async ({ channel, many, last }) => {
      const { reason } = await reader
        .selectFrom('outbox')
        .select('reason')
        .where('channel', '=', channel)
        .where('state', 'in', ['refused', 'expired'])
        .where('settled_at', '=', last)
        .executeTakeFirstOrThrow()
      return odd(
        `${many} could not be sent by ${channel} in the last 30 days; the last: ${reason ?? 'expired'}`,
      )
    }),
  )
  if (late.many > 0)
    findings.push(odd(`${late.many} in the outbox should have been sent more than an hour ago`))
  return findings.length > 0 ? findings : [good('nothing is stuck in the outbox')]
}
