import { expect, test } from 'bun:test'
import { minute } from '../../src/clock.ts'
import { thumbnailer } from '../../src/media/thumbnail.ts'
import { databases } from '../databases.ts'
import { noise } from '../media.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'
import { byAuth, byQuery, connected, type Loose, PASSWORD, person, type Somebody } from './playhub-clients.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

for (const database of databases) {
  test(`${database.name}: the calls of the README: chats, who is in them, and what is said there`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const games = await alice.get('/api/games')
    expect(games.json.games[0]).toEqual({
      ...{ _id: expect.any(String), title: 'Connect four', genre: 'Board game', releaseYear: 1974 },
      ...{ developer: expect.any(String), rating: null, platform: 'Parley' },
    })

    const made = await alice.post('/chat/create', { users: [bob.id] })
    const { chat_id } = made.json
    expect([made.status, made.json]).toEqual([
      200,
      { message: 'Chat créé avec succès', chat_id, chat: expect.objectContaining({ _id: chat_id }) },
    ])
    expect(made.json.chat).toMatchObject({ name: 'bob', Users: [alice.id, bob.id], isGroup: false })

    // What was wrong once: the list under either name, and then he really is in the chat.
    const added = await bob.post(`/chat/add_users/${chat_id}`, { Users: [cleo.id] })
    expect([added.status, added.json]).toEqual([200, { message: 'Utilisateur ajouté au chat avec succès.' }])
    const { Users, isGroup } = (await cleo.get(`/chat/${chat_id}`)).json
    expect([Users.toSorted(), isGroup]).toEqual([[alice.id, bob.id, cleo.id].toSorted(), true])
    // As the old server gave ids: without hyphens.
    const remembered = (given: string) => given.replaceAll('-', '')
    const again = { users: [remembered(cleo.id)] }
    expect((await alice.post(`/chat/add_users/${remembered(chat_id)}`, again)).status).toBe(200)
    expect((await alice.post('/chat/create', { Users: [bob.id], name: 'Trio' }, 'form')).json.chat.name).toBe(
      'Trio',
    )

    const sent = await alice.post('/chat/send_message', { chat_id, message: 'Salut', user_id: bob.id })
    expect(sent.status).toBe(200)
    await cleo.post('/chat/send_message', { chat_id, content: 'Bonjour', Sender: alice.id })
    const { messages } = (await bob.get(`/chat/messages/${chat_id}`)).json
    expect(messages.map((one: Loose) => [one.message, one.content, one.user_id, one.username])).toEqual([
      ['Salut', 'Salut', alice.id, 'alice'],
      ['Bonjour', 'Bonjour', cleo.id, 'cleo'],
    ])
    expect(messages[0]).toMatchObject({ Sender: alice.id, Receiver: null, Chat: chat_id })
    expect(new Date(messages[0].created_at).getTime()).toBeGreaterThan(Date.now() - minute)

    const [{ _id: message_id }] = messages
    expect((await bob.put('/chat/edit_message', { message_id, content: 'Volé' })).status).toBe(403)
    expect((await bob.remove('/chat/delete_message', { message_id })).status).toBe(403)
    expect((await alice.put('/chat/edit_message', { message_id, content: 'Salut !' })).status).toBe(200)
    const [edited] = (await bob.get(`/chat/messages/${chat_id}`)).json.messages
    expect([edited.content, typeof edited.edited_at]).toEqual(['Salut !', 'string'])
    expect((await alice.remove('/chat/delete_message', { message_id })).status).toBe(200)
    expect((await bob.get(`/chat/messages/${chat_id}`)).json.messages).toHaveLength(1)

    expect((await cleo.get('/chat/chats-list')).json.Chats.map((one: Loose) => one._id)).toEqual([chat_id])
    expect((await cleo.remove(`/chat/delete/${chat_id}`)).status).toBe(200)
    expect((await cleo.get(`/chat/${chat_id}`)).status).toBe(404)
    expect((await bob.get(`/chat/${chat_id}`)).json.Users).toHaveLength(2)
    expect((await alice.remove(`/chat/delete/${chat_id}`)).status).toBe(200)
    expect((await bob.get(`/chat/${chat_id}`)).status).toBe(404)
  })

  test(`${database.name}: friends, and the chat of two; profiles, in which only what is mine can be changed`, async () => {
    await using server = await testServer(database)
    const [alice, bob] = [await person(server, 'alice'), await person(server, 'bob')]
    expect((await bob.post(`/user/${alice.id}/add_friend`)).status).toBe(200)
    for (const id of [alice.id, bob.id]) expect((await bob.post(`/user/${id}/add_friend`)).status).toBe(400)
    const { Friends } = (await alice.get('/user/friends-list')).json
    expect(Friends).toEqual([{ _id: bob.id, id: bob.id, username: 'bob', profile_picture: '' }])

    const made = await bob.post(`/chat/check_or_create/${alice.id}`)
    expect([made.status, made.json.message]).toEqual([201, 'Nouveau chat créé.'])
    const again = await alice.post(`/chat/check_or_create/${bob.id}`)
    expect([again.status, again.json]).toEqual([200, { ...made.json, message: 'Chat existant.' }])
    const { chat_id } = again.json
    await alice.post('/chat/send_message', { Chat: chat_id, content: 'À toi' })
    const [message] = (await bob.get(`/chat/messages/${chat_id}`)).json.messages
    expect([message.Sender, message.Receiver]).toEqual([alice.id, bob.id])
    expect((await alice.get('/user/chats')).json.chats).toEqual([
      expect.objectContaining({ chat_id, other_user: Friends[0], created_at: expect.any(String) }),
    ])

    expect((await alice.post('/friend/remove', { friend_id: bob.id })).status).toBe(200)
    expect((await alice.post('/friend/remove', { friend_id: bob.id })).status).toBe(404)
    expect((await bob.get('/user/friends-list')).json.Friends).toEqual([])
    expect((await alice.get('/user/chats')).json.chats).toEqual([])
    // It was his, too.
    expect((await bob.get(`/chat/messages/${chat_id}`)).json.messages).toHaveLength(1)

    const photo = (await thumbnailer()) ? noise(700) : PNG
    const picture = `data:image/png;base64,${photo.toString('base64')}`
    const change = {
      username: 'robert',
      profile_picture: picture,
      is_super_user: true,
      Chats: [],
      _id: alice.id,
    }
    expect((await bob.put('/user/update', change)).status).toBe(200)
    const { json: me } = await bob.get('/user/info')
    expect(me).toMatchObject({ _id: bob.id, username: 'robert', is_super_user: false, email: bob.email })
    expect([me.Chats, (await fetch(me.profile_picture)).status]).toEqual([[chat_id], 200])
    // A form sends back what it was given.
    const same = { username: 'robert', profile_picture: me.profile_picture }
    expect((await bob.put('/user/update', same)).status).toBe(200)
    expect((await bob.get('/user/info')).json.profile_picture).toBe(me.profile_picture)
    for (const wrong of [{ username: 'alice' }, { profile_picture: 'data:text/html,x' }, { password: 'abc' }])
      expect([wrong, (await bob.put('/user/update', wrong)).status]).toEqual([wrong, 400])
    // Whose address changes stays logged in; with another password it is only this session that does.
    const email = 'robert@example.org'
    const other = (await bob.post('/login', { username: 'robert', password: PASSWORD })).json.access_token
    expect((await bob.put('/user/update', { email, password: 'five5' })).status).toBe(200)
    bob.forgetCookie()
    expect((await bob.get('/user/info')).json.email).toBe(email)
    expect((await bob.post('/login', { email, password: 'five5' })).status).toBe(200)
    const elsewhere = oldClient(server)
    elsewhere.authorize(other)
    expect((await elsewhere.get('/user/info')).status).toBe(401)

    const { users } = (await alice.get('/users')).json
    expect(users.map(({ username }: Loose) => username)).toEqual(['robert'])
    const { text } = await alice.get(`/user/${bob.id}`)
    expect(JSON.parse(text)).toMatchObject({ _id: bob.id, username: 'robert', user: { _id: bob.id } })
    expect(text).not.toMatch(/password|hash|@/)
    expect((await alice.get('/user')).json).toMatchObject({ username: 'alice', id: expect.any(Number) })
    expect((await bob.remove('/user/delete')).status).toBe(200)
    expect((await bob.get('/user/info')).status).toBe(401)
    expect((await alice.get(`/user/${bob.id}`)).status).toBe(404)
  })

  test(`${database.name}: what cannot be is refused in {error} and {message}; what is not mine is not there`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const { chat_id } = (await alice.post('/chat/create', { users: [bob.id] })).json
    const nobody = crypto.randomUUID()
    const { json: sent } = await alice.post('/chat/send_message', { chat_id, content: 'Secret' })
    const refusals: [who: Somebody, method: string, path: string, fields: object, status: number][] = [
      [cleo, 'GET', `/chat/messages/${chat_id}`, {}, 404],
      [cleo, 'GET', `/chat/${chat_id}`, {}, 404],
      [cleo, 'POST', `/chat/add_users/${chat_id}`, { users: [cleo.id] }, 404],
      [cleo, 'POST', '/chat/send_message', { chat_id, message: 'x', user_id: alice.id }, 404],
      [cleo, 'PUT', '/chat/edit_message', { message_id: sent.message_id, content: 'x' }, 404],
      [cleo, 'DELETE', '/chat/delete_message', { message_id: sent.message_id }, 404],
      [cleo, 'DELETE', `/chat/delete/${chat_id}`, {}, 404],
      [alice, 'POST', `/chat/add_users/${nobody}`, { users: [bob.id] }, 404],
      [alice, 'POST', `/chat/add_users/${chat_id}`, { users: [nobody] }, 404],
      [alice, 'POST', `/chat/add_users/${chat_id}`, {}, 400],
      [alice, 'POST', `/chat/add_users/${chat_id}`, { users: [] }, 400],
      [alice, 'POST', '/chat/create', {}, 400],
      [alice, 'POST', '/chat/send_message', { message: 'x' }, 400],
      [alice, 'POST', '/chat/send_message', { chat_id }, 400],
      [alice, 'POST', '/chat/send_message', { chat_id, message: ' ' }, 400],
      [alice, 'POST', `/chat/check_or_create/${nobody}`, {}, 404],
      [alice, 'POST', `/user/${nobody}/add_friend`, {}, 404],
      [alice, 'GET', `/user/${nobody}`, {}, 404],
      [alice, 'GET', '/scores/game/uno', {}, 404],
      [alice, 'GET', '/rooms?game_type=uno', {}, 400],
      [alice, 'POST', '/create_room', { room_name: 'x', game_type: 'uno' }, 400],
      [alice, 'POST', '/delete_room', { room_name: 'x' }, 404],
      [alice, 'GET', '/join_room/x', {}, 404],
    ]
    for (const [who, method, path, fields, expected] of refusals) {
      const init = method === 'GET' ? {} : { body: JSON.stringify(fields) }
      const headers = { 'Content-Type': 'application/json' }
      const { status, json } = await who.send(method, path, { ...init, headers })
      expect([method, path, fields, status]).toEqual([method, path, fields, expected])
      expect(json).toMatchObject({ error: json.message, title: expect.any(String), status: expected })
    }
    const empty = await alice.send('POST', `/chat/add_users/${chat_id}`, {})
    expect([empty.status, empty.json.error]).toEqual([400, expect.stringContaining('users')])
    const text = await alice.send('POST', `/chat/add_users/${chat_id}`, { body: 'users' })
    expect([text.status, typeof text.json.error]).toEqual([400, 'string'])
    expect((await bob.get(`/chat/messages/${chat_id}`)).json.messages).toHaveLength(1)

    const used = await bob.post('/register', { username: 'bob2', email: bob.email, password: PASSWORD })
    expect([used.status, used.json.error]).toEqual([
      400,
      'Cette adresse Email est déjà utilisée par un utilisateur !',
    ])
    expect((await bob.post('/logout')).json).toEqual({ message: 'Vous êtes déconnecté.' })
    const refused = (await bob.get('/api/games')).json
    expect([refused.status, refused.message]).toEqual([401, 'Jeton invalide ou expiré !'])
    bob.authorize(undefined)
    expect((await bob.get('/api/games')).json.message).toBe("Le jeton d'authentification est manquant !")
    expect((await bob.get('/join_room/x')).status).toBe(401)
  })

  test(`${database.name}: what is said on the socket goes to the lobby or to a chat, by the name of the token`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const header = { extraHeaders: { Authorization: cleo.token } }
    const [a, b, c] = [
      await byAuth(server, alice),
      await byQuery(server, bob),
      await connected(server, header),
    ]
    expect((await connected(server, {})).over).not.toBe('')
    expect((await connected(server, { query: { token: 'x.y.z' } })).over).not.toBe('')

    a.emit('message', { message: 'Bonjour à tous', username: 'bob' })
    const said = { "Nom d'utilisateur": 'alice', message: 'Bonjour à tous' }
    for (const ear of [a, b, c]) expect(await ear.hears('message')).toEqual(said)

    const { chat_id } = (await alice.post('/chat/create', { users: [bob.id] })).json
    const later = { token: cleo.token, chat_id, content: 'À deux', Sender: cleo.id, created_at: 'hier' }
    b.emit('message', later)
    const heard = await a.hears('message', 2)
    expect(heard).toMatchObject({ "Nom d'utilisateur": 'bob', message: 'À deux', content: 'À deux', chat_id })
    expect([heard.Sender, new Date(heard.created_at).getTime() > 0]).toEqual([bob.id, true])
    c.emit('message', { chat_id, message: 'Moi aussi' })
    expect(await c.hears('error')).toMatchObject({ error: expect.any(String), code: 'not_found' })
    for (const wrong of [undefined, {}, { message: ' ' }, { message: 7 }, { message: 'x', chat_id: 'y' }])
      c.emit('message', wrong)
    await c.hears('error', 6)
    c.emit('join', { chat_id })
    await c.hears('error', 7)

    // Somebody without an address cannot have logged in here: he has a client of chatapp, unless it shows otherwise.
    const dora = oldClient(server)
    await dora.post('/user', { username: 'dora', password: PASSWORD })
    const { token } = (await dora.post('/login', { username: 'dora', password: PASSWORD })).json
    const d = await connected(server, { auth: { token } })
    await d.hears('echo')

    // Who has joined a chat wants to hear of that one alone, until he leaves it.
    b.emit('join', { chat_id })
    c.emit('message', { message: 'Encore' })
    await a.hears('message', 3)
    d.emit('get_rooms')
    await d.hears('update_rooms')
    expect(d.all('message')).toEqual([])
    d.emit('message', { message: 'Moi' })
    expect((await d.hears('message')).message).toBe('Moi')
    await c.hears('message', 3)
    // One with an address may be either, and hears both.
    dora.authorize(token)
    const { id: number } = (await cleo.get('/user')).json
    c.close()
    const e = await byAuth(server, cleo)
    await e.hears('echo')
    await dora.post(`/message/${number}`, { body: 'Et par ici' })
    expect((await e.hears('cleo')).body).toBe('Et par ici')
    expect((await e.hears('message')).message).toBe('Et par ici')
    await alice.post('/chat/send_message', { chat_id, message: 'Entends-tu ?' })
    await until(() => b.all('message').at(-1).message === 'Entends-tu ?')
    expect(b.all('message').map(({ message }) => message)).toEqual([
      'Bonjour à tous',
      'À deux',
      'Entends-tu ?',
    ])
    expect(c.all('message').map(({ message }) => message)).toEqual(['Bonjour à tous', 'Encore', 'Moi'])
    const stored = await server.house.db.reader.selectFrom('messages').select('text').orderBy('id').execute()
    expect(stored).toHaveLength(6)

    // Whoever comes into the house with a key that is good no more is shown out at once.
    await bob.post('/logout')
    await until(() => b.over)
    expect((await byQuery(server, bob)).over).toBe('The session has ended')
    for (const ear of [a, d, e]) ear.close()
  })

  test(`${database.name}: one address is one account's, equal passwords look different, and tokens are of one kind`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const body = (username: string) => ({ username, email: 'bob@example.org', password: PASSWORD })
    const twins = await Promise.all(['bob', 'rob'].map((name) => alice.post('/register', body(name))))
    expect(twins.map(({ status }) => status).toSorted()).toEqual([200, 400])
    const rows = await server.house.db.reader.selectFrom('users').select('password_hash').execute()
    expect(new Set(rows.map((row) => row.password_hash)).size).toBe(2)
    for (const header of [alice.token, `Bearer ${alice.token}`, `bearer ${alice.token}`]) {
      alice.authorize(header)
      for (const path of ['/api/games', '/chat/chats-list', '/user/info', '/rooms'])
        expect([path, (await alice.get(path)).status]).toEqual([path, 200])
    }
  })
}
