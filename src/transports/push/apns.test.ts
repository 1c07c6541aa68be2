import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificate } from '../../../test/certificate.ts'
import { movableClock } from '../../../test/house.ts'
import { device, notice, sending, TAG } from '../../../test/notices.ts'
import { type Answer, apnsService } from '../../../test/push-services.ts'
import { hour, minute, second } from '../../clock.ts'
import { openApns, readKey } from './apns.ts'

const TOKEN = 'ab'.repeat(32)

async function setUp({ ca = certificate().cert, keyId = 'KEY1234567' } = {}) {
  const clock = movableClock()
  const apns = await apnsService(clock)
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const keyFile = join(folder, 'key.p8')
  writeFileSync(keyFile, apns.keyPem)
  const key = { keyFile, keyId, teamId: 'TEAM123456', topic: 'org.example.parley' }
  const { reach, close } = openApns(key, clock, apns.url, ca)
  return {
    clock,
    apns,
    key,
    reach,
    send: sending(reach, device('apns', TOKEN, { updated_at: clock.now() - minute })),
    [Symbol.dispose]() {
      close()
      apns.close()
      rmSync(folder, { recursive: true })
    },
  }
}

test('a notice has its words, its tag and its end; what clears it is silent', async () => {
  using it = await setUp()
  const now = it.clock.now()
  expect(await it.send(notice(now))).toEqual({ result: 'sent' })
  expect(await it.send(notice(now, { kind: 'clear' }))).toEqual({ result: 'sent' })
  const ends = String(now / 1000 + 180)
  const id = notice(now).id
  expect(it.apns.came).toMatchObject([
    {
      device: TOKEN,
      headers: {
        'apns-id': id,
        'apns-push-type': 'alert',
        'apns-priority': '10',
        'apns-expiration': ends,
        'apns-collapse-id': TAG,
        'apns-topic': 'org.example.parley',
      },
      body: {
        aps: { alert: { title: 'alice', body: 'Hello' }, badge: 3, sound: 'default', 'thread-id': TAG },
        parley: { kind: 'notice', tag: TAG, chat_id: TAG.slice(5), position: 7, badge: 3, at: now },
      },
    },
    {
      headers: { 'apns-push-type': 'background', 'apns-priority': '5', 'apns-collapse-id': TAG },
      body: { aps: { 'content-available': 1 }, parley: { kind: 'clear', tag: TAG } },
    },
  ])
})

test('one connection carries all, many at once; after a cut there is a new one', async () => {
  using it = await setUp()
  const one = notice(it.clock.now())
  await Promise.all(Array.from({ length: 50 }, () => it.send(one)))
  await it.send(one)
  expect([it.apns.came.length, it.apns.connections]).toEqual([51, 1])
  it.apns.answers.push(async () => {
    it.apns.hangUp()
    return { status: 200 }
  })
  await expect(it.send(one)).rejects.toThrow()
  expect(await it.send(one)).toEqual({ result: 'sent' })
  expect(it.apns.connections).toBe(2)
})

test('the provider token is kept for a while and renewed before Apple refuses it', async () => {
  using it = await setUp()
  const one = notice(it.clock.now())
  for (const later of [0, 39 * minute, 2 * minute, 2 * hour]) {
    it.clock.move(later)
    expect(await it.send(one)).toEqual({ result: 'sent' })
  }
  const [a, b, c, d] = it.apns.came.map((came) => came.headers.authorization)
  expect(a).toBe(b)
  expect(new Set([a, c, d]).size).toBe(3)
})

test('who trusts another authority, or has another key, sends nothing and may try again', async () => {
  using stranger = await setUp({ ca: undefined, keyId: 'WRONG12345' })
  expect(await stranger.send(notice(stranger.clock.now()))).toEqual({
    result: 'later',
    reason: '403 InvalidProviderToken',
  })
  const real = openApns(stranger.key, stranger.clock, stranger.apns.url)
  const wary = real.reach(device('apns', TOKEN), notice(0), new AbortController().signal)
  await expect(wary).rejects.toThrow(/certificate/i)
  real.close()
})

const outcomes: [what: string, answer: Answer, expected: object][] = [
  ['the app was removed', { status: 410, body: { reason: 'Unregistered' } }, { result: 'gone' }],
  ['the token is none', { status: 400, body: { reason: 'BadDeviceToken' } }, { result: 'gone' }],
  [
    'the token is of another app',
    { status: 400, body: { reason: 'DeviceTokenNotForTopic' } },
    { result: 'gone' },
  ],
  ['too many', { status: 429, body: { reason: 'TooManyRequests' } }, { result: 'later' }],
  ['Apple has trouble', { status: 503, body: { reason: 'ServiceUnavailable' } }, { result: 'later' }],
  ['it is too long', { status: 413, body: { reason: 'PayloadTooLarge' } }, { result: 'refused' }],
  ['our token is too old', { status: 403, body: { reason: 'ExpiredProviderToken' } }, { result: 'later' }],
]

test.each(outcomes)('%s', async (_what, answer, expected) => {
  using it = await setUp()
  it.apns.answers.push(answer)
  expect(await it.send(notice(it.clock.now()))).toMatchObject(expected)
})

test('a provider token that Apple does not take is not sent again', async () => {
  using it = await setUp()
  const one = notice(it.clock.now())
  it.apns.answers.push({ status: 403, body: { reason: 'ExpiredProviderToken' } })
  await it.send(one)
  it.clock.move(second)
  expect(await it.send(one)).toEqual({ result: 'sent' })
  const [before, after] = it.apns.came.map((came) => came.headers.authorization)
  expect(after).not.toBe(before)
})

test('a token that was said to be dead before the device said it again lives', async () => {
  using it = await setUp()
  const at = (timestamp: number) => ({ status: 410, body: { reason: 'Unregistered', timestamp } })
  it.apns.answers.push(at(it.clock.now() - 2 * minute), at(it.clock.now()))
  expect(await it.send(notice(it.clock.now()))).toMatchObject({ result: 'later' })
  expect(await it.send(notice(it.clock.now()))).toMatchObject({ result: 'gone' })
})

test('whoever gives up waiting leaves the connection to the others', async () => {
  using it = await setUp()
  const never = Promise.withResolvers<Answer>()
  it.apns.answers.push(() => never.promise)
  const impatient = new AbortController()
  const waiting = it.reach(device('apns', TOKEN), notice(it.clock.now()), impatient.signal)
  setTimeout(() => impatient.abort(), 20)
  await expect(waiting).rejects.toThrow()
  expect(await it.send(notice(it.clock.now()))).toEqual({ result: 'sent' })
  expect(it.apns.connections).toBe(1)
  never.resolve({ status: 200 })
})

test('a file that holds no key is named', async () => {
  using it = await setUp()
  expect(readKey(it.key.keyFile).asymmetricKeyType).toBe('ec')
  writeFileSync(it.key.keyFile, 'no key')
  expect(() => readKey(it.key.keyFile)).toThrow(`PARLEY_APNS_KEY_FILE: ${it.key.keyFile}`)
  expect(() => readKey(`${it.key.keyFile}.none`)).toThrow('PARLEY_APNS_KEY_FILE')
})
