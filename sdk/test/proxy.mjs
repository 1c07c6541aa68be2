// Runs under Bun and under Node.
import { connect, createServer } from 'node:net'

export async function openProxy(target) {
  const pairs = new Map()
  const seen = []
  let blocked = []
  let isMute = false
  const isBlocked = (path) => blocked.some((one) => path.startsWith(one))

  function hangUp(inbound) {
    pairs.get(inbound)?.out.destroy()
    pairs.delete(inbound)
    inbound.destroy()
  }

  function cut() {
    for (const inbound of [...pairs.keys()]) hangUp(inbound)
  }

  const server = createServer((inbound) => {
    const { hostname, port } = new URL(target())
    const out = connect({ host: hostname, port: Number(port) })
    const pair = { out, path: '' }
    pairs.set(inbound, pair)
    inbound.on('data', (chunk) => {
      const path = /^[A-Z]+ (\/\S*) HTTP/.exec(chunk.subarray(0, 500).toString('latin1'))?.[1]
      if (path) pair.path = path
      if (path && isBlocked(path)) return hangUp(inbound)
      if (path) seen.push(path)
      out.write(chunk)
    })
    // Where nobody listens, a socket may be given that very port, and so be connected to itself.
    out.on('connect', () => out.localPort === out.remotePort && hangUp(inbound))
    out.on('data', (chunk) => isMute || inbound.write(chunk))
    for (const end of [inbound, out])
      end.on('error', () => hangUp(inbound)).on('close', () => hangUp(inbound))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    block(...paths) {
      blocked = paths
      for (const [inbound, { path }] of [...pairs]) if (isBlocked(path)) hangUp(inbound)
    },
    cut,
    mute() {
      isMute = true
    },
    unmute() {
      cut()
      isMute = false
    },
    passed: (path) => seen.filter((one) => one.startsWith(path)).length,
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
    },
  }
}
