import { expect, test } from 'bun:test'
import { day, hour, minute } from '../../src/clock.ts'
import { openOutbox } from '../../src/outbox/deliver.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'
import { deliverDue } from '../../src/scheduled/deliver.ts'
import { openSenders } from '../../src/transports/senders.ts'
import { issueLink } from '../../src/users/links.ts'
import { databases } from '../databases.ts'
import { movableClock } from '../house.ts'
import { mailServer } from '../mail-server.ts'
import { testServer } from '../server.ts'
import { oldClient } from './old-clients.ts'

/** What these apps send as a password. */
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const numbers = { alice: '0033611111111', bob: '0033622222222', cleo: '0033633333333' }

async function start(database: (typeof databases)[0], env: Record<string, string> = {}) {
  const clock = movableClock()
  const server = await testServer(database, { clock, env })
  /** Somebody with one of these apps: forms and a cookie, nothing else. */
  async function person(name: string, more: Record<string, string> = {}) {
    const app = oldClient(server, 'form')
    const email = `${name}@example.org`
    const signed = await app.post('/signup', { email, password: HASH, ...more })
    expect([name, signed.status, signed.text, app.cookie]).toEqual([name, 200, '', ''])
    const login = { email, password: HASH, os: 'android', reg_id: `token-of-${name}`, app_version: '1.4' }
    const { status, json } = await app.post('/login', login)
    expect([name, status]).toEqual([name, 200])
    return Object.assign(app, { id: json.user_id as string, email })
  }
  const future = (more: object) => ({
    message: 'Do you remember?',
    delivery_option: JSON.stringify({ type: 'day', time_zone: 1, parameters: 1 }),
    ...more,
  })
  return {
    server,
    clock,
    person,
    future,
    send: async (app: Awaited<ReturnType<typeof person>>, to: string[], more: object = {}) => {
      const { status, text } = await app.post('/send', future({ receiver_ids: JSON.stringify(to), ...more }))
      expect([to, status, text]).toEqual([to, 200, ''])
    },
    /** Time passes, and what is due arrives. */
    async pass(ms: number) {
      clock.move(ms)
      await deliverAllDue(server.house)
      await server.house.tail.look()
    },
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
  }
}

const texts = ({ json }: { json: { new_messages: { message: string }[] } }) =>
  json.new_messages.map(({ message }) => message)

for (const database of databases) {
  test(`${database.name}: alice writes to the future by form and cookie, and bob receives it once`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    for (const [app, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      const phone = { phone_number: numbers[name], os: 'android', reg_id: `token-of-${name}` }
      expect(await app.post('/define_first_phone_number', phone)).toMatchObject({ status: 200, text: '' })
    }
    await its.send(alice, [`id${bob.id}`], { photo_id: 'af31-1415800000.jpg' })
    await its.send(alice, ['num06 22 22 22 22'], {
      message: 'By number',
      delivery_option: JSON.stringify({ type: 'min', timezone: '1', parameters: { value: 30 } }),
    })
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('2')
    expect((await alice.get('/get_number_of_future_messages')).text).toBe('0')
    const { json: nothing } = await bob.get('/receive_all?ts=0')
    expect(nothing.new_messages).toEqual([])

    const written = its.clock.now()
    await its.pass(hour)
    const first = await bob.get(`/receive_all?ts=${nothing.ts}`)
    expect(texts(first)).toEqual(['By number'])
    await its.pass(day)
    const second = await bob.get(`/receive_all?ts=${first.json.ts}`)
    expect(second.json.new_messages).toEqual([
      {
        message_id: expect.any(String),
        from_id: alice.id,
        from_email: alice.email,
        from_numero: numbers.alice,
        from_facebook_id: '',
        from_facebook_name: '',
        message: 'Do you remember?',
        created_at: `${written / 1000}.0`,
        received_at: expect.stringMatching(/^\d+\.\d+$/),
        photo_id: 'af31-1415800000.jpg',
        video_id: '',
        sound_id: '',
        receive_label: 'A few days earlier',
        receive_color: expect.stringMatching(/^[0-9a-f]{6}$/),
        version: '1.0',
      },
    ])
    const third = await bob.get(`/receive_all?ts=${second.json.ts}`)
    expect([texts(third), third.json.ts]).toEqual([[], second.json.ts])
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual(['By number', 'Do you remember?'])
    expect(texts(await bob.get(`/receive_all?ts=${its.clock.now() / 1000}`))).toEqual([])
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('0')

    // Bob likes it so much that he wants to be surprised by it once more.
    const { message_id } = second.json.new_messages[0]
    expect((await alice.post('/resend', { message_id: bob.id })).status).toBe(404)
    expect(await bob.post('/resend', { message_id })).toMatchObject({ status: 200, text: '' })
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('1')
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual(['By number'])
    await its.server.house.db.writer.updateTable('sessions').set({ expires_at: 9e15 }).execute()
    await its.pass(60 * day)
    expect(texts(await bob.get(`/receive_all?ts=${third.json.ts}`))).toEqual([])
    await its.pass(200 * day)
    const back = await bob.get(`/receive_all?ts=${third.json.ts}`)
    expect(texts(back)).toEqual(['Do you remember?'])
    expect(back.json.new_messages[0].message_id).toBe(message_id)
    expect(texts(await bob.get(`/receive_all?ts=${back.json.ts}`))).toEqual([])
  })

  test(`${database.name}: of many that arrive in the same instant each is received exactly once`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const at = JSON.stringify({ type: 'calendar', parameters: String(its.clock.now() / 1000 + 60) })
    const send = (message: string) => its.send(alice, [`id${bob.id}`], { message, delivery_option: at })
    for (let i = 0; i < 12; i++) await send(`number ${i}`)
    its.clock.move(minute)
    const received: string[] = []
    let ts = 0
    async function receive() {
      const answer = await bob.get(`/receive_all?ts=${ts.toFixed(2)}`)
      received.push(...texts(answer))
      ts = answer.json.ts
    }
    // The clock stands while they arrive in three parts, with a look after each.
    const { house } = its.server
    for (const most of [5, 4, 10]) {
      await house.commit((tx) => deliverDue(tx, most))
      await receive()
      await receive()
    }
    expect(received.toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `number ${i}`).toSorted())
  })

  test(`${database.name}: whom a number belongs to later gets what waits, and one number is one account's`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const cleo = await its.person('cleo')
    await its.send(alice, [`num${numbers.cleo}`])
    await its.pass(2 * day)
    const define = (app: typeof alice, phone_number: string) =>
      app.post('/define_first_phone_number', { phone_number, os: 'ios', reg_id: '' })
    expect((await define(cleo, '+33 6 33 33 33 33')).status).toBe(200)
    await its.pass(1000)
    expect(texts(await cleo.get('/receive_all?ts=0'))).toEqual(['Do you remember?'])
    expect(await define(bob, numbers.cleo)).toMatchObject({ status: 406, text: '' })
    expect((await define(bob, '123')).status).toBe(400)

    expect((await define(alice, numbers.alice)).status).toBe(200)
    const contacts = JSON.stringify([numbers.cleo, numbers.bob, '*100#'])
    const found = await alice.post('/upload_contacts', { contacts })
    expect([found.status, found.json]).toEqual([
      200,
      [
        {
          phoneNumber1: numbers.cleo,
          email: '',
          facebook_id: '',
          facebook_name: '',
          status: 'Newbie',
          user_id: cleo.id,
        },
      ],
    ])
    expect((await alice.get('/get_address_book')).json).toEqual([])
    const address_book = JSON.stringify([{ tel: numbers.cleo, name: 'Clé' }])
    expect((await alice.post('/upload_address_book', { address_book })).status).toBe(200)
    const [kept] = (await alice.get('/get_address_book')).json
    expect([kept.name, kept.phoneNumber1]).toEqual(['Clé', numbers.cleo])
  })

  test(`${database.name}: whoever is written to by id and by number gets the message once`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const both = [`id${bob.id}`, `num${numbers.bob}`]
    const define = { phone_number: numbers.bob, os: 'ios', reg_id: '' }
    await its.send(alice, both, { message: 'Before the number was his' })
    expect((await bob.post('/define_first_phone_number', define)).status).toBe(200)
    await its.send(alice, both, { message: 'After' })
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('2')
    await its.pass(2 * day)
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual(['Before the number was his', 'After'])
  })

  test(`${database.name}: where codes are sent, a number is nobody's before the code is confirmed`, async () => {
    await using its = await start(database, { PARLEY_SMS: 'log' })
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    await its.send(alice, [`num${numbers.bob}`])
    await its.pass(2 * day)
    const phone = { phone_number: numbers.bob, os: 'ios', reg_id: '' }
    expect((await bob.post('/define_first_phone_number', phone)).status).toBe(200)
    await its.pass(1000)
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual([])
    const waiting = await its.server.house.db.reader.selectFrom('phone_codes').select('phone').execute()
    expect(waiting).toEqual([{ phone: '+33622222222' }])
  })

  test(`${database.name}: who blocks stops what is on its way in both directions, and what comes later`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    await its.send(alice, [`id${bob.id}`])
    await its.send(bob, [`id${alice.id}`])
    expect(await bob.post('/block_contacts', { contacts_to_block: '[]' })).toMatchObject({
      status: 200,
      text: '',
    })
    const contacts_to_block = JSON.stringify([alice.id, crypto.randomUUID()])
    expect((await bob.post('/block_contacts', { contacts_to_block })).status).toBe(404)
    expect((await bob.get('/api/v1/users/me/blocks')).json).toEqual({ items: [] })
    const block = await bob.post('/block_contacts', { contacts_to_block: JSON.stringify([alice.id]) })
    expect([block.status, block.text]).toEqual([200, ''])
    const later = await alice.post('/send', its.future({ receiver_ids: JSON.stringify([`id${bob.id}`]) }))
    expect(later.status).toBe(403)
    await its.pass(2 * day)
    for (const app of [alice, bob]) expect(texts(await app.get('/receive_all?ts=0'))).toEqual([])
  })

  test(`${database.name}: what somebody has resent of whom he blocks then does not come back`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const cleo = await its.person('cleo')
    for (const sender of [alice, cleo]) await its.send(sender, [`id${bob.id}`], { message: sender.email })
    await its.pass(2 * day)
    const { new_messages } = (await bob.get('/receive_all?ts=0')).json
    for (const { message_id } of new_messages)
      expect((await bob.post('/resend', { message_id })).status).toBe(200)
    const contacts_to_block = JSON.stringify([alice.id])
    expect((await bob.post('/block_contacts', { contacts_to_block })).status).toBe(200)
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('1')
    await its.server.house.db.writer.updateTable('sessions').set({ expires_at: 9e15 }).execute()
    await its.pass(400 * day)
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual([cleo.email])
  })

  test(`${database.name}: forms as the HTTP libraries of old telephones write them are read`, async () => {
    await using its = await start(database)
    const bob = await its.person('bob')
    const latin = { 'Content-Type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' }
    const login = `email=bob%40example.org&password=${HASH}&os=android&reg_id=x`
    const app = oldClient(its.server)
    expect((await app.send('POST', '/login', { headers: latin, body: login })).status).toBe(200)
    const { message, delivery_option } = its.future({})
    const fields = { delivery_option, receiver_ids: `["id${bob.id}"]` }
    const body = `message=Caf%E9+%E0+3+%80&${new URLSearchParams(fields)}`
    expect((await app.send('POST', '/send', { headers: latin, body })).status).toBe(200)
    // With a file beside the fields, which nobody asked for.
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fields, message })) form.append(name, value)
    form.append('photo', new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0x80])]), 'photo.jpg')
    expect((await app.send('POST', '/send', { body: form })).status).toBe(200)
    const wrong = Buffer.from(
      `--y\r\nContent-Disposition: form-data; name="message"\r\n\r\nCaf\xe9\r\n--y--\r\n`,
      'latin1',
    )
    const multipart = { 'Content-Type': 'multipart/form-data; boundary=y' }
    const refused = await app.send('POST', '/send', { headers: multipart, body: wrong })
    expect([refused.status, refused.json.detail]).toEqual([400, 'The form is not valid UTF-8'])
    await its.pass(2 * day)
    expect(texts(await app.get('/receive_all?ts=0')).toSorted()).toEqual(['Café à 3 €', message])
  })

  test(`${database.name}: choices, status and refusals`, async () => {
    await using its = await start(database)
    expect(await oldClient(its.server).get('/hello')).toMatchObject({ status: 200, text: 'hello' })
    const alice = await its.person('alice')
    const fleur = await its.person('fleur', { country_code: 'FR' })
    const { json: choices } = await alice.get('/get_send_choices')
    expect(choices[1]).toEqual({ order_id: '2', key: 'one_day', send_label: 'One Day' })
    expect(choices.some(({ key }: { key: string }) => key === 'calendar')).toBe(false)
    expect((await fleur.get('/get_send_choices')).json[1].send_label).toBe('Un jour')
    const login = { email: alice.email, password: HASH, country_code: 'FR' }
    expect((await alice.get('/get_my_status')).text).toBe('Newbie')
    expect((await alice.post('/login', login)).status).toBe(200)
    expect((await alice.get('/get_my_status')).text).toBe('Novice')
    await alice.send('PATCH', '/api/v1/users/me', {
      headers: { 'Content-Type': 'application/json', Origin: its.server.url },
      body: JSON.stringify({ language: 'en' }),
    })
    for (const as of ['json', 'multipart'] as const) {
      const delivery_option = { type: 'week', time_zone: '-5', parameters: '2' }
      const real = { message: 'x', receiver_ids: [`id${fleur.id}`], delivery_option }
      expect([as, (await alice.post('/send', real, as)).status]).toEqual([as, 200])
    }
    expect((await fleur.get('/get_my_status')).text).toBe('Novice')
    await its.send(alice, [`id${fleur.id}`], { delivery_option: JSON.stringify({ type: 'some_day' }) })
    expect((await alice.get('/get_my_status')).text).toBe('Sower')
    await its.server.house.db.writer.updateTable('sessions').set({ expires_at: 9e15 }).execute()
    await its.pass(400 * day)
    // It does not fall when they have arrived.
    expect((await alice.get('/get_my_status')).text).toBe('Sower')
  })

  test(`${database.name}: what cannot be sent is refused with the reason, and nothing is stored`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const past = { type: 'calendar', parameters: its.clock.now() / 1000 - 60 }
    const option = (delivery_option: unknown) => ({ delivery_option: JSON.stringify(delivery_option) })
    const bad: Record<string, unknown>[] = [
      option(past),
      option({ type: 'fortnight', parameters: 1 }),
      option({ type: 'constructor', parameters: 1 }),
      option({ type: 'day' }),
      option({ type: 'day', parameters: 0 }),
      option({ type: 'day', parameters: 1, time_zone: 99 }),
      option({ type: 'calendar', parameters: 'tomorrow' }),
      { delivery_option: 'day' },
      { delivery_option: '' },
      { receiver_ids: '[]' },
      { receiver_ids: JSON.stringify(['bob']) },
      { receiver_ids: JSON.stringify([`id${crypto.randomUUID()}`]) },
      { receiver_ids: JSON.stringify(['num12']) },
      { receiver_ids: 'not JSON' },
      { message: ' ' },
    ]
    for (const part of bad) {
      const form = its.future({ receiver_ids: JSON.stringify([`id${bob.id}`]), ...part })
      const { status, json } = await alice.post('/send', form)
      expect([part, status, typeof json?.detail]).toEqual([part, 400, 'string'])
    }
    const stored = await its.server.house.db.reader.selectFrom('scheduled_messages').selectAll().execute()
    expect(stored).toEqual([])
    expect((await alice.get('/receive_all?ts=yesterday')).status).toBe(400)
    expect((await alice.get('/receive_all?ts=1795251333.12345')).status).toBe(200)
    expect(
      await oldClient(its.server, 'form').post('/signup', { email: alice.email, password: HASH }),
    ).toMatchObject({
      status: 406,
      text: '',
    })
    const stranger = oldClient(its.server, 'form')
    expect((await stranger.get('/receive_all?ts=0')).status).toBe(401)
    const login = await stranger.post('/login', {
      email: alice.email,
      password: 'wrong',
      os: 'ios',
      reg_id: 'x',
    })
    expect([login.status, stranger.cookie]).toEqual([401, ''])
    expect((await stranger.post('/login', { email: '', password: HASH, facebook_id: '7' })).status).toBe(400)
  })

  test(`${database.name}: a forgotten password is replaced by what the mail says, and by nothing else`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const { house } = its.server
    const stranger = oldClient(its.server, 'form')
    for (const email of [alice.email, 'nobody@example.org'])
      expect(await stranger.get(`/send_reset_mail?email=${email}`)).toMatchObject({ status: 200, text: '' })
    const choose = (verification_code: string) =>
      stranger.post('/define_new_password', {
        email: alice.email,
        verification_code,
        new_password: HASH.replaceAll('9', '8'),
      })
    for (const code of ['default', 'A1B2', alice.id])
      expect([code, await choose(code)]).toMatchObject([code, { status: 406, text: '' }])
    const token = await house.commit((tx) => issueLink(tx, alice.id, 'password', alice.email))
    expect(await choose(`https://chat.example.org/app/password#token=${token}`)).toMatchObject({
      status: 200,
    })
    expect((await choose(token)).status).toBe(406)
    expect((await alice.get('/get_my_status')).status).toBe(401)
    const logIn = (password: string) => stranger.post('/login', { email: alice.email, password })
    expect([(await logIn(HASH)).status, (await logIn(HASH.replaceAll('9', '8'))).status]).toEqual([401, 200])
  })

  test(`${database.name}: the mail of a forgotten password has a code that alice types into the app`, async () => {
    await using box = await mailServer()
    await using its = await start(database, box.env)
    const alice = await its.person('alice')
    const outbox = openOutbox(its.server.house, openSenders(its.server.house), async () => false)
    try {
      await outbox.run()
      box.mails.splice(0)
      await alice.get(`/send_reset_mail?email=${alice.email}`)
      await outbox.run()
      const { text, html } = box.mails[0]!
      const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)![0]
      expect(html).toContain(code)
      expect(text).not.toContain('#token=')
      const choose = (verification_code: string) =>
        alice.post('/define_new_password', {
          email: alice.email,
          verification_code,
          new_password: HASH.slice(1),
        })
      expect((await choose(code.slice(0, 4))).status).toBe(406)
      expect((await choose(` ${code.toLowerCase().replaceAll('-', '')}\n`)).status).toBe(200)
      expect((await choose(code)).status).toBe(406)
      const { status } = await alice.post('/login', { email: alice.email, password: HASH.slice(1) })
      expect(status).toBe(200)
    } finally {
      await outbox.close()
    }
  })

  test(`${database.name}: who writes by another client shows neither address nor number; nothing of others is had by their ids`, async () => {
    await using its = await start(database)
    const alice = await its.person('alice')
    const bob = await its.person('bob')
    const cleo = await its.person('cleo')
    const direct = await alice.send('PUT', `/api/v1/chats/direct/${bob.id}`, {
      headers: { 'Content-Type': 'application/json', Origin: its.server.url },
    })
    const said = await alice.send('POST', `/api/v1/chats/${direct.json.id}/messages`, {
      headers: { 'Content-Type': 'application/json', Origin: its.server.url },
      body: JSON.stringify({ text: 'Hello' }),
    })
    expect(said.status).toBe(201)
    const { json } = await bob.get('/receive_all?ts=0')
    const [{ from_email, from_numero, from_id, message, created_at, received_at }] = json.new_messages
    expect([from_email, from_numero, from_id, message]).toEqual(['alice', 'alice', alice.id, 'Hello'])
    expect(created_at).toBe(received_at)
    expect((await cleo.get('/receive_all?ts=0')).json.new_messages).toEqual([])
    expect((await cleo.post('/resend', { message_id: said.json.id })).status).toBe(404)
    expect((await bob.get('/get_number_of_future_messages')).text).toBe('0')
    // What alice has said is not in her own inbox, nor is what is said in groups; what is deleted is in none.
    const { json: seen } = await alice.get('/receive_all?ts=0')
    const { json: bobs } = await bob.get('/receive_all?ts=0')
    const say = async (chat: string, text: string) => {
      const headers = { 'Content-Type': 'application/json', Origin: its.server.url }
      const init = { headers, body: JSON.stringify({ text }) }
      return (await alice.send('POST', `/api/v1/chats/${chat}/messages`, init)).json.id
    }
    const group = await alice.send('POST', '/api/v1/chats', {
      headers: { 'Content-Type': 'application/json', Origin: its.server.url },
      body: JSON.stringify({ title: 'Walks', member_ids: [bob.id] }),
    })
    await say(group.json.id, 'To all')
    const regretted = await say(direct.json.id, 'Regretted')
    await say(direct.json.id, 'Meant')
    const gone = await alice.send('DELETE', `/api/v1/chats/${direct.json.id}/messages/${regretted}`, {
      headers: { Origin: its.server.url },
    })
    expect(gone.status).toBe(204)
    for (const ts of [seen.ts, 0]) expect(texts(await alice.get(`/receive_all?ts=${ts}`))).toEqual([])
    expect(texts(await bob.get(`/receive_all?ts=${bobs.ts}`))).toEqual(['Meant'])
    expect(texts(await bob.get('/receive_all?ts=0'))).toEqual(['Hello', 'Meant'])
  })
}
