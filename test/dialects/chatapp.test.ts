import { expect, test } from 'bun:test'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'
import { listenAsChatapp, oldClient } from './old-clients.ts'

const PASSWORD = 'four'

/** Somebody of the README: signs up, logs in, and goes by the token. */
async function person(server: TestServer, username: string) {
  const client = oldClient(server)
  expect(await client.post('/user', { username, password: PASSWORD })).toMatchObject({
    status: 201,
    json: { msg: 'User added successfully' },
  })
  const { status, json } = await client.post('/login', { username, password: PASSWORD })
  expect(status).toBe(200)
  client.forgetCookie()
  client.authorize(`Bearer ${json.access_token}`)
  const me = await client.get('/user')
  expect([me.status, me.json.username, Number.isInteger(me.json.id)]).toEqual([200, username, true])
  return Object.assign(client, { token: json.access_token as string, id: me.json.id as number, username })
}

const stringAuth = (token: string) => JSON.stringify({ token })
const bodies = (list: { body: string }[]) => list.map(({ body }) => body)

for (const database of databases) {
  test(`${database.name}: the calls of the README, one after the other`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const cleo = await person(server, 'cleo')
    for (const body of ['Hello', 'Are you there?'])
      expect(await alice.post(`/message/${bob.id}`, { body })).toMatchObject({
        status: 201,
        json: { msg: 'Message added successfully' },
      })
    expect((await bob.post('/add_message/alice', { body: 'Yes' })).status).toBe(201)
    expect((await cleo.post('/add_message/alice', { body: 'It is cleo' })).status).toBe(201)

    const { status, json } = await bob.get(`/message/${alice.id}`)
    expect([status, bodies(json)]).toEqual([200, ['Yes', 'Are you there?', 'Hello']])
    expect(json[0]).toEqual({
      id: expect.any(Number),
      from: bob.id,
      to: alice.id,
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      body: 'Yes',
    })
    expect(json[2]).toMatchObject({ from: alice.id, to: bob.id })
    expect((await alice.get(`/message/${bob.id}`)).json).toEqual(json)
    expect((await alice.get(`/message/${bob.id}?limit=1&before=${json[0].id}`)).json).toEqual([json[1]])

    const chats = await alice.get('/chats')
    expect(chats.json.map(({ id, username }: { id: number; username: string }) => [id, username])).toEqual([
      [cleo.id, 'cleo'],
      [bob.id, 'bob'],
    ])
    expect((await cleo.get(`/message/${bob.id}`)).json).toEqual([])
    expect((await bob.get('/chats')).json).toHaveLength(1)
  })

  test(`${database.name}: what cannot be is refused with {msg}, in a status that tells why`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const refusals: [string, string, Record<string, unknown>, number][] = [
      ['POST', '/user', { username: 'ALICE', password: PASSWORD }, 400],
      ['POST', '/user', { username: '', password: PASSWORD }, 400],
      ['POST', '/user', { username: 'dora', password: '' }, 400],
      ['POST', '/user', { username: 'dora', password: 'abc' }, 400],
      ['POST', '/login', { username: 'alice', password: 'wrong' }, 401],
      ['POST', '/login', { username: 'nobody', password: PASSWORD }, 401],
      ['POST', '/login', { username: 'alice' }, 400],
      ['POST', `/message/${alice.id}`, { body: 'to myself' }, 400],
      ['POST', `/message/${bob.id}`, {}, 400],
      ['POST', `/message/${bob.id}`, { body: ' ' }, 400],
      ['POST', '/message/424242', { body: 'x' }, 404],
      ['POST', '/message/bob', { body: 'x' }, 404],
      ['POST', '/add_message/nobody', { body: 'x' }, 404],
      ['POST', '/add_message/alice', { body: 'to myself' }, 400],
      ['GET', '/message/424242', {}, 404],
      ['GET', `/message/${bob.id}?before=7`, {}, 200],
      ['GET', `/message/${bob.id}?limit=x`, {}, 400],
    ]
    for (const [method, path, fields, expected] of refusals) {
      const { status, json } = method === 'GET' ? await alice.get(path) : await alice.post(path, fields)
      expect([path, fields, status]).toEqual([path, fields, expected])
      if (expected < 400) continue
      expect(json).toMatchObject({ msg: expect.any(String), type: expect.any(String), status: expected })
      expect([json.msg, typeof json.title]).toEqual([json.detail, 'string'])
    }
    for (const name of ['echo', 'connect', 'Disconnect', 'message', 'error']) {
      const { status, json } = await alice.post('/user', { username: name, password: PASSWORD })
      expect([name, status, json.msg]).toEqual([name, 400, expect.stringContaining('reserved')])
    }
    const { json: wrong } = await alice.post('/login', { username: 'alice', password: 'x' })
    const { json: unknown } = await alice.post('/login', { username: 'nobody', password: 'x' })
    expect({ ...wrong, request_id: '' }).toEqual({ ...unknown, request_id: '' })
    alice.authorize(undefined)
    for (const path of ['/user', '/chats', `/message/${bob.id}`, '/logout', '/login'])
      expect([path, (await alice.get(path)).status, !!(await alice.get(path)).json.msg]).toEqual([
        path,
        401,
        true,
      ])
  })

  test(`${database.name}: a message comes as an event named by whom it is for, to nobody else, by whichever door it was sent`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const ears = await Promise.all([
      listenAsChatapp(server, stringAuth(bob.token)),
      listenAsChatapp(server, { token: bob.token }, { transports: ['websocket'] }),
      listenAsChatapp(server, { token: alice.token }),
      listenAsChatapp(server, stringAuth(cleo.token), { transports: ['polling'] }),
    ])
    const [bobs, tablet, alices, cleos] = ears as [
      (typeof ears)[0],
      (typeof ears)[0],
      (typeof ears)[0],
      (typeof ears)[0],
    ]
    for (const { heard } of ears) expect(heard).toEqual([['echo', 'you have been connected']])
    await alice.post(`/message/${bob.id}`, { body: 'One' })
    const { json: signed } = await oldClient(server).send('POST', '/api/v1/sessions', {
      body: JSON.stringify({ username: 'alice', password: PASSWORD }),
      headers: { 'Content-Type': 'application/json' },
    })
    alice.authorize(`Bearer ${signed.access_token}`)
    const [{ id: chat }] = (await alice.get('/api/v1/chats')).json.items
    await alice.post(`/api/v1/chats/${chat}/messages`, { text: 'Two' })
    await bob.post('/add_message/cleo', { body: 'For cleo' })
    await until(() => bobs.heard.length === 3 && tablet.heard.length === 3 && cleos.heard.length === 2)
    const expected = [
      { id: expect.any(Number), from: alice.id, to: bob.id, date_created: expect.any(String), body: 'One' },
      { id: expect.any(Number), from: alice.id, to: bob.id, date_created: expect.any(String), body: 'Two' },
    ]
    for (const ear of [bobs, tablet])
      expect(ear.heard.slice(1)).toEqual(expected.map((said) => ['bob', said]))
    expect((await bob.get(`/message/${alice.id}`)).json.toReversed()).toEqual(expected)
    expect(cleos.heard.slice(1)).toEqual([
      ['cleo', expect.objectContaining({ body: 'For cleo', from: bob.id })],
    ])
    // The sender, who may listen for any name, hears of none of it.
    expect(alices.heard).toHaveLength(1)
    for (const ear of ears) ear.close()
  })

  test(`${database.name}: who logs out is gone at once, on sockets too; what is no token opens none`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const ear = await listenAsChatapp(server, stringAuth(alice.token))
    expect(await alice.get('/logout')).toMatchObject({ status: 200, json: { msg: 'JWT revoked' } })
    await until(() => ear.over)
    expect(ear.over).toBe('io server disconnect')
    for (const path of ['/user', '/logout', '/chats']) expect((await alice.get(path)).status).toBe(401)
    const refused = async (auth: unknown) => (await listenAsChatapp(server, auth)).over
    expect(await refused(stringAuth(alice.token))).toBe('The session has ended')
    expect(await refused(undefined)).toBe('Passed no auth object')
    for (const auth of ['no JSON', '{}', 'null', '"x"', { token: 7 }])
      expect(await refused(auth)).toContain('token not given or auth is in wrong format')
    expect(await refused({ token: 'x.y.z' })).toBe('The access token is not valid')

    const again = await alice.post('/login', { username: 'alice', password: PASSWORD })
    alice.authorize(again.json.token)
    expect((await alice.get('/user')).status).toBe(200)
    expect(await alice.get('/login')).toMatchObject({ status: 200, json: { msg: 'JWT revoked' } })
    expect((await alice.get('/user')).status).toBe(401)
  })
}
