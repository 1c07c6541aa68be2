import { expect, test } from 'bun:test'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { openDoor } from '../../test/door.ts'
import { testHouse } from '../../test/house.ts'
import { signalsOf } from '../../test/messages.ts'
import { newId } from '../id.ts'
import { messageRoutes } from './routes.ts'

/** A well-formed body for each route that takes one. */
const bodies: Record<string, unknown> = {
  'post /api/v1/chats/{chat}/messages': { text: 'From outside' },
  'patch /api/v1/chats/{chat}/messages/{message}': { text: 'From outside' },
  'put /api/v1/chats/{chat}/read': { position: 1 },
  'put /api/v1/chats/{chat}/delivered': { position: 1 },
  'post /api/v1/chats/{chat}/typing': { typing: true },
}

for (const database of databases) {
  test(`${database.name}: to an outsider no message is there, by any route or method`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const ask = openDoor(its, messageRoutes)
    const chat = await group(house, [alice, bob])
    const hers = await group(house, [dora])
    const sent = await say(house, alice, chat, 'Hello')
    const before = await its.head()
    const signals = signalsOf(house)
    const routes = messageRoutes.filter((route) => route.path.includes('{chat}'))
    expect(routes.length).toBeGreaterThan(14)
    for (const { method, path } of routes) {
      const name = `${method} ${path}`
      const to = (chatId: string) =>
        path
          .replace('/api/v1', '')
          .replace('{chat}', chatId)
          .replace('{message}', sent.id)
          .replace('{emoji}', encodeURIComponent('👍'))
      const attempt = (chatId: string) => ask(dora, method.toUpperCase(), to(chatId), bodies[name])
      expect([name, (await attempt(chat.id)).status]).toEqual([name, 404])
      expect([name, (await attempt(newId())).status]).toEqual([name, 404])
      if (path.includes('{message}')) expect([name, (await attempt(hers.id)).status]).toEqual([name, 404])
      const member = await ask(bob, method.toUpperCase(), to(chat.id), bodies[name])
      expect([name, member.status === 404 && !name.includes('hidden')]).toEqual([name, false])
      await its.house.commit(({ db }) => db.deleteFrom('hidden_messages').execute())
    }
    const heard = await its.hears(alice, before)
    expect(heard.filter((entry) => entry.actor_id === dora.id)).toEqual([])
    expect(signals.every(({ body }) => (body as { user_id: string }).user_id === bob.id)).toBe(true)
  })

  test(`${database.name}: a message over HTTP, from its first word to its last`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const ask = openDoor(its, messageRoutes)
    const chat = await group(house, [alice, bob])
    const all = `/chats/${chat.id}/messages`
    const sent = await ask(alice, 'POST', all, { text: 'Hello', client_id: 'k' })
    expect([sent.status, sent.etag, sent.body.client_id]).toEqual([201, '"1"', 'k'])
    const one = `${all}/${sent.body.id}`
    expect((await ask(alice, 'POST', all, { text: 'Hello', client_id: 'k' })).body).toEqual(sent.body)
    expect((await ask(alice, 'POST', all, { text: 'Other', client_id: 'k' })).status).toBe(422)
    expect((await ask(bob, 'GET', one)).etag).toBe('"1"')
    const edited = await ask(alice, 'PATCH', one, { text: 'Hallo' }, { 'if-match': '"1"' })
    expect([edited.status, edited.etag, edited.body.text]).toEqual([200, '"2"', 'Hallo'])
    expect((await ask(alice, 'PATCH', one, { text: 'Hola' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await ask(bob, 'GET', `${one}/edits`)).body.items).toEqual([
      { version: 1, text: 'Hello', written_at: sent.body.created_at },
    ])
    const heart = `${one}/reactions/${encodeURIComponent('❤️')}`
    expect((await ask(bob, 'PUT', heart)).status).toBe(204)
    expect((await ask(bob, 'PUT', `${one}/reactions/ok`)).status).toBe(400)
    expect((await ask(bob, 'PUT', `${one}/reactions/%FF`)).status).toBe(400)
    const reactions = await ask(alice, 'GET', `${one}/reactions`)
    expect(reactions.body).toEqual({
      items: [{ user: expect.objectContaining({ id: bob.id }), emoji: '❤️', created_at: its.clock.now() }],
      next: null,
    })
    expect((await ask(alice, 'PUT', `${one}/pin`)).status).toBe(204)
    expect((await ask(bob, 'GET', `/chats/${chat.id}/pins`)).body.items).toHaveLength(1)
    expect((await ask(alice, 'DELETE', `${one}/pin`)).status).toBe(204)
    expect((await ask(bob, 'DELETE', heart)).status).toBe(204)
    const found = await ask(bob, 'GET', '/search/messages?query=hall')
    expect([found.body.items.length, found.body.next]).toEqual([1, null])
    expect((await ask(bob, 'PUT', `/chats/${chat.id}/read`, { position: 1 })).body).toMatchObject({
      read_position: 1,
      unread_count: 0,
    })
    expect((await ask(bob, 'POST', `/chats/${chat.id}/typing`, { typing: true })).status).toBe(204)
    expect((await ask(bob, 'PUT', `${one}/hidden`)).status).toBe(204)
    expect((await ask(bob, 'PUT', `${one}/hidden`)).status).toBe(204)
    expect((await ask(bob, 'GET', one)).status).toBe(404)
    expect((await ask(alice, 'DELETE', one)).status).toBe(204)
    expect((await ask(alice, 'DELETE', one)).status).toBe(204)
    expect((await ask(alice, 'GET', one)).body).toMatchObject({ deleted: true, text: '' })
  })

  test(`${database.name}: what is not well formed is refused before anything is looked at`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const ask = openDoor(its, messageRoutes)
    const chat = await group(house, [alice, bob])
    const all = `/chats/${chat.id}/messages`
    const read = async (query: string) => (await ask(alice, 'GET', `${all}?${query}`)).status
    expect([await read('limit=200'), await read('before=1&limit=1')]).toEqual([200, 200])
    for (const query of ['before=1&after=1', 'around=1&before=2', 'before=-1', 'limit=0', 'limit=201', 'x=1'])
      expect([query, await read(query)]).toEqual([query, 400])
    const send = async (body: unknown) => (await ask(alice, 'POST', all, body)).status
    for (const body of [
      {},
      { text: '' },
      { text: ' ' },
      { text: 'a', more: 1 },
      { text: 'a', reply_to_id: 'x' },
    ])
      expect([body, await send(body)]).toEqual([body, 400])
    for (const position of [-1, 1.5, '1', null])
      expect((await ask(alice, 'PUT', `/chats/${chat.id}/read`, { position })).status).toBe(400)
    const search = async (query: string) => (await ask(alice, 'GET', `/search/messages?${query}`)).status
    for (const query of [
      '',
      'query=',
      `query=${encodeURIComponent('👍')}`,
      'query=a&chat=x',
      'query=a&before=x',
    ])
      expect([query, await search(query)]).toEqual([query, 400])
  })
}
