import { expect, test } from 'bun:test'
import { io } from 'socket.io-client'
import { databases } from '../databases.ts'
import { noise } from '../media.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'
import { enter, listen, PASSWORD, type Person, person } from './txchat-people.ts'

test('people who speak in a room are shown by the whole address of their picture, as in the list', async () => {
  await using server = await testServer(databases[0]!)
  const alice = await person(server, 'alice')
  const { id: project_id } = (await alice.post('/api/v1/projects/', { title: 'Bridge' })).json
  const me = { username: 'alice', first_name: 'Alice', last_name: 'Dyke', ava: noise(2).toString('base64') }
  expect((await alice.ask('PUT', '/api/v1/users/me', me)).status).toBe(200)
  const [room, window] = [await enter(server, alice.token), await enter(server, alice.token)]
  await window.ask('join_project', { project_id })
  const sent = await room.ask('send_message', { project_id, content: 'Here I am' })
  await until(() => window.of('receive_message').length > 0)
  const [listed] = (await alice.get(`/api/v1/messages/${project_id}`)).json.data
  expect(listed.sender.ava).toStartWith(`${server.url}/`)
  expect([sent.sender.ava, window.of('receive_message')[0].sender.ava]).toEqual(
    Array(2).fill(listed.sender.ava),
  )
  for (const one of [room, window]) one.close()
})

test('who goes from room to room and closes nothing, as the page of old does, comes in every time', async () => {
  await using server = await testServer(databases[0]!, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '3' } })
  const alice = await person(server, 'alice')
  const { id: project_id } = (await alice.post('/api/v1/projects/', { title: 'Bridge' })).json
  const stream = listen(server, alice.token)
  await stream.isReady()
  const entered = []
  for (let n = 0; n < 5; n++) {
    const room = await enter(server, alice.token, { reconnection: true, reconnectionDelay: 10 })
    expect([n, room.over, await room.ask('join_project', { project_id })]).toEqual([
      n,
      undefined,
      [{ user_id: alice.id }],
    ])
    await room.ask('leave_project')
    entered.push(room)
  }
  expect(entered.map(({ over }) => over)).toEqual([
    ...Array(3).fill('io server disconnect'),
    undefined,
    undefined,
  ])
  // A file comes back as it was sent, as a data URL or without its beginning.
  for (const file_base64 of [btoa('rope'), `data:text/plain;base64,${btoa('knots')}`]) {
    const sent = await entered[4]!.ask('send_message', { project_id, file_name: 'a.txt', file_base64 })
    expect(sent.file_base64).toBe(file_base64)
  }
  // Who is in a room stays there: then there is no place.
  for (const room of entered.slice(3)) await room.ask('join_project', { project_id })
  expect((await enter(server, alice.token)).over).toContain('No more than 3 connections')
  expect([stream.cut, entered[4]!.over]).toEqual([0, undefined])
  for (const one of [stream, ...entered]) one.close()
})

test('a file of 10 MB goes with a message on either transport, and stands in it with its address; no others may be so long', async () => {
  await using server = await testServer(databases[0]!)
  const [alice, bob] = [await person(server, 'alice'), await person(server, 'bob')]
  const { id: project_id } = (
    await alice.ask('POST', '/api/v1/projects/', { title: 'Bridge', participants: [bob.id] })
  ).json
  const b = await enter(server, bob.token)
  await b.ask('join_project', { project_id })
  const most = 10 * 2 ** 20
  for (const [transport, bytes] of [
    ['websocket', most],
    ['polling', most - 1],
  ] as const) {
    const a = await enter(server, alice.token, { transports: [transport] })
    const file = Buffer.alloc(bytes, transport)
    const file_base64 = `data:application/pdf;base64,${file.toString('base64')}`
    const sent = await a.ask('send_message', { project_id, file_name: 'plans.pdf', file_base64 })
    await until(() => b.of('receive_message').some(({ id }) => id === sent.id))
    expect(b.of('receive_message').at(-1).file_base64).toBe(sent.file_base64)
    const fetched = await fetch(sent.file_base64, { headers: { Authorization: `Bearer ${bob.token}` } })
    expect(Buffer.from(await fetched.arrayBuffer()).equals(file)).toBe(true)
    const longer = Buffer.alloc(most + 1).toString('base64')
    await a.ask('send_message', { project_id, file_name: 'plans.pdf', file_base64: longer })
    expect([a.of('error'), a.over]).toEqual([[{ message: expect.stringContaining('10485760') }], undefined])
    a.close()
  }
  const ours = io(`${server.url}/v1`, {
    auth: { token: alice.token },
    transports: ['websocket'],
    forceNew: true,
  })
  let over: string | undefined
  ours.on('disconnect', (reason) => (over = reason))
  await until(() => ours.connected)
  ours.emit('watch', { user_ids: ['x'.repeat(2 ** 21)] })
  await until(() => over !== undefined)
  expect([b.over, b.of('error')]).toEqual([undefined, []])
  for (const one of [ours, b.socket]) one.disconnect()
})

for (const database of databases) {
  test(`${database.name}: in the room of a project its members talk, privately too, and nobody else hears or is told`, async () => {
    await using server = await testServer(database)
    const names = ['alice', 'bob', 'cleo', 'dora']
    const people: Person[] = []
    for (const name of names) people.push(await person(server, name))
    const [alice, bob, cleo, dora] = people as [Person, Person, Person, Person]
    const participants = [bob.id, cleo.id]
    const { id: project_id } = (await alice.post('/api/v1/projects/', { title: 'Bridge', participants })).json
    const { id: elsewhere } = (await alice.post('/api/v1/projects/', { title: 'Tunnel', participants })).json
    for (const auth of [undefined, { token: 'x' }])
      expect((await enter(server, 'x.y.z', auth ? { auth, extraHeaders: {} } : {})).over).toBeTruthy()
    const a = await enter(server, alice.token, { transports: ['polling'] })
    const b = await enter(server, bob.token, { auth: { token: bob.token }, extraHeaders: {} })
    const b2 = await enter(server, bob.token)
    const c = await enter(server, cleo.token)
    const d = await enter(server, dora.token)
    const streams = [listen(server, bob.token), listen(server, cleo.token), listen(server, dora.token)]
    await Promise.all(streams.map((stream) => stream.isReady()))

    expect(await a.ask('join_project', { project_id })).toEqual([{ user_id: alice.id }])
    expect(await b.ask('join_project', { project_id })).toEqual([{ user_id: alice.id }, { user_id: bob.id }])
    expect(await b2.ask('join_project', { project_id })).toHaveLength(2)
    expect(await c.ask('join_project', { project_id: elsewhere })).toEqual([{ user_id: cleo.id }])
    for (const asked of [{ project_id }, { project_id: 7 }, {}, 'x'])
      expect(await d.ask('join_project', asked)).toBeUndefined()
    expect(await d.ask('send_message', { project_id, content: 'Let me in' })).toBeUndefined()
    expect(d.of('error').map(({ message, errors }) => [message, errors && Object.keys(errors)])).toEqual([
      ['Project Not Found', undefined],
      ['Input payload validation failed', ['project_id']],
      ['Input payload validation failed', ['project_id']],
      ['Input payload validation failed', ['body']],
      ['Project Not Found', undefined],
    ])
    await until(() => a.of('online').length > 0)
    expect([a.of('online'), b.of('online')]).toEqual([[{ user_id: bob.id }], []])

    const said = await a.ask('send_message', { project_id, content: 'Hello', receiver_id: null })
    expect(said).toEqual({
      id: expect.any(String),
      project_id,
      content: 'Hello',
      sender: expect.objectContaining({ id: alice.id, username: 'alice' }),
      created_at: expect.stringMatching(/^\d\d\/\d\d\/\d{4}, \d\d:\d\d$/),
    })
    const { email: _, ...shown } = said.sender
    await until(() => b.of('receive_message').length === 1 && b2.of('receive_message').length === 1)
    expect(b.of('receive_message')).toEqual([{ ...said, sender: shown }])
    // The other window of whoever speaks hears it; the one he speaks from does not.
    await b2.ask('send_message', { project_id, content: 'Hi', receiver_id: 0 })
    await until(() => b.of('receive_message').length === 2 && a.of('receive_message').length === 1)
    const file = { file_name: 'notes.TXT', file_base64: `data:text/plain;base64,${btoa('Bring a rope')}` }
    const whispered = await a.ask('send_message', { project_id, ...file, receiver_id: bob.id })
    expect(whispered).toMatchObject({ file_base64: file.file_base64, receiver: { id: bob.id } })
    await until(() => b.of('receive_message').length === 3 && b2.of('receive_message').length === 2)
    expect(b2.of('receive_message')[1]).toMatchObject({
      file_name: 'notes.TXT',
      file_base64: file.file_base64,
    })
    await a.ask('send_message', { project_id, content: 'For cleo only', receiver_id: cleo.id })
    for (const [wrong, field] of [
      [{ content: ' ' }, 'content'],
      [{ file_name: 'notes.txt' }, 'content'],
      [{ file_name: 'run.exe', file_base64: btoa('x') }, 'file_name'],
      [{ file_name: 'notes.txt', file_base64: '***' }, 'file_base64'],
      [{ content: 'x', receiver_id: dora.id }, 'receiver'],
      [{ content: 'x', receiver_id: 12 }, 'receiver_id'],
    ] as const) {
      await a.ask('send_message', { project_id, ...wrong })
      expect([field, Object.keys(a.of('error').at(-1).errors)]).toEqual([field, [field]])
    }
    // A participant says nothing privately.
    await b.ask('send_message', { project_id, content: 'x', receiver_id: alice.id })
    expect(Object.keys(b.of('error')[0].errors)).toEqual(['receiver'])

    await until(() => streams[1]!.heard.length === 3)
    expect(streams[1]!.said('action_message')).toEqual([
      ['new_message', "'@alice' sent a new message."],
      ['new_message', "'@bob' sent a new message."],
      ['new_message', "'@alice' sent you a new private message."],
    ])
    expect(streams[1]!.heard[0]!.data).toEqual({
      action: 'message.sent',
      project_id,
      project_title: 'Bridge',
    })

    // One window closed is not gone; the last one is.
    b2.close()
    b.socket.emit('leave_project')
    await until(() => a.of('offline').length > 0)
    expect(a.of('offline')).toEqual([{ user_id: bob.id }])
    await a.ask('send_message', { project_id, content: 'Are you there?' })
    await until(() => streams[0]!.heard.length === 1)
    expect(streams[0]!.said('action_message')).toEqual([['new_message', "'@alice' sent a new message."]])

    // Whoever does not show himself is not shown in a room, and whom one blocks is not told of.
    const hides = (shows_presence: boolean) => cleo.ask('PATCH', '/api/v1/users/me', { shows_presence })
    expect((await hides(false)).status).toBe(200)
    expect(await c.ask('join_project', { project_id })).toEqual([])
    c.socket.emit('leave_project')
    expect((await hides(true)).status).toBe(200)
    expect((await bob.ask('PUT', `/api/v1/users/me/blocks/${alice.id}`)).status).toBe(204)
    await a.ask('send_message', { project_id, content: 'Bob does not want to know' })
    expect((await bob.ask('DELETE', `/api/v1/users/me/blocks/${alice.id}`)).status).toBe(204)
    await a.ask('send_message', { project_id, content: 'Now he does' })
    await until(() => streams[0]!.heard.length === 2)

    // Who is taken out of the project is out of its room.
    await c.ask('join_project', { project_id })
    await until(() => a.of('online').length === 2)
    const one = `/api/v1/projects/${project_id}`
    expect((await alice.ask('DELETE', `${one}/remove-participant`, { participant: cleo.id })).status).toBe(
      200,
    )
    await until(() => a.of('offline').length === 2)
    await a.ask('send_message', { project_id, content: 'Now that cleo is gone' })
    await b.ask('join_project', { project_id })
    await until(() => a.of('online').length >= 3)
    const ids = (event: string) => a.of(event).map(({ user_id }) => user_id)
    expect([ids('online'), ids('offline')]).toEqual([
      [bob.id, cleo.id, bob.id],
      [bob.id, cleo.id],
    ])
    expect(streams[0]!.said('action_message')).toHaveLength(3)
    expect(c.of('receive_message')).toEqual([])
    expect(c.of('online')).toEqual([])
    const listed = (await bob.get(`/api/v1/messages/${project_id}`)).json
    expect(listed.data.map(({ content }: { content: string }) => content)).toEqual([
      'Now that cleo is gone',
      'Now he does',
      'Bob does not want to know',
      'Are you there?',
      '',
      'Hi',
      'Hello',
    ])
    // In a list it stands with its address, to which a browser brings the cookie.
    const { file_name, file_base64 } = listed.data[4]
    const cookie = (
      await oldClient(server).post('/auth/login', { email: bob.email, password: PASSWORD })
    ).headers
      .get('set-cookie')!
      .split(';')[0]!
    const fetched = await fetch(file_base64, { headers: { cookie } })
    expect([file_name, await fetched.text()]).toEqual(['notes.TXT', 'Bring a rope'])
    const outside = await dora.get(`/api/v1/messages/${project_id}`)
    expect([outside.status, outside.json.message]).toEqual([404, 'Project Not Found'])
    expect(a.of('receive_message').map(({ content }) => content)).toEqual(['Hi'])
    expect(c.of('error')).toEqual([])
    // Dora was there all the time, and heard of none of it but her own mistakes.
    expect(new Set(d.heard.map(([event]) => event))).toEqual(new Set(['error']))
    expect(streams[2]!.heard).toEqual([])
    await dora.get('/auth/logout')
    await until(() => d.over && streams[2]!.cut > 0)
    for (const one of [a, b, c]) one.close()
    for (const one of streams) one.close()
  })

  test(`${database.name}: what went wrong with projects and who asks goes wrong no more`, async () => {
    await using server = await testServer(database)
    const people: Person[] = []
    for (const name of ['alice', 'bob', 'cleo']) people.push(await person(server, name))
    const [alice, bob, cleo] = people as [Person, Person, Person]
    // Many at once: each request is answered as whoever asked.
    const asked = Array.from({ length: 30 }, (_, i) => people[i % 3]!)
    const answers = await Promise.all(asked.map((who) => who.get('/api/v1/users/me')))
    expect(answers.map(({ json }) => json.id)).toEqual(asked.map(({ id }) => id))

    const make = (who: Person, body: object) => who.ask('POST', '/api/v1/projects/', body)
    const unknown = await make(alice, { title: 'Bridge', coaches: [bob.id, crypto.randomUUID()] })
    expect([unknown.status >= 400 && unknown.status < 500, typeof unknown.json.message]).toEqual([
      true,
      'string',
    ])
    expect((await alice.get('/api/v1/projects/')).json.total).toBe(0)
    const twice = await make(alice, {
      title: 'Bridge',
      coaches: [bob.id, bob.id, alice.id],
      participants: [bob.id],
    })
    expect([twice.status, twice.json.coaches.length, twice.json.participants.length]).toEqual([201, 1, 0])
    expect((await make(alice, { title: 'Bridge' })).status).toBe(409)
    // A title of somebody else says nothing.
    expect((await make(bob, { title: 'Bridge' })).status).toBe(201)
    const nameless = await make(alice, {})
    expect([nameless.status, Object.keys(nameless.json.errors)]).toEqual([400, ['title']])
    const one = `/api/v1/projects/${twice.json.id}`
    await make(alice, { title: 'Tunnel' })
    expect((await alice.ask('PUT', one, { title: 'Tunnel' })).status).toBe(409)
    expect((await alice.ask('PUT', one, {})).status).toBe(400)
    const notHis = await bob.ask('PUT', one, { title: 'Mine' })
    expect([notHis.status, notHis.json.message]).toEqual([403, "You must be the project's owner."])
    expect((await cleo.ask('PUT', one, { title: 'Mine' })).status).toBe(404)
    expect((await alice.ask('DELETE', one)).status).toBe(200)
  })
}
