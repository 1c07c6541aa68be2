/** Calls of the dialects, each in turn with the same verb through `/api/v1`: what the translation costs. */
import { client } from '../test/client.ts'
import { encoded, oldClient } from '../test/dialects/old-clients.ts'
import { median, report, startParley } from './process.ts'

const ROUNDS = 400
const WARM = 50
const AHEAD_MS = 30 * 86_400_000

const parley = await startParley({ PARLEY_MAX_PENDING: '100000' })
const people = await Promise.all(['alice', 'bob'].map((name) => client(parley.url, name)))
const [alice, bob] = people as [(typeof people)[0], (typeof people)[0]]
const bearer = { Authorization: `Bearer ${alice.token}` }

/** One who asks with one token, whatever he speaks. */
async function ask(method: string, path: string, init: RequestInit = {}): Promise<string> {
  const headers = { ...bearer, ...(init.headers as Record<string, string>) }
  const answer = await fetch(parley.url + path, { ...init, method, headers })
  const text = await answer.text()
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text
}

const json = (fields: Record<string, unknown>) => encoded(fields, 'json')
const form = (fields: Record<string, unknown>) => encoded(fields, 'form')

const group = JSON.parse(await ask('POST', '/chat/create', json({ users: [bob.id] })))
const old = oldClient(parley)
await old.post('/user', { username: 'carl', password: 'correct horse battery' })
await old.post('/login', { username: 'carl', password: 'correct horse battery' })
const carl = (await old.get('/user')).json.id
const toCarl = await alice.get(`/api/v1/users?query=carl`)
const withCarl = (await alice.ask('PUT', `/api/v1/chats/direct/${toCarl.items[0].id}`)).body
for (let n = 0; n < 50; n++) await ask('POST', `/message/${carl}`, json({ body: `Message ${n}` }))
for (let n = 0; n < 50; n++)
  await ask('POST', '/chat/send_message', json({ chat_id: group.chat_id, message: `Message ${n}` }))

const ahead = () => Date.now() + AHEAD_MS

/** What is asked of a dialect, and the same of us. */
const pairs: [what: string, theirs: () => Promise<string>, ours: () => Promise<string>][] = [
  [
    'chatapp, sending',
    () => ask('POST', `/message/${carl}`, json({ body: 'The same words' })),
    () => ask('POST', `/api/v1/chats/${withCarl.id}/messages`, json({ text: 'The same words' })),
  ],
  [
    'chatapp, reading a chat',
    () => ask('GET', `/message/${carl}?limit=50`),
    () => ask('GET', `/api/v1/chats/${withCarl.id}/messages?limit=50`),
  ],
  ['chatapp, chats', () => ask('GET', '/chats'), () => ask('GET', '/api/v1/chats')],
  [
    'playhub, sending',
    () => ask('POST', '/chat/send_message', json({ chat_id: group.chat_id, message: 'The same words' })),
    () => ask('POST', `/api/v1/chats/${group.chat_id}/messages`, json({ text: 'The same words' })),
  ],
  [
    'playhub, reading a chat',
    () => ask('GET', `/chat/messages/${group.chat_id}?limit=50`),
    () => ask('GET', `/api/v1/chats/${group.chat_id}/messages?limit=50`),
  ],
  ['playhub, games', () => ask('GET', '/api/games'), () => ask('GET', '/api/v1/games')],
  [
    'pictever, writing to the future',
    () =>
      ask(
        'POST',
        '/send',
        form({
          message: 'The same words',
          receiver_ids: [`id${bob.id}`],
          delivery_option: { type: 'calendar', time_zone: 1, parameters: Math.floor(ahead() / 1000) },
        }),
      ),
    () =>
      ask(
        'POST',
        '/api/v1/scheduled',
        json({
          to: [{ user_id: bob.id }],
          text: 'The same words',
          when: { at: ahead() },
          secrecy: 'announced',
        }),
      ),
  ],
  [
    'pictever, counting',
    () => ask('GET', '/get_number_of_future_messages'),
    () => ask('GET', '/api/v1/scheduled/counts'),
  ],
  [
    'txchat, people',
    () => ask('GET', '/api/v1/users/?per_page=10'),
    () => ask('GET', '/api/v1/users?limit=10'),
  ],
  [
    'eclectic, making an event',
    () => ask('POST', '/events', json({ date: '2037-12-31', time: '8pm', venue: 'Pier', address: 'Here' })),
    () =>
      ask(
        'POST',
        '/api/v1/events',
        json({ title: 'Pier', date: '2037-12-31', time: '8pm', venue: 'Pier', address: 'Here' }),
      ),
  ],
  [
    'eclectic, listing events',
    () => ask('GET', '/events?limit=50'),
    () => ask('GET', '/api/v1/public/events?limit=50'),
  ],
]

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

let worst = 0
for (const [what, theirs, ours] of pairs) {
  const times: [number[], number[]] = [[], []]
  for (let n = 0; n < WARM + ROUNDS; n++)
    for (const [i, one] of (n % 2 === 0 ? [theirs, ours] : [ours, theirs]).entries()) {
      const took = await timed(one)
      if (n >= WARM) times[n % 2 === 0 ? i : 1 - i]!.push(took)
    }
  const [dialect, own] = times.map(median) as [number, number]
  worst = Math.max(worst, dialect / own)
  console.log(
    `${what}: ${dialect.toFixed(2)} ms, ours ${own.toFixed(2)} ms, ratio ${(dialect / own).toFixed(2)}`,
  )
}
report('a call of a dialect, of the same verb through /api/v1, the worst', worst, 'at most 1.3', worst <= 1.3)
await parley.stop()
