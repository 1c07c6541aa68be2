/** Broadcast to 1,000 connected members of one chat, the whole server, against stock socket.io on Node. */
import { client } from '../test/client.ts'
import { load, post } from './http-load.ts'
import { median, report, startParley, startServer } from './process.ts'
import { gather } from './ws-crowd.ts'

const MEMBERS = 1000
const ROUNDS = 5
const SECONDS = 2

const parley = await startParley()
const stock = await startServer(['node', `${import.meta.dir}/peers/socketio.cjs`])

// One account with 1,000 connections costs the server what 1,000 accounts with one each do, but for the sign-ups.
const alice = await client(parley.url, 'alice')
const chat = await alice.post('/api/v1/chats', { title: 'everybody' })
const common = { many: MEMBERS, counting: '["entry"', greeting: '"ready"' }
const ours = await gather({
  ...common,
  url: parley.url,
  namespace: '/v1,',
  auth: () => ({ token: alice.token }),
})
const theirs = await gather({ ...common, url: stock.url, namespace: '', auth: () => ({ token: 'x' }) })

const text = 'The quick brown fox jumps over the lazy dog, and says so to everybody.'
const sending = post(`/api/v1/chats/${chat.id}/messages`, 'parley', JSON.stringify({ text }), [
  `Authorization: Bearer ${alice.token}`,
])
const sample = await alice.get(`/api/v1/log?after=0&limit=1000`)
const entry = sample.entries.at(-1)
const posting = post(
  '/all',
  'stock',
  JSON.stringify({ ...entry, body: { message: { ...entry.body, text } } }),
)

async function deliveries(url: string, crowd: { received: number }, request: string): Promise<number> {
  crowd.received = 0
  const started = performance.now()
  const { answered } = await load(url, 8, SECONDS, () => request)
  while (crowd.received < answered * MEMBERS) await Bun.sleep(1)
  return crowd.received / ((performance.now() - started) / 1000)
}

const ratios: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const parleyRate = await deliveries(parley.url, ours, sending)
  const stockRate = await deliveries(stock.url, theirs, posting)
  ratios.push(parleyRate / stockRate)
  console.log(`delivered: parley ${Math.round(parleyRate)}/s, stock socket.io ${Math.round(stockRate)}/s`)
}
const ratio = median(ratios)
report('broadcast to 1,000 members', ratio, 'at least 5', ratio >= 5)
ours.close()
theirs.close()
await parley.stop()
await stock.stop()
process.exit()
