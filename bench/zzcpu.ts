import { readFileSync } from 'node:fs'
import { client } from '../test/client.ts'
import { load, post } from './http-load.ts'
import { startParley, startServer } from './process.ts'
const cpu = (pid: number) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return [Number(f[11]) * 10, Number(f[12]) * 10] as const }
const parley = await startParley()
const bare = await startServer([process.execPath, `${import.meta.dir}/peers/bare-hono.ts`])
const people = await Promise.all(Array.from({ length: 8 }, (_, i) => client(parley.url, `user${i}`)))
const chats = await Promise.all(people.map((person) => person.post('/api/v1/chats', { title: 'bench' })))
const body = JSON.stringify({ text: 'The quick brown fox jumps over the lazy dog, and says so to everybody.' })
const req = (n: number) => { const at = n % 8; return post(`/api/v1/chats/${chats[at].id}/messages`, 'x', body, [`Authorization: Bearer ${people[at]!.token}`]) }
for (const [name, peer] of [['parley', parley], ['bare', bare]] as const) {
  await load(peer.url, 64, 2, req)
  const a = cpu(peer.pid)
  const r = await load(peer.url, 64, 5, req)
  const b = cpu(peer.pid)
  console.log(name, Math.round(r.perSecond), 'per s; user us', ((b[0] - a[0]) * 1000 / r.answered).toFixed(1), 'sys us', ((b[1] - a[1]) * 1000 / r.answered).toFixed(1))
}
const m = await (await fetch(parley.url + '/metrics')).text()
console.log(m.split('\n').filter((l) => /commit_(commands|seconds)_(sum|count)/.test(l)).join(' '))
await parley.stop(); await bare.stop(); process.exit()
