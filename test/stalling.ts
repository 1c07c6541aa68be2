import { connect } from 'node:net'
import type { Wired } from './doors.ts'

/** Somebody on a bare TCP line, who can stop reading. */
export interface Stalling {
  entries(): Wired[]
  cursor(): string | undefined
  stop(): void
  readOn(): void
  closed: Promise<void>
  close(): void
}

type Taken = { texts: string[]; rest: Buffer; isEnd: boolean }

function line(url: string, opening: string, take: (bytes: Buffer) => Taken, after?: () => Buffer) {
  const heard: { entry: Wired; cursor: string }[] = []
  const gone = Promise.withResolvers<void>()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let bytes: Buffer = Buffer.alloc(0)
  let isBody = false
  socket.write(opening)
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more])
    const end = bytes.indexOf('\r\n\r\n')
    if (!isBody && end >= 0) {
      isBody = true
      bytes = bytes.subarray(end + 4)
      if (after) socket.write(after())
    }
    if (!isBody) return
    const { texts, rest, isEnd } = take(bytes)
    bytes = rest
    if (isEnd) socket.end()
    for (const text of texts) {
      const [entry, cursor] = JSON.parse(text)
      heard.push({ entry, cursor })
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => gone.resolve())
  return {
    entries: () => heard.map((one) => one.entry),
    cursor: () => heard.at(-1)?.cursor,
    stop: () => void socket.pause(),
    readOn: () => void socket.resume(),
    closed: gone.promise,
    close: () => void socket.destroy(),
  } satisfies Stalling
}

/** Server-sent events on a bare line. HTTP's chunks are seen through, as no event looks like their lengths. */
export function stallingStream(url: string, token: string, after: string): Stalling {
  const opening = `GET /api/v1/log/stream?after=${after} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${token}\r\n\r\n`
  let body: Buffer = Buffer.alloc(0)
  return line(url, opening, (bytes) => {
    const { chunks, rest, isEnd } = unchunk(bytes)
    body = Buffer.concat([body, ...chunks])
    const end = body.lastIndexOf('\n\n')
    const events = end < 0 ? [] : body.subarray(0, end).toString().split('\n\n')
    if (end >= 0) body = body.subarray(end + 2)
    const parts = events.map((event) => /^id: (\S+)\ndata: (.*)$/.exec(event)).filter((one) => one !== null)
    return { texts: parts.map(([, id, data]) => `[${data},"${id}"]`), rest, isEnd }
  })
}

function unchunk(bytes: Buffer) {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at)
    const length = end < 0 ? Number.NaN : Number.parseInt(bytes.subarray(at, end).toString(), 16)
    if (length === 0) return { chunks, rest: bytes.subarray(at), isEnd: true }
    if (Number.isNaN(length) || bytes.length < end + 2 + length + 2)
      return { chunks, rest: bytes.subarray(at), isEnd: false }
    chunks.push(bytes.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
}

/** Socket.IO over a WebSocket on a bare line. */
export function stallingSocket(url: string, token: string, after: string): Stalling {
  const opening =
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'
  const connecting = () => frame(`40/v1,${JSON.stringify({ token, after })}`)
  return line(
    url,
    opening,
    (bytes) => {
      const { texts, rest, isEnd } = unframe(bytes)
      const start = '42/v1,["entry",'
      const entries = texts.filter((text) => text.startsWith(start))
      return { texts: entries.map((text) => `[${text.slice(start.length)}`), rest, isEnd }
    },
    connecting,
  )
}

/** A text frame as a client sends it, masked with zeros (RFC 6455, 5.2). */
function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.from([0x81, 0xfe, 0, 0, 0, 0, 0, 0])
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

function unframe(bytes: Buffer): Taken {
  const texts: string[] = []
  let at = 0
  while (bytes.length >= at + 10 || bytes.length >= at + 2 + (bytes[at + 1] ?? 200)) {
    const short = bytes[at + 1]!
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
    if (bytes.length < at + head + length) break
    texts.push(bytes.subarray(at + head, at + head + length).toString())
    at += head + length
  }
  return { texts, rest: bytes.subarray(at), isEnd: false }
}
