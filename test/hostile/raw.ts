import { connect, type Socket } from 'node:net'

/** What came back, taken apart as far as it can be. */
export interface RawAnswer {
  /** 0 where the connection was closed without a word. */
  status: number
  headers: Record<string, string>
  body: string
  text: string
}

export function openRaw(url: string): Socket {
  const { hostname, port } = new URL(url)
  return connect(Number(port), hostname)
}

/** Sends bytes as they are, and reads until the server closes or nothing more comes for a while. */
export function sendRaw(url: string, bytes: string | Uint8Array, quietMs = 400): Promise<RawAnswer> {
  const socket = openRaw(url)
  const parts: Uint8Array[] = []
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const done = () => {
    socket.destroy()
    resolve(takeApart(Buffer.concat(parts).toString('latin1')))
  }
  socket.setTimeout(quietMs, done)
  socket.on('data', (part: Uint8Array) => parts.push(part))
  socket.on('error', done)
  socket.on('close', done)
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  return promise
}

function takeApart(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end === -1 ? undefined : end).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0)
  return { status, headers: Object.fromEntries(headers), body: end === -1 ? '' : text.slice(end + 4), text }
}

/** A request as text, with the connection closed after it. */
export function requestText(line: string, headers: Record<string, string> = {}, body = ''): string {
  const all = { Host: 'parley.test', Connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line}\r\n${lines.join('')}\r\n${body}`
}
