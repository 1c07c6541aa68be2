/** Durable sends over HTTP, 64 at a time, against a bare Hono handler on Bun that only parses and answers the JSON. */
import { client } from '../test/client.ts'
import { load, post } from './http-load.ts'
import { median, report, startParley, startServer } from './process.ts'

const CONNECTIONS = 64
const ROUNDS = 5
const SECONDS = 2

const parley = await startParley()
const bare = await startServer([process.execPath, `${import.meta.dir}/peers/bare-hono.ts`])

const people = await Promise.all(Array.from({ length: 8 }, (_, i) => client(parley.url, `user${i}`)))
const chats = await Promise.all(people.map((person) => person.post('/api/v1/chats', { title: 'bench' })))
const body = JSON.stringify({
  text: 'The quick brown fox jumps over the lazy dog, and says so to everybody.',
})

function request(host: string): (n: number) => string {
  return (n) => {
    const at = n % people.length
    const path = `/api/v1/chats/${chats[at].id}/messages`
    return post(path, host, body, [`Authorization: Bearer ${people[at]!.token}`])
  }
}

const ratios: number[] = []
await load(parley.url, CONNECTIONS, 1, request('parley'))
await load(bare.url, CONNECTIONS, 1, request('bare'))
for (let round = 0; round < ROUNDS; round++) {
  const ours = await load(parley.url, CONNECTIONS, SECONDS, request('parley'))
  const theirs = await load(bare.url, CONNECTIONS, SECONDS, request('bare'))
  if (ours.failed > 0) throw new Error(`${ours.failed} sends failed`)
  ratios.push(ours.perSecond / theirs.perSecond)
  console.log(`durable sends ${Math.round(ours.perSecond)}/s, bare handler ${Math.round(theirs.perSecond)}/s`)
}
const ratio = median(ratios)
report('durable sends over HTTP, of the rate of a bare handler', ratio, 'at least 0.25', ratio >= 0.25)
await parley.stop()
await bare.stop()
