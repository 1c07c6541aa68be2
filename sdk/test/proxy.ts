import { connect, createServer, type Socket } from 'node:net'

/** Something between us and the server that lets some addresses through and others not. */
export interface Proxy extends AsyncDisposable {
  url: string
  /** From now on, requests whose path begins so are hung up on, and those that run are cut. */
  block(...paths: string[]): void
  cut(): void
  /** How many requests for paths that begin so were let through. */
  passed(path: string): number
}

export async function openProxy(target: () => string): Promise<Proxy> {
  const pairs = new Map<Socket, { out: Socket; path: string }>()
  const seen: string[] = []
  let blocked: string[] = []
  const isBlocked = (path: string) => blocked.some((one) => path.startsWith(one))

  function hangUp(inbound: Socket) {
    pairs.get(inbound)?.out.destroy()
    pairs.delete(inbound)
    inbound.destroy()
  }

  const server = createServer((inbound) => {
    const { hostname, port } = new URL(target())
    const out = connect({ host: hostname, port: Number(port) })
    const pair = { out, path: '' }
    pairs.set(inbound, pair)
    inbound.on('data', (chunk: Buffer) => {
      const path = /^[A-Z]+ (\/\S*) HTTP/.exec(chunk.subarray(0, 500).toString('latin1'))?.[1]
      if (path) pair.path = path
      if (path && isBlocked(path)) return hangUp(inbound)
      if (path) seen.push(path)
      out.write(chunk)
    })
    out.on('data', (chunk: Buffer) => inbound.write(chunk))
    for (const end of [inbound, out])
      end.on('error', () => hangUp(inbound)).on('close', () => hangUp(inbound))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  return {
    url: `http://127.0.0.1:${port}`,
    block(...paths) {
      blocked = paths
      for (const [inbound, { path }] of [...pairs]) if (isBlocked(path)) hangUp(inbound)
    },
    cut() {
      for (const inbound of [...pairs.keys()]) hangUp(inbound)
    },
    passed: (path) => seen.filter((one) => one.startsWith(path)).length,
    async [Symbol.asyncDispose]() {
      for (const inbound of [...pairs.keys()]) hangUp(inbound)
      server.close()
    },
  }
}
