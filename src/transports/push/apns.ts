import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ClientHttp2Session, connect } from 'node:http2'
import { SignJWT } from 'jose'
import { type Clock, minute, second } from '../../clock.ts'
import type { Outcome } from '../../outbox/settle.ts'
import { facts, type Notice, otherStatus, type Reach } from './notice.ts'

export interface ApnsKey {
  /** Path of the .p8 file that Apple gave. */
  keyFile: string
  keyId: string
  teamId: string
  /** The bundle id of the app. */
  topic: string
}

/** Apple refuses a token older than an hour, and one that is renewed more often than every 20 minutes. */
const TOKEN_LIFE_MS = 40 * minute

/** https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns */
const dead = ['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken']
const ourToken = ['ExpiredProviderToken', 'InvalidProviderToken', 'MissingProviderToken']

interface Answer {
  status: number
  reason: string
  /** Since when the token has been dead, UTC milliseconds. */
  timestamp: number | undefined
}

/** Push to iPhones and the like, over one HTTP/2 connection that is kept. */
export function openApns(key: ApnsKey, clock: Clock, base: string, ca?: string) {
  const signature = openProviderToken(key, clock)
  const line = openLine(base, ca)

  const reach: Reach = async ({ address, updated_at }, notice, signal) => {
    const headers = {
      ':method': 'POST',
      ':path': `/3/device/${address}`,
      authorization: `bearer ${await signature.get()}`,
      'apns-topic': key.topic,
      ...headersFor(notice),
    }
    const answer = await line.ask(headers, JSON.stringify(payload(notice)), signal)
    if (ourToken.includes(answer.reason)) signature.forget()
    return outcomeOf(answer, updated_at)
  }
  return { reach, close: line.close }
}

/** The key that Apple gave. @throws Error that says what is wrong with the file */
export function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file, 'utf8'))
    if (key.asymmetricKeyType !== 'ec') throw new Error('not a key on an elliptic curve')
    return key
  } catch (error) {
    throw new Error(`PARLEY_APNS_KEY_FILE: ${file} is not the .p8 file of a key`, { cause: error })
  }
}

/** A JWT of Apple's kind, the same for all notices as long as it is good. */
function openProviderToken({ keyFile, keyId, teamId }: ApnsKey, clock: Clock) {
  const key = readKey(keyFile)
  let known: { token: Promise<string>; until: number } | undefined
  async function sign(): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setIssuedAt(Math.floor(clock.now() / second))
      .sign(key)
  }
  return {
    get(): Promise<string> {
      if (!known || known.until <= clock.now()) known = { token: sign(), until: clock.now() + TOKEN_LIFE_MS }
      return known.token
    },
    forget() {
      known = undefined
    },
  }
}

function openLine(base: string, ca: string | undefined) {
  let open: ClientHttp2Session | undefined

  function session(): ClientHttp2Session {
    if (open && !open.closed && !open.destroyed) return open
    const fresh = connect(base, ca ? { ca } : {})
    const forget = () => {
      if (open === fresh) open = undefined
    }
    // What was being asked hears of it by itself.
    fresh.on('error', forget)
    fresh.on('close', forget)
    fresh.on('goaway', () => {
      forget()
      fresh.close()
    })
    fresh.unref()
    open = fresh
    return fresh
  }

  function ask(headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const stream = session().request(headers)
    let status = 0
    let text = ''
    const abort = () => stream.close()
    signal.addEventListener('abort', abort, { once: true })
    stream.setEncoding('utf8')
    stream.on('response', (answer) => {
      status = Number(answer[':status'])
    })
    stream.on('data', (part) => {
      text += part
    })
    stream.on('error', reject)
    stream.on('close', () => {
      signal.removeEventListener('abort', abort)
      if (status === 0) reject(new Error('APNs hung up without an answer'))
      else resolve({ status, ...read(text) })
    })
    stream.end(body)
    return promise
  }

  return { ask, close: () => open?.close() }
}

function read(text: string): Omit<Answer, 'status'> {
  try {
    const { reason, timestamp } = JSON.parse(text) as { reason?: string; timestamp?: number }
    return { reason: String(reason ?? ''), timestamp }
  } catch {
    return { reason: '', timestamp: undefined }
  }
}

function headersFor({ kind, id, tag, expiresAt }: Notice) {
  return {
    'apns-id': id,
    'apns-push-type': kind === 'notice' ? 'alert' : 'background',
    'apns-priority': kind === 'notice' ? '10' : '5',
    'apns-expiration': String(Math.floor(expiresAt / second)),
    'apns-collapse-id': tag,
  }
}

function payload(notice: Notice) {
  const { kind, words, badge, tag } = notice
  if (kind === 'clear') return { aps: { 'content-available': 1 }, parley: facts(notice) }
  return { aps: { alert: words, badge, sound: 'default', 'thread-id': tag }, parley: facts(notice) }
}

function outcomeOf({ status, reason, timestamp }: Answer, registeredAt: number): Outcome {
  if (status === 200) return { result: 'sent' }
  const said = `${status} ${reason}`.trim()
  if (status === 410 || dead.includes(reason)) {
    // The same token may have come to life again since.
    if (timestamp !== undefined && timestamp < registeredAt) return { result: 'later', reason: said }
    return { result: 'gone', reason: said }
  }
  if (status === 403) return { result: 'later', reason: said }
  return otherStatus(status, reason, undefined)
}
