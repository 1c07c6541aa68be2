import { createHmac } from 'node:crypto'
import type { Outcome } from '../../outbox/settle.ts'

/** What a webhook is told. */
export interface Sms {
  /** The same again when the same is sent again. */
  id: string
  /** E.164 */
  to: string
  text: string
  code: string
  language: string
}

/** `t=<seconds since 1970>,v1=<HMAC-SHA256, hex, of "t.body">` */
export function sign(secret: string, body: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

/** Hands a text message to a gateway by HTTP. */
export async function postSms(
  { url, secret }: { url: string; secret: string },
  sms: Sms,
  now: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = JSON.stringify(sms)
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': sms.id,
      'Parley-Signature': sign(secret, body, Math.floor(now / 1000)),
    },
    body,
    // A body that is signed for one address is for no other.
    redirect: 'manual',
    signal,
  })
  await answer.body?.cancel()
  return outcomeOf(answer)
}

function outcomeOf({ status, ok, headers }: Response): Outcome {
  const reason = `The webhook answered ${status}`
  if (ok) return { result: 'sent' }
  if (status === 410) return { result: 'gone', reason }
  if (status < 500 && ![401, 403, 404, 408, 425, 429].includes(status) && status >= 400)
    return { result: 'refused', reason }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { result: 'later', reason, ...(seconds > 0 ? { afterMs: seconds * 1000 } : {}) }
}
