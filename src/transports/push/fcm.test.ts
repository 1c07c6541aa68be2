import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { movableClock } from '../../../test/house.ts'
import { device, notice, sending, TAG } from '../../../test/notices.ts'
import { type Answer, fcmService } from '../../../test/push-services.ts'
import { hour, second } from '../../clock.ts'
import { openFcm, readCredentials } from './fcm.ts'

function setUp() {
  const clock = movableClock()
  const fcm = fcmService(clock)
  const send = sending(openFcm(fcm.credentials, clock, fcm.url), device('fcm', 'a-token'))
  return { clock, fcm, send, [Symbol.dispose]: () => fcm.close() }
}

test('a notice is shown by the system itself, in the place of an earlier one of the same chat', async () => {
  using it = setUp()
  expect(await it.send(notice(it.clock.now()))).toEqual({ result: 'sent' })
  expect(it.fcm.came).toEqual([
    {
      token: 'a-token',
      data: {
        kind: 'notice',
        tag: TAG,
        chat_id: TAG.slice(5),
        position: '7',
        badge: '3',
        at: String(it.clock.now()),
      },
      notification: { title: 'alice', body: 'Hello' },
      android: {
        collapse_key: TAG,
        priority: 'HIGH',
        ttl: '180s',
        notification: { tag: TAG, notification_count: 3 },
      },
      apns: {
        headers: {
          'apns-expiration': String(it.clock.now() / 1000 + 180),
          'apns-collapse-id': TAG,
        },
        payload: { aps: { badge: 3, sound: 'default', 'thread-id': TAG } },
      },
    },
  ] as never)
})

test('what clears it makes no noise', async () => {
  using it = setUp()
  await it.send(notice(it.clock.now(), { kind: 'clear' }))
  const [came] = it.fcm.came
  expect(came).not.toHaveProperty('notification')
  expect(came).toMatchObject({
    data: { kind: 'clear', tag: TAG },
    android: { collapse_key: TAG, priority: 'NORMAL' },
  })
})

test('one access token is enough for an hour, also for those who ask at once; one that is refused is renewed', async () => {
  using it = setUp()
  const one = notice(it.clock.now())
  await Promise.all([it.send(one), it.send(one), it.send(one)])
  expect(it.fcm.tokens.size).toBe(1)
  it.clock.move(hour - 61 * second)
  await it.send(one)
  expect(it.fcm.tokens.size).toBe(1)
  it.clock.move(2 * second)
  await it.send(one)
  expect(it.fcm.tokens.size).toBe(2)
  it.fcm.tokens.clear()
  expect(await it.send(one)).toMatchObject({ result: 'later', reason: '401' })
  expect(await it.send(one)).toEqual({ result: 'sent' })
  expect(it.fcm.came).toHaveLength(6)
})

const fcmError = (errorCode: string, message = 'As it is') => ({
  error: {
    message,
    details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }],
  },
})
const violation = (field: string) => ({
  error: {
    message: 'Request contains an invalid argument.',
    details: [{ errorCode: 'INVALID_ARGUMENT' }, { fieldViolations: [{ field, description: 'Invalid' }] }],
  },
})

const outcomes: [what: string, answer: Answer, expected: object][] = [
  ['the app was removed', { status: 404, body: fcmError('UNREGISTERED') }, { result: 'gone' }],
  [
    'the token is of another project',
    { status: 403, body: fcmError('SENDER_ID_MISMATCH') },
    { result: 'gone' },
  ],
  ['the token is none', { status: 400, body: violation('message.token') }, { result: 'gone' }],
  [
    'the token is none, in other words',
    {
      status: 400,
      body: fcmError('INVALID_ARGUMENT', 'The registration token is not a valid FCM registration token'),
    },
    { result: 'gone' },
  ],
  ['the message is wrong', { status: 400, body: violation('message.data[0].value') }, { result: 'refused' }],
  [
    'the quota is used up',
    { status: 429, body: fcmError('QUOTA_EXCEEDED'), headers: { 'Retry-After': '90' } },
    { result: 'later', afterMs: 90_000, reason: '429 QUOTA_EXCEEDED As it is' },
  ],
  ['Google has trouble', { status: 503, body: 'no JSON of theirs' }, { result: 'later', afterMs: undefined }],
  ['the project is not set up', { status: 403, body: fcmError('PERMISSION_DENIED') }, { result: 'later' }],
]

test.each(outcomes)('%s', async (_what, answer, expected) => {
  using it = setUp()
  it.fcm.answers.push(answer)
  expect(await it.send(notice(it.clock.now()))).toMatchObject(expected)
})

test('Google is not there', async () => {
  using it = setUp()
  await it.send(notice(it.clock.now()))
  it.fcm.close()
  expect(it.send(notice(it.clock.now()))).rejects.toThrow()
})

test('a file that holds no service account is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const file = join(folder, 'fcm.json')
  writeFileSync(file, '{"type":"service_account","private_key":"secret-words"}')
  expect(() => readCredentials(file)).toThrow(`PARLEY_FCM_CREDENTIALS: ${file}`)
  const other = {
    client_email: 'a',
    project_id: 'b',
    token_uri: 'https://c.example.org',
    private_key: 'none',
  }
  writeFileSync(file, JSON.stringify(other))
  expect(() => readCredentials(file)).toThrow(`PARLEY_FCM_CREDENTIALS: ${file}`)
  expect(() => readCredentials(join(folder, 'none.json'))).toThrow('PARLEY_FCM_CREDENTIALS')
  rmSync(folder, { recursive: true })
})
