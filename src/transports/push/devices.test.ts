import { describe, expect, test } from 'bun:test'
import { PASSWORD } from '../../../test/client.ts'
import { databases } from '../../../test/databases.ts'
import { pushStage } from '../../../test/push-stage.ts'
import { stage } from '../../../test/stage.ts'
import { day, minute } from '../../clock.ts'
import { forgetDevices } from './devices.ts'

const hex = 'ab'.repeat(32)

for (const database of databases)
  describe(`devices on ${database.name}`, () => {
    test('a session says where it is reached, and may say it anew; nobody is shown the address', async () => {
      await using on = await pushStage(database)
      const { bob } = on
      const phone = await on.here.anotherDevice(bob)
      const first = await on.android(bob, { app: 'Parley for Android', language: 'fr' })
      on.clock.move(minute)
      const second = await on.register(phone, { kind: 'apns', token: hex.toUpperCase(), shows_text: false })
      expect(await bob.get('/api/v1/devices')).toEqual({
        items: [
          {
            ...{ id: second.id, kind: 'apns', current: false, app: null, language: null, shows_text: false },
            ...{ created_at: on.clock.now(), updated_at: on.clock.now() },
          },
          {
            ...{ id: first.id, kind: 'fcm', current: true, app: 'Parley for Android', language: 'fr' },
            ...{ shows_text: true, created_at: on.clock.now() - minute, updated_at: on.clock.now() - minute },
          },
        ],
      })
      const again = await on.android(bob, { token: 'another-token' })
      expect(again).toMatchObject({ id: first.id, app: null, updated_at: on.clock.now() })
      await on.say('Hello')
      await on.settle()
      expect(on.fcm.came.map((message) => message.token)).toEqual(['another-token'])
      expect(on.apns.came.map((came) => came.device)).toEqual([hex])
      expect((await on.dora.get('/api/v1/devices')).items).toEqual([])
    })

    test('a token goes to the session that said it last: the phone has changed hands', async () => {
      await using on = await pushStage(database)
      await on.register(on.bob, { kind: 'fcm', token: 'one-phone' })
      await on.say('For bob')
      await on.server.app.push.run()
      await on.register(on.cleo, { kind: 'fcm', token: 'one-phone' })
      await on.server.app.outbox.run()
      expect(on.fcm.came).toEqual([])
      expect((await on.bob.get('/api/v1/devices')).items).toEqual([])
      on.clock.move(1)
      await on.say('For cleo')
      await on.settle()
      expect(on.fcm.came.map((message) => message.notification?.body)).toEqual(['For cleo'])
    })

    test('to be told nothing any more: here, there, or by ending the session', async () => {
      await using on = await pushStage(database)
      const { bob } = on
      const [phone, tablet] = [await on.here.anotherDevice(bob), await on.here.anotherDevice(bob)]
      await on.android(bob)
      const { id } = await on.iphone(phone)
      await on.browser(tablet)
      await on.say('To all three')
      await on.server.app.push.run()
      expect((await bob.ask('DELETE', '/api/v1/devices/current')).status).toBe(204)
      expect((await bob.ask('DELETE', '/api/v1/devices/current')).status).toBe(404)
      expect((await on.cleo.ask('DELETE', `/api/v1/devices/${id}`)).status).toBe(404)
      expect((await bob.ask('DELETE', `/api/v1/devices/${id}`)).status).toBe(204)
      await on.must(bob, 'DELETE', `/api/v1/sessions/${tablet.sessionId}`)
      await on.server.app.outbox.run()
      expect([on.fcm.came, on.apns.came, on.web.came]).toEqual([[], [], []])
      expect((await bob.get('/api/v1/devices')).items).toEqual([])
      await on.settle()
      const { db } = on.server.house
      expect(await db.reader.selectFrom('devices').selectAll().execute()).toEqual([])
      expect(await on.outbox()).toEqual([])
    })

    test('an account takes its devices along, and a session that runs out its own', async () => {
      await using on = await pushStage(database)
      const { db, commit } = on.server.house
      const left = async () => (await db.reader.selectFrom('devices').select('user_id').execute()).length
      await on.android(on.bob)
      await on.iphone(on.cleo)
      await on.say('Hello')
      await on.settle()
      expect(await db.reader.selectFrom('notices').selectAll().execute()).toHaveLength(2)
      await on.must(on.bob, 'DELETE', '/api/v1/users/me', { password: PASSWORD })
      expect(await left()).toBe(1)
      expect(await db.reader.selectFrom('notices').selectAll().execute()).toHaveLength(1)
      await commit(forgetDevices)
      expect(await left()).toBe(1)
      on.clock.move(2 * day)
      await commit(forgetDevices)
      expect(await left()).toBe(0)
      expect(await db.reader.selectFrom('notices').selectAll().execute()).toEqual([])
    })

    test('dead tokens are pruned; not so if the device has said another one meanwhile', async () => {
      await using on = await pushStage(database)
      const { bob, cleo } = on
      await on.android(bob)
      await on.iphone(cleo)
      on.fcm.answers.push(async () => {
        await on.android(bob, { token: 'a-new-one' })
        return { status: 404, body: { error: { details: [{ errorCode: 'UNREGISTERED' }] } } }
      })
      on.apns.answers.push({ status: 410, body: { reason: 'Unregistered' } })
      await on.say('Is anybody there?')
      await on.settle()
      expect((await bob.get('/api/v1/devices')).items).toHaveLength(1)
      expect((await cleo.get('/api/v1/devices')).items).toEqual([])
      await on.say('Again')
      await on.settle()
      expect(on.fcm.came.map((message) => message.token)).toEqual(['android-of-bob', 'a-new-one'])
      expect(on.apns.came).toHaveLength(1)
    })

    test('nobody has more than thirty; who comes with another loses the quietest', async () => {
      await using on = await pushStage(database)
      const { bob } = on
      for (let i = 0; i < 30; i++) {
        on.clock.move(1)
        const client = i === 0 ? bob : await on.here.anotherDevice(bob)
        await on.register(client, { kind: 'fcm', token: `token-${i}`, app: `${i}` })
      }
      on.clock.move(1)
      await on.register(bob, { kind: 'fcm', token: 'token-0', app: '0' })
      const apps = async () => {
        const { items } = await bob.get('/api/v1/devices')
        return items.map((one: { app: string }) => Number(one.app)).toSorted((a: number, b: number) => a - b)
      }
      expect(await apps()).toHaveLength(30)
      await on.register(await on.here.anotherDevice(bob), { kind: 'fcm', token: 'token-30', app: '30' })
      expect(await apps()).toEqual([0, ...Array.from({ length: 29 }, (_, i) => i + 2)])
    })
  })

test('what leads nowhere, or into the networks around the server, is refused', async () => {
  await using on = await pushStage(databases[0]!, { env: { PARLEY_PUSH_PRIVATE_NETWORKS: 'false' } })
  const { keys } = on.web.subscribe('bob')
  const put = (body: object) => on.bob.ask('PUT', '/api/v1/devices/current', body)
  const web = (endpoint: string, more: object = keys) =>
    put({ kind: 'webpush', subscription: { endpoint, keys: more } })
  const good = 'https://push.example.org/send/abc'
  expect((await web(good)).status).toBe(200)
  expect(
    (await put({ kind: 'webpush', subscription: { endpoint: good, expirationTime: null, keys } })).status,
  ).toBe(200)
  const wrong = [
    ...[
      'http://push.example.org/',
      'ftp://push.example.org',
      'push.example.org',
      '',
      'https://',
      'javascript:1',
    ],
    ...['https://me:secret@push.example.org/', 'https://127.0.0.1/', 'https://0x7f.1/', 'https://[::1]/'],
    ...['https://10.1.2.3/x', 'https://169.254.169.254/latest/meta-data', 'https://[::ffff:192.168.0.1]/'],
    ...['https://localhost/x', 'https://a.localhost/', 'https://printer.local/', 'https://db.internal:8443/'],
  ]
  for (const endpoint of wrong) expect([endpoint, (await web(endpoint)).status]).toEqual([endpoint, 400])
  expect((await web(good, { ...keys, p256dh: keys.auth })).status).toBe(400)
  expect((await web(good, { ...keys, auth: 'AAAA' })).status).toBe(400)
  const named = (app: string) => put({ kind: 'webpush', subscription: { endpoint: good, keys }, app })
  for (const app of ['txchat', 'pictever']) {
    const { status, body } = await named(app)
    expect([app, status, body.errors?.[0].path]).toEqual([app, 400, 'body.app'])
  }
  for (const app of ['TxChat for me', '__proto__']) expect((await named(app)).status).toBe(200)
  expect((await put({ kind: 'apns', token: 'not hexadecimal' })).status).toBe(400)
  expect((await put({ kind: 'fcm', token: 'with spaces' })).status).toBe(400)
  expect((await put({ kind: 'pigeon', token: 'x' })).status).toBe(400)
})

test('a way without credentials is off, and says so', async () => {
  await using on = await stage(databases[0]!)
  const { kinds, public_key } = await on.bob.get('/api/v1/push')
  expect(kinds).toEqual(['webpush'])
  expect(Buffer.from(public_key, 'base64url')).toHaveLength(65)
  for (const [kind, token] of [
    ['fcm', 'a-token'],
    ['apns', hex],
  ]) {
    const { status, body } = await on.bob.ask('PUT', '/api/v1/devices/current', { kind, token })
    expect([status, body.detail]).toEqual([400, `body.kind: this server has no credentials for ${kind}`])
  }
})
