/** Send to receive at 500 messages a second with 500 connections, 10 to a chat; stock socket.io on Node beside it. */
import { type Client, client } from '../test/client.ts'
import { post } from './http-load.ts'
import { median, report, startParley, startServer } from './process.ts'
import { type Crowd, gather } from './ws-crowd.ts'

const CHATS = 50
const MEMBERS = 10
const PER_SECOND = 500
const SECONDS = 10
const TICK_MS = 10

const parley = await startParley()
const stock = await startServer(['node', `${import.meta.dir}/peers/socketio.cjs`])
const people: Client[] = []
while (people.length < CHATS * MEMBERS)
  people.push(
    ...(await Promise.all(
      Array.from({ length: 100 }, (_, i) => client(parley.url, `user${people.length + i}`)),
    )),
  )
const chats = await Promise.all(
  Array.from({ length: CHATS }, (_, i) => {
    const [first, ...others] = people.slice(i * MEMBERS, (i + 1) * MEMBERS)
    return first!.post('/api/v1/chats', { title: 'bench', member_ids: others.map((person) => person.id) })
  }),
)
const common = { many: CHATS * MEMBERS, counting: '["entry"', greeting: '"ready"' }
const ours = await gather({
  ...common,
  url: parley.url,
  namespace: '/v1,',
  auth: (n) => ({ token: people[n]!.token }),
})
const roomOf = (n: number) => Math.floor(n / MEMBERS)
const theirs = await gather({
  ...common,
  url: stock.url,
  namespace: '',
  auth: (n) => ({ token: 'x', room: roomOf(n) }),
})

/** Posts at an even pace over a few connections, and answers the times from each post to each receipt. */
async function measure(
  url: string,
  crowd: Crowd,
  request: (n: number, text: string) => string,
): Promise<number[]> {
  const times: number[] = []
  crowd.onFrame = (text) => {
    const sentAt = /at (\d+\.\d+) ms/.exec(text)?.[1]
    if (sentAt) times.push(performance.now() - Number(sentAt))
  }
  const { hostname, port } = new URL(url)
  const lines = await Promise.all(
    Array.from({ length: 16 }, () => Bun.connect({ hostname, port: Number(port), socket: { data() {} } })),
  )
  const started = performance.now()
  for (let sent = 0; sent < PER_SECOND * SECONDS; ) {
    const due = ((performance.now() - started) / 1000) * PER_SECOND
    for (; sent < due; sent++) lines[sent % 16]!.write(request(sent, `at ${performance.now().toFixed(3)} ms`))
    await Bun.sleep(TICK_MS / 5)
  }
  await Bun.sleep(1000)
  for (const line of lines) line.end()
  return times.sort((a, b) => a - b)
}

const percentile = (sorted: number[], p: number) => sorted[Math.floor(sorted.length * p)]!
const sending = (n: number, text: string) => {
  const at = n % CHATS
  const headers = [`Authorization: Bearer ${people[at * MEMBERS]!.token}`]
  return post(`/api/v1/chats/${chats[at].id}/messages`, 'parley', JSON.stringify({ text }), headers)
}
const posting = (n: number, text: string) => post(`/${n % CHATS}`, 'stock', JSON.stringify({ text }))

const ratios: number[] = []
for (let round = 0; round < 3; round++) {
  const parleyTimes = await measure(parley.url, ours, sending)
  const stockTimes = await measure(stock.url, theirs, posting)
  const [p50, p99] = [percentile(parleyTimes, 0.5), percentile(parleyTimes, 0.99)]
  const [s50, s99] = [percentile(stockTimes, 0.5), percentile(stockTimes, 0.99)]
  ratios.push(p99 / s99)
  console.log(
    `received ${parleyTimes.length}: parley p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms (durable); received ${stockTimes.length}: stock socket.io p50 ${s50.toFixed(1)} p99 ${s99.toFixed(1)} ms (kept nowhere)`,
  )
}
report('p99 of send to receive', median(ratios), 'for information', true)
await parley.stop()
await stock.stop()
process.exit()
