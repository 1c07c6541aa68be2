import { expect, test } from 'bun:test'
import { certificate } from '../../../test/certificate.ts'
import { movableClock } from '../../../test/house.ts'
import { device, notice, sending, TAG } from '../../../test/notices.ts'
import { type Answer, webPushService } from '../../../test/push-services.ts'
import { day, hour } from '../../clock.ts'
import type { Notice } from './notice.ts'
import { openVapid } from './vapid.ts'
import { openWebPush } from './web-push.ts'

const SECRET = 'a secret of this installation, long enough for it'

function setUp({ privateNetworks = true } = {}) {
  const clock = movableClock()
  const web = webPushService(clock)
  const vapid = openVapid(SECRET, clock, 'mailto:root@example.org')
  const envelopes = { wrapping: ({ words }: Notice) => ({ wrapped: words.body }) }
  const reach = openWebPush({ vapid, clock, privateNetworks, envelopes, ca: certificate().cert })
  const { endpoint, keys } = web.subscribe('bob')
  const at = (address: string, app: string | null = null) =>
    sending(reach, device('webpush', address, { keys: JSON.stringify(keys), app }))
  return { clock, web, vapid, at, endpoint, send: at(endpoint), [Symbol.dispose]: () => web.close() }
}

test('only the browser can read it; the push service learns how urgent it is, for how long, and what it replaces', async () => {
  using it = setUp()
  const now = it.clock.now()
  expect(await it.send(notice(now))).toEqual({ result: 'sent' })
  await it.send(notice(now, { tag: 'chat:another' }))
  await it.send(notice(now, { kind: 'clear' }))
  const [shown, another, cleared] = it.web.came
  expect(shown!.read).toEqual({
    kind: 'notice',
    tag: TAG,
    chat_id: TAG.slice(5),
    position: 7,
    badge: 3,
    at: now,
    title: 'alice',
    body: 'Hello',
  })
  expect(shown!.sealed.includes('alice')).toBe(false)
  expect(shown!.headers.get('ttl')).toBe('180')
  expect(shown!.headers.get('urgency')).toBe('high')
  const topic = shown!.headers.get('topic')!
  expect(topic).toMatch(/^[\w-]{32}$/)
  expect(another!.headers.get('topic')).not.toBe(topic)
  expect(cleared!.headers.get('topic')).toBe(topic)
  expect(cleared!.read).toEqual({
    kind: 'clear',
    tag: TAG,
    chat_id: TAG.slice(5),
    position: 7,
    badge: 3,
    at: now,
  })
})

test('an app with a wrapping of its own gets it; what else an app may be called means nothing', async () => {
  using it = setUp()
  for (const app of ['wrapping', '__proto__', 'constructor', 'toString', ''])
    expect([app, await it.at(it.endpoint, app)(notice(it.clock.now()))]).toEqual([app, { result: 'sent' }])
  const [wrapped, ...others] = it.web.came.map(({ read }) => read)
  expect([wrapped!.wrapped, wrapped!.title]).toEqual(['Hello', undefined])
  for (const read of others) expect(read).toMatchObject({ title: 'alice', body: 'Hello' })
})

test('the longest words fit into one record', async () => {
  using it = setUp()
  const words = { title: '👩‍👩‍👧‍👧'.repeat(25), body: '\u0001'.repeat(200) }
  expect(await it.send(notice(it.clock.now(), { words }))).toEqual({ result: 'sent' })
  expect(it.web.came[0]!.sealed.length).toBeLessThan(4096)
  expect(it.web.came[0]!.read.body).toBe(words.body)
})

test('all processes of an installation have the same key, another installation another one', async () => {
  using it = setUp()
  const again = openVapid(SECRET, it.clock, undefined)
  expect(again.publicKey).toBe(it.vapid.publicKey)
  expect(Buffer.from(again.publicKey, 'base64url')).toHaveLength(65)
  expect(openVapid(`${SECRET}!`, it.clock, undefined).publicKey).not.toBe(it.vapid.publicKey)
})

test('the signature is made once for each push service, and anew before it runs out', async () => {
  using it = setUp()
  const url = new URL('https://push.example.org/abc')
  const first = await it.vapid.authorization(url)
  expect(await it.vapid.authorization(new URL('https://push.example.org/def'))).toBe(first)
  expect(await it.vapid.authorization(new URL('https://other.example.org/abc'))).not.toBe(first)
  const claims = (header: string) => JSON.parse(Buffer.from(header.split('.')[1]!, 'base64url').toString())
  expect(claims(first)).toEqual({
    aud: 'https://push.example.org',
    sub: 'mailto:root@example.org',
    exp: (it.clock.now() + 12 * hour) / 1000,
  })
  it.clock.move(11 * hour)
  expect(await it.vapid.authorization(url)).not.toBe(first)
  it.clock.move(day)
  expect(await it.send(notice(it.clock.now()))).toEqual({ result: 'sent' })
})

const outcomes: [what: string, answer: Answer, expected: object][] = [
  ['the subscription has ended', { status: 410 }, { result: 'gone' }],
  ['there is no such subscription', { status: 404 }, { result: 'gone' }],
  ['too many', { status: 429, headers: { 'Retry-After': '7' } }, { result: 'later', afterMs: 7000 }],
  [
    'too many, until a date',
    { status: 503, headers: { 'Retry-After': 'Sat, 21 Nov 2026 09:10:00 GMT' } },
    { result: 'later', afterMs: 600_000 },
  ],
  ['it is too long', { status: 413 }, { result: 'refused' }],
  ['our key is not the one', { status: 403 }, { result: 'refused' }],
]

test.each(outcomes)('%s', async (_what, answer, expected) => {
  using it = setUp()
  it.web.answers.push(answer)
  expect(await it.send(notice(it.clock.now()))).toMatchObject(expected)
})

test('a redirection is not followed', async () => {
  using it = setUp()
  using elsewhere = setUp()
  it.web.answers.push({ status: 307, headers: { Location: elsewhere.endpoint } })
  expect(await it.send(notice(it.clock.now()))).toEqual({ result: 'refused', reason: '307' })
  expect(elsewhere.web.came).toEqual([])
})

test('an endpoint in the networks around this server is not asked, whatever it is called', async () => {
  using it = setUp({ privateNetworks: false })
  const { port } = new URL(it.endpoint)
  const one = notice(it.clock.now())
  expect(await it.send(one)).toMatchObject({ result: 'gone' })
  expect(await it.at(`https://[::1]:${port}/bob`)(one)).toMatchObject({ result: 'gone' })
  await expect(it.at(`https://localhost:${port}/bob`)(one)).rejects.toThrow('no public address')
  expect(it.web.came).toEqual([])
  using open = setUp()
  const byName = open.endpoint.replace('127.0.0.1', 'localhost')
  // It was signed for another name than the service has, which refuses it: so it was reached.
  expect(await open.at(byName)(one)).toEqual({ result: 'refused', reason: '403' })
})

test('a push service that says nothing is given up', async () => {
  using it = setUp()
  const never = Promise.withResolvers<Answer>()
  it.web.answers.push(() => never.promise)
  const impatient = new AbortController()
  const { endpoint, keys } = it.web.subscribe('cleo')
  const reach = openWebPush({
    vapid: it.vapid,
    clock: it.clock,
    privateNetworks: true,
    ca: certificate().cert,
  })
  const to = device('webpush', endpoint, { keys: JSON.stringify(keys) })
  const waiting = reach(to, notice(it.clock.now()), impatient.signal)
  setTimeout(() => impatient.abort(), 20)
  await expect(waiting).rejects.toThrow()
  never.resolve({ status: 200 })
})
