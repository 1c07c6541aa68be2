/**
 * A crowd of Socket.IO clients made of bare TCP sockets: they shake hands, connect to a namespace, answer pings, and count
 * what they get. Far cheaper than real clients, so that on a small machine it is the server that is measured.
 */
import { randomBytes } from 'node:crypto'

export interface Crowd {
  /** Frames received by all together since the last reset, pings and greetings not counted. */
  received: number
  /** Called with each frame's text, when set. */
  onFrame: ((text: string) => void) | undefined
  close(): void
}

export interface CrowdOptions {
  url: string
  namespace: string
  many: number
  /** The payload of the CONNECT packet of the nth. */
  auth(n: number): object
  /** Only frames that hold this are counted. */
  counting: string
  /** A frame that holds this says that its receiver is ready. */
  greeting: string
}

export async function gather(options: CrowdOptions): Promise<Crowd> {
  const crowd: Crowd = {
    received: 0,
    onFrame: undefined,
    close: () => sockets.forEach((socket) => socket.end()),
  }
  const sockets: Bun.Socket[] = []
  for (let n = 0; n < options.many; n += 100) {
    const some = Math.min(100, options.many - n)
    sockets.push(...(await Promise.all(Array.from({ length: some }, (_, i) => join(options, n + i, crowd)))))
  }
  return crowd
}

async function join(options: CrowdOptions, n: number, crowd: Crowd): Promise<Bun.Socket> {
  const { hostname, port } = new URL(options.url)
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  let upgraded = false
  let pending: Buffer = Buffer.alloc(0)
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      open(socket) {
        const key = randomBytes(16).toString('base64')
        socket.write(
          `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        )
      },
      data(socket, chunk) {
        pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk])
        if (!upgraded) {
          const end = pending.indexOf('\r\n\r\n')
          if (end === -1) return
          upgraded = true
          pending = pending.subarray(end + 4)
        }
        pending = frames(pending, (text) => {
          if (text === '2') return socket.write(frame('3'))
          if (text.startsWith('0'))
            return socket.write(frame(`40${options.namespace}${JSON.stringify(options.auth(n))}`))
          if (text.includes(options.greeting)) resolve()
          if (!text.includes(options.counting)) return
          crowd.received++
          crowd.onFrame?.(text)
        })
      },
      close: () => reject(new Error('the server hung up')),
      error: (_, error) => reject(error),
    },
  })
  await ready
  return socket
}

/** Reads whole frames (RFC 6455, unmasked, from the server) and answers what is left. */
function frames(buffer: Buffer, each: (text: string) => void): Buffer {
  let at = 0
  for (;;) {
    const { start, length } = readHead(buffer, at)
    if (buffer.length < start + length) return at === 0 ? buffer : buffer.subarray(at)
    each(buffer.toString('latin1', start, start + length))
    at = start + length
  }
}

/** Where the payload of a frame starts and how long it is; past the end where the head is not there yet. */
function readHead(buffer: Buffer, at: number): { start: number; length: number } {
  const left = buffer.length - at
  const missing = { start: buffer.length, length: 1 }
  if (left < 2) return missing
  const short = buffer[at + 1]! & 127
  if (short < 126) return { start: at + 2, length: short }
  if (short === 126) return left < 4 ? missing : { start: at + 4, length: buffer.readUInt16BE(at + 2) }
  return left < 10 ? missing : { start: at + 10, length: Number(buffer.readBigUInt64BE(at + 2)) }
}

/** A short text frame from a client: masked, as clients must. */
function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const head =
    body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) : Buffer.from([0x81, 0x80 | 126, 0, 0])
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  // A mask of zeros leaves the bytes as they are.
  return Buffer.concat([head, Buffer.alloc(4), body])
}
