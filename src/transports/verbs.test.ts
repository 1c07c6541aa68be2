import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { listenBySocket, listenByWebSocket } from '../../test/listener.ts'
import { type Stage, stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import { newId } from '../id.ts'

const sqlite = databases[0]!
const doors = { WebSocket: listenByWebSocket, polling: listenBySocket(['polling']) }

/** What no verb can do anything with. */
const nonsense = [
  undefined,
  null,
  0,
  '',
  'x'.repeat(100_000),
  true,
  [],
  [[]],
  {},
  { chat_id: null },
  { chat_id: 'x', text: 'x', position: 0, typing: true, user_ids: [], token: '' },
  JSON.parse('{"__proto__":{"chat_id":"x"},"constructor":{}}'),
]

function badInputs({ group }: Stage): Record<string, unknown[]> {
  const chat_id = group
  return {
    send: [
      { chat_id },
      { chat_id, text: '' },
      { chat_id, text: ' \n' },
      { chat_id, text: 5 },
      { chat_id, text: 'x'.repeat(20_001) },
      { chat_id, text: 'nul\0l' },
      { chat_id, text: '\ud800' },
      { chat_id, text: 'x', more: 1 },
      { chat_id, text: 'x', client_id: '' },
      { chat_id, text: 'x', client_id: 'x'.repeat(101) },
      { chat_id, text: 'x', reply_to_id: 'x' },
      { chat_id: [chat_id], text: 'x' },
      { chat_id: chat_id.toUpperCase().concat('x'), text: 'x' },
    ],
    read: [
      { chat_id },
      { chat_id, position: -1 },
      { chat_id, position: 1.5 },
      { chat_id, position: '1' },
      { chat_id, position: 1e300 },
    ],
    delivered: [{ chat_id }, { chat_id, position: -1 }, { chat_id, position: null }],
    typing: [{ chat_id }, { chat_id, typing: 'yes' }, { chat_id, typing: 1 }],
    watch: [
      { user_ids: 'x' },
      { user_ids: ['x'] },
      { user_ids: Array.from({ length: 501 }, newId) },
      { user_ids: [null] },
    ],
  }
}

for (const [door, listen] of Object.entries(doors))
  test(`${door}: whatever is wrong with an input, the acknowledgement is a problem, and nothing breaks`, async () => {
    await using its = await stage(sqlite)
    const ear = listen(its.url, its.bob.token)
    await ear.ready
    for (const [verb, bad] of Object.entries(badInputs(its)))
      for (const input of [...nonsense, ...bad]) {
        const { problem, answer } = await ear.ask(verb, input)
        expect([verb, input, answer, problem?.code]).toEqual([verb, input, undefined, 'invalid'])
        expect(problem).toMatchObject({
          status: 400,
          type: '/docs/problems#invalid',
          request_id: expect.any(String),
        })
      }
    const missing = {
      send: { text: 'x' },
      read: { position: 1 },
      delivered: { position: 1 },
      typing: { typing: true },
    }
    for (const [verb, input] of Object.entries(missing))
      expect((await ear.ask(verb, { chat_id: newId(), ...input })).problem).toMatchObject({
        code: 'not_found',
      })
    for (const verb of [
      'nothing',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '',
      'SEND',
      'x'.repeat(1000),
    ])
      expect((await ear.ask(verb, {})).problem).toMatchObject({ code: 'not_found' })
    expect(ear.isOver()).toBe(false)
    expect(ear.heard).toEqual([])
  })

test('an acknowledgement may come with nothing before it, and may be left out', async () => {
  await using its = await stage(sqlite)
  const { group, url, bob, cleo } = its
  const [ear, of_cleo] = [listenByWebSocket(url, bob.token), listenByWebSocket(url, cleo.token)]
  await Promise.all([ear.ready, of_cleo.ready])
  const { problem } = await ear.socket.timeout(2000).emitWithAck('send')
  expect(problem.code).toBe('invalid')
  ear.socket.emit('send')
  ear.socket.emit('send', 'x', 'y', 'z')
  ear.socket.emit('send', { chat_id: group, text: 'without an acknowledgement' })
  await until(() => texts(of_cleo).length === 1)
  const more = await ear.socket
    .timeout(2000)
    .emitWithAck('send', { chat_id: group, text: 'and more' }, 'ignored')
  expect(more.answer).toMatchObject({ text: 'and more', position: 2 })
})

test('a message with the same client id is one message, by whichever door it comes again', async () => {
  await using its = await stage(sqlite)
  const { group, url, bob } = its
  const [laptop, phone] = [listenByWebSocket(url, bob.token), doors.polling(url, bob.token)]
  await Promise.all([laptop.ready, phone.ready])
  const draft = { chat_id: group, text: 'once', client_id: 'k-1' }
  const answers = await Promise.all([
    laptop.ask('send', draft),
    phone.ask('send', draft),
    laptop.ask('send', draft),
    laptop.ask('send', draft),
  ])
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0].answer).toMatchObject({ text: 'once', position: 1, sender_id: bob.id })
  const http = await bob.post(`/api/v1/chats/${group}/messages`, { text: 'once', client_id: 'k-1' })
  expect(http).toEqual(answers[0].answer)
  const other = await laptop.ask('send', { ...draft, text: 'another' })
  expect(other.problem.code).toBe('key_reused')
  await laptop.ask('send', { chat_id: group, text: 'next' })
  await until(() => texts(laptop).includes('next') && texts(phone).includes('next'))
  expect([texts(laptop), texts(phone)]).toEqual([
    ['once', 'next'],
    ['once', 'next'],
  ])
})

test('what is asked over sockets is counted like what is asked over HTTP', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_RATE_PER_MINUTE: '20' } })
  const { url, bob, cleo, group } = its
  const [ear, of_cleo] = [listenByWebSocket(url, bob.token), listenByWebSocket(url, cleo.token)]
  await Promise.all([ear.ready, of_cleo.ready])
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => ear.ask('typing', { chat_id: group, typing: true })),
  )
  const refused = answers.filter((answer) => answer.problem)
  expect(refused.length).toBe(10)
  expect(refused[0].problem).toMatchObject({ code: 'too_many', status: 429 })
  expect((await bob.ask('GET', '/api/v1/users/me')).status).toBe(429)
  expect((await of_cleo.ask('typing', { chat_id: group, typing: true })).answer).toBeNull()
})

test('typing and receipts go to the members only, on all their devices, and never into the log', async () => {
  await using its = await stage(sqlite)
  const { url, group, alice, bob, cleo, dora, here, server } = its
  await its.say('Hello')
  const ears = await Promise.all(
    [alice, bob, await here.anotherDevice(bob), cleo, dora].map(async (who) => {
      const ear = listenByWebSocket(url, who.token)
      await ear.ready
      return ear
    }),
  )
  const [of_alice, of_bob, of_phone, of_cleo, of_dora] = ears as [
    (typeof ears)[0],
    (typeof ears)[0],
    (typeof ears)[0],
    (typeof ears)[0],
    (typeof ears)[0],
  ]
  const { seq } = server.house.tail.head
  expect(await of_bob.ask('typing', { chat_id: group, typing: true })).toEqual({ answer: null })
  expect((await of_bob.ask('delivered', { chat_id: group, position: 1 })).answer).toMatchObject({
    delivered_position: 1,
  })
  expect(server.house.tail.head.seq).toBe(seq)
  expect((await of_dora.ask('typing', { chat_id: group, typing: true })).problem.code).toBe('not_found')
  expect((await of_dora.ask('read', { chat_id: group, position: 1 })).problem.code).toBe('not_found')
  expect((await of_bob.ask('read', { chat_id: group, position: 1 })).answer).toMatchObject({
    read_position: 1,
    unread_count: 0,
  })
  const kinds = ['typing', 'delivered', 'read']
  for (const ear of [of_alice, of_bob, of_phone, of_cleo]) {
    await until(() => ear.signals.length === 3)
    expect(ear.signals.map((signal) => signal.kind)).toEqual(kinds)
    expect(ear.signals[0]).toEqual({
      stream: `chat:${group}`,
      kind: 'typing',
      body: { chat_id: group, user_id: bob.id, typing: true },
    })
  }
  // That he has read is told to his own devices as an entry; to others it is no business of the log.
  await until(() => of_phone.heard.length === 1)
  expect([of_phone.heard[0]!.kind, of_alice.heard, of_dora.heard, of_dora.signals]).toEqual([
    'chat.read',
    [],
    [],
    [],
  ])
  await its.remove(bob)
  expect((await of_bob.ask('typing', { chat_id: group, typing: true })).problem.code).toBe('not_found')
})
