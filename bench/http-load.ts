/**
 * A frugal HTTP client for load: each connection sends one request, waits for its whole answer, and sends the next.
 * Costs far less than `fetch`, so that on a small machine it is the server that is measured.
 */
export async function load(
  url: string,
  connections: number,
  seconds: number,
  request: (n: number) => string,
) {
  const { hostname, port } = new URL(url)
  let answered = 0
  let failed = 0
  let sent = 0
  const end = performance.now() + seconds * 1000
  const latencies: number[] = []

  await Promise.all(
    Array.from({ length: connections }, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      let buffered = ''
      let started = 0
      const next = (socket: Bun.Socket) => {
        started = performance.now()
        socket.write(request(sent++))
      }
      const socket = await Bun.connect({
        hostname,
        port: Number(port),
        socket: {
          open: next,
          data(socket, chunk) {
            buffered += chunk.toString('latin1')
            const head = buffered.indexOf('\r\n\r\n')
            if (head === -1) return
            const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0)
            if (buffered.length < head + 4 + length) return
            const ok = buffered.startsWith('HTTP/1.1 2')
            buffered = ''
            if (ok) answered++
            else failed++
            const now = performance.now()
            latencies.push(now - started)
            if (now < end) next(socket)
            else resolve()
          },
          close: () => resolve(),
          error: (_, error) => reject(error),
        },
      })
      await promise
      socket.end()
    }),
  )
  return { perSecond: answered / seconds, answered, failed, latencies }
}

export function post(path: string, host: string, body: string, headers: string[] = []): string {
  const lines = [`POST ${path} HTTP/1.1`, `Host: ${host}`, 'Content-Type: application/json', ...headers]
  return `${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
