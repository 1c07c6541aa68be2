import { request } from 'node:https'
import type { Clock } from '../../clock.ts'
import { digest } from '../../id.ts'
import type { Outcome } from '../../outbox/settle.ts'
import { encrypt, type SubscriptionKeys } from './encrypt.ts'
import {
  type Envelopes,
  facts,
  type Notice,
  otherStatus,
  type Reach,
  retryAfterMs,
  secondsLeft,
} from './notice.ts'
import { addressIn, isPublic, lookupPublic } from './public-address.ts'
import type { Vapid } from './vapid.ts'

const MOST_TTL_SECONDS = 28 * 24 * 3600
const TIME_OUT_MS = 10_000

interface Answer {
  status: number
  retryAfter: string | undefined
}

interface Options {
  vapid: Vapid
  clock: Clock
  /** May a subscription lead into the networks around this server? */
  privateNetworks: boolean
  envelopes?: Envelopes
  /** A certificate authority to trust, instead of those that everybody trusts. */
  ca?: string | undefined
}

/** Push to browsers: RFC 8030, encrypted by RFC 8291, signed by RFC 8292. */
export function openWebPush({ vapid, clock, privateNetworks, envelopes = {}, ca }: Options): Reach {
  return async (device, notice, signal) => {
    const endpoint = new URL(device.address)
    const address = addressIn(endpoint)
    if (address && !privateNetworks && !isPublic(address))
      return { result: 'gone', reason: 'The endpoint is not on the public Internet' }
    const envelope = envelopeFor(device.app, envelopes)
    if (envelope && notice.kind === 'clear') return { result: 'skipped' }
    const headers = {
      ...headersFor(notice, clock.now()),
      Authorization: await vapid.authorization(endpoint),
    }
    const keys = JSON.parse(device.keys ?? '{}') as SubscriptionKeys
    const body = encrypt(Buffer.from(payload(notice, envelope)), keys)
    const options = { method: 'POST', headers, signal, timeout: TIME_OUT_MS, ...(ca ? { ca } : {}) }
    const lookup = privateNetworks ? {} : { lookup: lookupPublic }
    const answer = await post(endpoint, { ...options, ...lookup }, body)
    return outcomeOf(answer, clock.now())
  }
}

/** What an app is called was typed by somebody. */
function envelopeFor(app: string | null, envelopes: Envelopes): Envelopes[string] | undefined {
  return app !== null && Object.hasOwn(envelopes, app) ? envelopes[app] : undefined
}

/** The service worker gets the words and the facts in one. */
function payload(notice: Notice, envelope: Envelopes[string] = ({ words }) => words): string {
  const words = notice.kind === 'notice' ? envelope(notice) : {}
  return JSON.stringify({ ...facts(notice), ...words })
}

function headersFor(notice: Notice, now: number) {
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Encoding': 'aes128gcm',
    TTL: String(secondsLeft(notice, now, MOST_TTL_SECONDS)),
    Urgency: notice.kind === 'notice' ? 'high' : 'normal',
    // At most 32 characters of base64url (RFC 8030, 5.4), which a tag of ours need not be.
    Topic: digest(notice.tag).slice(0, 32),
  }
}

/** Follows no redirection: it could lead where the endpoint may not. */
function post(endpoint: URL, options: object, body: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asking = request(endpoint, options, (answer) => {
    // Nothing of what it says is kept: whoever made up an endpoint must not read what stands behind it.
    answer.resume()
    resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
  })
  asking.on('timeout', () => asking.destroy(new Error('There was no answer in time')))
  asking.on('error', reject)
  asking.end(body)
  return promise
}

function outcomeOf({ status, retryAfter }: Answer, now: number): Outcome {
  if (status >= 200 && status < 300) return { result: 'sent' }
  if (status === 404 || status === 410)
    return { result: 'gone', reason: `${status}: the subscription has ended` }
  return otherStatus(status, '', retryAfterMs(retryAfter, now))
}
