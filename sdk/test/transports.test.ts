import { expect, test } from 'bun:test'
import { ask, PASSWORD } from '../../test/client.ts'
import { until } from '../../test/until.ts'
import { connect, ParleyProblem } from '../src/parley.ts'
import { openProxy } from './proxy.mjs'
import { listen, quick } from './reader.ts'
import { startServer } from './server.mjs'

const SOCKETS = '/socket.io'
const STREAM = '/api/v1/log/stream'

/** Alice and bob share a chat; bob reaches the server through a proxy. */
async function talking(env?: Record<string, string>) {
  const server = await startServer(env)
  const proxy = await openProxy(() => server.url)
  const alice = await server.signUp('alice')
  const bob = await server.signUp('bob')
  const chat = await alice.post('/api/v1/chats', { title: 'transports', member_ids: [bob.id] })
  return {
    server,
    proxy,
    alice,
    bob,
    chat,
    say: (text: string) => alice.post(`/api/v1/chats/${chat.id}/messages`, { text }),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('it falls back from Socket.IO to server-sent events to polling, and climbs back, and bob does not notice', async () => {
  await using place = await talking()
  const { proxy, bob, say } = place
  const ear = listen(connect({ url: proxy.url, token: bob.token, pace: quick }))
  const { parley } = ear
  await until(() => parley.state.link === 'live')
  expect(parley.state.transport).toBe('socketio')
  await say('by socket')
  await until(() => ear.texts.length === 1)

  proxy.block(SOCKETS)
  await say('by stream')
  await until(() => parley.state.transport === 'sse' && ear.texts.length === 2)
  proxy.block(SOCKETS, STREAM)
  await say('by poll')
  await until(() => parley.state.transport === 'poll' && ear.texts.length === 3)
  await until(() => parley.state.link === 'live')

  const before = proxy.passed(SOCKETS)
  proxy.block()
  const links: string[] = []
  parley.on('state', ({ link }) => links.push(link))
  await until(() => parley.state.transport === 'socketio')
  expect(proxy.passed(SOCKETS)).toBeGreaterThan(before)
  await say('by socket again')
  await until(() => ear.texts.length === 4)
  expect(ear.texts).toEqual(['by socket', 'by stream', 'by poll', 'by socket again'])
  expect([...new Set(links)]).toEqual(['live'])
  parley.close()
  await ear.done
})

test('while two lines are open, what both say comes once', async () => {
  await using place = await talking()
  const { proxy, bob, say } = place
  const ear = listen(connect({ url: proxy.url, token: bob.token, pace: { ...quick, climb: 20 } }))
  const { parley } = ear
  await until(() => parley.state.link === 'live')
  let stop = false
  const said: string[] = []
  const talker = (async () => {
    while (!stop) {
      const text = `number ${said.length}`
      await say(text)
      said.push(text)
    }
  })()
  for (let times = 0; times < 10; times++) {
    proxy.block(SOCKETS, ...(times % 2 ? [STREAM] : []))
    await until(() => parley.state.transport === (times % 2 ? 'poll' : 'sse'))
    proxy.block()
    await until(() => parley.state.transport === 'socketio')
  }
  stop = true
  await talker
  await until(() => ear.texts.length >= said.length)
  expect(said.length).toBeGreaterThan(20)
  expect(ear.texts).toEqual(said)
  parley.close()
})

test('what happened between the first answer and the connection is not lost', async () => {
  await using place = await talking()
  const { proxy, bob, say } = place
  proxy.block(SOCKETS, STREAM, '/api/v1/log')
  const ear = listen(connect({ url: proxy.url, token: bob.token, pace: quick }))
  expect(await ear.parley.request<object>('GET', '/api/v1/chats')).toHaveProperty('items')
  await say('said in between')
  proxy.block()
  await until(() => ear.texts.length === 1)
  ear.parley.close()
})

test('nobody there is "offline"; with how far behind, it catches up when somebody is there again', async () => {
  await using place = await talking()
  const { proxy, bob, say } = place
  const ear = listen(connect({ url: proxy.url, token: bob.token, pace: quick }))
  await until(() => ear.parley.state.link === 'live')
  expect(ear.parley.state).toEqual({
    link: 'live',
    transport: 'socketio',
    waiting: 0,
    behind: 0,
    problem: null,
  })
  proxy.block('/')
  await until(() => ear.parley.state.link === 'offline')
  expect(ear.parley.state.behind).toBeNull()
  expect(ear.parley.request('GET', '/api/v1/chats')).rejects.toMatchObject({ problem: { code: 'offline' } })
  for (let n = 0; n < 30; n++) await say(`number ${n}`)
  proxy.block()
  await until(() => ear.parley.state.link === 'live' && ear.texts.length === 30)
  expect(ear.states.map(({ link }) => link)).toContain('catching up')
  ear.parley.close()
})

test('a token that has ended is renewed through the callback, on every transport, and nothing is lost', async () => {
  await using place = await talking()
  const { server, proxy, bob, say } = place
  const who = { username: 'bob', password: PASSWORD }
  const signIn = async () => (await ask(server.url, 'POST', '/api/v1/sessions', who)).body
  for (const transport of ['socketio', 'sse', 'poll'] as const) {
    let grant = await signIn()
    const refused: (string | undefined)[] = []
    const token = async (old?: string) => {
      refused.push(old)
      if (old) grant = await signIn()
      return grant.access_token as string
    }
    const ear = listen(connect({ url: proxy.url, token, transports: [transport], pace: quick }))
    await until(() => ear.parley.state.link === 'live')
    const former = grant.access_token
    await bob.ask('DELETE', `/api/v1/sessions/${grant.session_id}`)
    await say(`after the end, by ${transport}`)
    await until(() => ear.texts.length === 1)
    expect(refused).toEqual([undefined, former])
    expect(ear.entries.filter(({ kind }) => kind === 'session.revoked')).toHaveLength(1)
    ear.parley.close()
  }
})

test('without a better token it is offline, and says why', async () => {
  await using place = await talking()
  const ear = listen(connect({ url: place.proxy.url, token: 'nonsense', pace: quick }))
  await until(() => ear.parley.state.problem?.code === 'unauthenticated')
  expect(ear.parley.state.link).toBe('offline')
  const refusal = await ear.parley.request('GET', '/api/v1/chats').catch((error) => error)
  expect(refusal).toBeInstanceOf(ParleyProblem)
  ear.parley.close()
})

test('a gap in the log comes through, by every transport, and what follows comes after it', async () => {
  await using place = await talking()
  for (const transport of ['socketio', 'sse', 'poll'] as const) {
    const options = { url: place.proxy.url, token: place.bob.token, pace: quick }
    const ear = listen(connect({ ...options, after: 'longago.5', transports: [transport] }))
    await until(() => ear.parley.state.link === 'live')
    await place.say('after the gap')
    await until(() => ear.entries.length === 2)
    expect(ear.entries.map(({ kind }) => kind)).toEqual(['log.gap', 'message.sent'])
    expect(ear.entries[0]!.body).toMatchObject({ reason: 'restored', cursor: ear.entries[0]!.cursor })
    ear.parley.close()
  }
})

test('typing, presence and receipts go over the socket, and by HTTP where there is none', async () => {
  await using place = await talking()
  const { proxy, alice, bob, chat, say } = place
  await say('something to read')
  const hers = connect({ url: proxy.url, token: alice.token, pace: quick })
  const heard: string[] = []
  hers.on('signal', ({ kind, body }) => heard.push(`${kind} ${(body as { user_id: string }).user_id}`))
  await until(() => hers.state.link === 'live')
  expect(await hers.watch([bob.id])).toMatchObject([{ user_id: bob.id, online: false }])
  const came = listen(connect({ url: proxy.url, token: bob.token, pace: quick }))
  await until(() => heard.includes(`presence ${bob.id}`))
  for (const transport of ['socketio', 'poll'] as const) {
    heard.length = 0
    const his = connect({ url: proxy.url, token: bob.token, transports: [transport], pace: quick })
    await until(() => his.state.link === 'live')
    his.typing(chat.id, true)
    his.read(chat.id, transport === 'poll' ? 2 : 1)
    await until(() => heard.includes(`typing ${bob.id}`) && heard.includes(`read ${bob.id}`))
    expect((await his.watch([alice.id]))[0]).toMatchObject({ user_id: alice.id, online: true })
    his.close()
    await say('more to read')
  }
  hers.close()
  came.parley.close()
})
