/** Memory of an idle, authenticated Socket.IO connection, at 5,000 of them, against stock socket.io on Node. */
import { readFileSync } from 'node:fs'
import { client } from '../test/client.ts'
import { type Peer, report, startParley, startServer } from './process.ts'
import { gather } from './ws-crowd.ts'

const CONNECTIONS = 5000
const ACCOUNTS = 50
const SETTLE_MS = 8000

const residentKb = ({ pid }: Peer) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])

async function each(peer: Peer, namespace: string, auth: (n: number) => object): Promise<number> {
  const common = { url: peer.url, namespace, auth, counting: '["entry"', greeting: '"ready"' }
  const warmUp = await gather({ ...common, many: 300 })
  warmUp.close()
  await Bun.sleep(SETTLE_MS)
  const before = residentKb(peer)
  const crowd = await gather({ ...common, many: CONNECTIONS })
  await Bun.sleep(SETTLE_MS)
  const after = residentKb(peer)
  crowd.close()
  return (after - before) / CONNECTIONS
}

const parley = await startParley()
const people = await Promise.all(Array.from({ length: ACCOUNTS }, (_, i) => client(parley.url, `user${i}`)))
const ours = await each(parley, '/v1,', (n) => ({ token: people[n % ACCOUNTS]!.token }))
await parley.stop()

const stock = await startServer(['node', `${import.meta.dir}/peers/socketio.cjs`])
const theirs = await each(stock, '', (n) => ({ token: people[n % ACCOUNTS]!.token }))
await stock.stop()

console.log(`per idle connection: parley ${ours.toFixed(1)} kB, stock socket.io ${theirs.toFixed(1)} kB`)
report('memory per idle connection at 5,000', ours / theirs, 'at most 0.8', ours / theirs <= 0.8)
process.exit()
