import type { Socket } from 'socket.io'
import { writeCursor } from '../log/entry.ts'
import type { EndReason, Wire } from './connection.ts'
import type { NativeAdapter } from './native-adapter.ts'

const LOOK_AGAIN_MS = 10

/** Writes the packets of namespace `/v1` as text, so that what the log has encoded is not encoded again. */
export function openPackets(epoch: () => string) {
  const packet = (event: string, texts: string) => `2/v1,["${event}",${texts}]`
  const cursor = (seq: number) => `"${writeCursor({ epoch: epoch(), seq })}"`
  return {
    entry: (text: string, seq: number) => packet('entry', `${text},${cursor(seq)}`),
    signal: (text: string) => packet('signal', text),
    ready: (seq: number) => packet('ready', `{"cursor":${cursor(seq)}}`),
  }
}

export type Packets = ReturnType<typeof openPackets>

/** One socket of namespace `/v1`. */
export class SocketWire implements Wire {
  readonly transport = 'socketio'
  readonly #socket: Socket
  readonly #adapter: NativeAdapter
  readonly #packets: Packets

  constructor(socket: Socket, adapter: NativeAdapter, packets: Packets) {
    this.#socket = socket
    this.#adapter = adapter
    this.#packets = packets
  }

  entry(text: string, seq: number) {
    this.#write(this.#packets.entry(text, seq))
  }

  signal(text: string) {
    this.#write(this.#packets.signal(text))
  }

  ready(seq: number) {
    this.#write(this.#packets.ready(seq))
  }

  async drained() {
    while (this.#socket.connected && this.#adapter.isBehind(this.#socket.id)) await Bun.sleep(LOOK_AGAIN_MS)
  }

  /** Where the client may come back at once, it sees a broken line and does so by itself. */
  end(reason: EndReason) {
    if (reason === 'revoked') this.#socket.disconnect(true)
    else this.#socket.conn.close()
  }

  get topics() {
    return this
  }

  join(streams: string[]) {
    void this.#socket.join(streams)
  }

  leave(stream: string) {
    void this.#socket.leave(stream)
  }

  #write(text: string) {
    this.#adapter.clientOf(this.#socket.id)?.writeToEngine([text], {})
  }
}
