import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SignJWT } from 'jose'
import { type Clock, minute, second } from '../../clock.ts'
import { z } from '../../http/schemas.ts'
import type { Outcome } from '../../outbox/settle.ts'
import { facts, type Notice, otherStatus, type Reach, retryAfterMs, secondsLeft } from './notice.ts'

const Credentials = z.object({
  client_email: z.string(),
  private_key: z.string(),
  project_id: z.string(),
  token_uri: z.url(),
})

type Credentials = z.infer<typeof Credentials>

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
const MOST_TTL_SECONDS = 28 * 24 * 3600

/** The file of a service account, as the Firebase console gives it. @throws Error that says what is wrong with it */
export function readCredentials(file: string): Credentials {
  try {
    const read = Credentials.parse(JSON.parse(readFileSync(file, 'utf8')))
    createPrivateKey(read.private_key)
    return read
  } catch (error) {
    throw new Error(`PARLEY_FCM_CREDENTIALS: ${file} is not the JSON of a service account`, { cause: error })
  }
}

/** Push to Android, and to whatever else Firebase reaches, by FCM HTTP v1. */
export function openFcm(credentials: Credentials, clock: Clock, base: string): Reach {
  const token = openAccess(credentials, clock)
  const url = `${base}/v1/projects/${credentials.project_id}/messages:send`
  return async ({ address }, notice, signal) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await token.get(signal)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: { token: address, ...message(notice, clock.now()) } }),
      signal,
      redirect: 'manual',
    })
    if (answer.status === 401) token.forget()
    return outcomeOf(answer, clock.now())
  }
}

/** An access token, got with an assertion signed by the service account (RFC 7523), as long as it is good. */
function openAccess({ client_email, private_key, token_uri }: Credentials, clock: Clock) {
  let known: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(signal: AbortSignal): Promise<string> {
    const now = Math.floor(clock.now() / second)
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(client_email)
      .setAudience(token_uri)
      .setIssuedAt(now)
      .setExpirationTime(now + 3600)
      .sign(createPrivateKey(private_key))
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }
    const answer = await fetch(token_uri, { method: 'POST', body: new URLSearchParams(grant), signal })
    if (!answer.ok) throw new Error(`No access token for FCM: ${answer.status}`)
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number }
    known = { token: access_token, until: clock.now() + expires_in * second - minute }
    return access_token
  }

  return {
    async get(signal: AbortSignal): Promise<string> {
      if (known && known.until > clock.now()) return known.token
      asking ??= ask(signal).finally(() => {
        asking = undefined
      })
      return asking
    },
    forget() {
      known = undefined
    },
  }
}

/** The system shows a notice even if the app does not run; what clears one again is for the app to do. */
function message(notice: Notice, now: number) {
  const { kind, tag, words, badge, expiresAt } = notice
  const data = Object.fromEntries(
    Object.entries(facts(notice)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )
  const ttl = `${secondsLeft(notice, now, MOST_TTL_SECONDS)}s`
  const expires = { 'apns-expiration': String(Math.floor(expiresAt / second)), 'apns-collapse-id': tag }
  if (kind === 'clear')
    return {
      data,
      android: { collapse_key: tag, priority: 'NORMAL', ttl },
      apns: { headers: { ...expires, 'apns-priority': '5' }, payload: { aps: { 'content-available': 1 } } },
    }
  return {
    data,
    notification: words,
    android: {
      collapse_key: tag,
      priority: 'HIGH',
      ttl,
      notification: { tag, notification_count: badge },
    },
    apns: { headers: expires, payload: { aps: { badge, sound: 'default', 'thread-id': tag } } },
  }
}

interface Refusal {
  error?: {
    message?: string
    details?: { errorCode?: string; fieldViolations?: { field?: string }[] }[]
  }
}

/** https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode */
async function outcomeOf(answer: Response, now: number): Promise<Outcome> {
  if (answer.ok) {
    await answer.body?.cancel()
    return { result: 'sent' }
  }
  const { error } = (await answer.json().catch(() => ({}))) as Refusal
  const code = error?.details?.find((detail) => detail.errorCode)?.errorCode ?? ''
  const reason = `${code} ${error?.message ?? ''}`.trim()
  const said = `${answer.status} ${reason}`.trim()
  if (isDead(code, error)) return { result: 'gone', reason: said }
  const afterMs = retryAfterMs(answer.headers.get('retry-after'), now)
  // Nothing is wrong with the notice: our own token has run out, or the project is not set up.
  if (answer.status === 401 || answer.status === 403) return { result: 'later', reason: said, afterMs }
  return otherStatus(answer.status, reason, afterMs)
}

/** The app is gone from the device, or the token is none, or that of another project. */
function isDead(code: string, error: Refusal['error']): boolean {
  if (code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH') return true
  const fields = error?.details?.flatMap((detail) => detail.fieldViolations ?? []) ?? []
  if (fields.length > 0) return fields.some(({ field }) => /^message\.token$/.test(field ?? ''))
  return code === 'INVALID_ARGUMENT' && /registration token/i.test(error?.message ?? '')
}
