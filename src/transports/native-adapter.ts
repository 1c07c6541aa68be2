import type { ServerWebSocket } from 'bun'
import type { Namespace } from 'socket.io'
import { Adapter, type BroadcastOptions, type Room, type SocketId } from 'socket.io-adapter'

type NativeSocket = ServerWebSocket<unknown>
export type Publish = (topic: string, frame: string) => void

const MOST_BYTES_WAITING = 65_536

interface EngineSocket {
  transport: { name: string; socket?: NativeSocket }
  writeBuffer: unknown[]
  once(event: 'upgrade', listener: () => void): void
}
interface RawClient {
  conn: EngineSocket
  writeToEngine(packets: string[], options: object): void
}

/** The only file that knows how Socket.IO and its Bun engine keep a connection; `native-adapter.test.ts` watches it. */
export class NativeAdapter extends Adapter {
  readonly #publish: Publish
  /** Sockets that hear their rooms by native topics. All others are written to one by one. */
  readonly #native = new Map<SocketId, NativeSocket>()
  readonly #slow = new Map<Room, Set<SocketId>>()

  constructor(nsp: Namespace, publish: Publish) {
    super(nsp)
    this.#publish = publish
  }

  override addAll(id: SocketId, rooms: Set<Room>) {
    super.addAll(id, rooms)
    const native = this.#native.get(id) ?? this.#tryNative(id)
    for (const room of rooms) {
      if (native && room !== id) native.subscribe(this.#topic(room))
      else this.#addSlow(room, id)
    }
  }

  override del(id: SocketId, room: Room) {
    super.del(id, room)
    this.#native.get(id)?.unsubscribe(this.#topic(room))
    this.#removeSlow(room, id)
  }

  override delAll(id: SocketId) {
    const native = this.#native.get(id)
    for (const room of this.sids.get(id) ?? []) {
      if (native?.readyState === 1) native.unsubscribe(this.#topic(room))
      this.#removeSlow(room, id)
    }
    this.#native.delete(id)
    super.delAll(id)
  }

  /** One native publish where a packet goes to one room; Socket.IO's own way for everything else. */
  override broadcast(packet: { nsp?: string }, options: BroadcastOptions) {
    const { rooms, except, flags } = options
    const [room] = rooms
    if (rooms.size !== 1 || !room || except?.size || flags?.volatile || flags?.timeout)
      return super.broadcast(packet, options)
    packet.nsp = this.nsp.name
    const { encoder } = this as unknown as { encoder: { encode(packet: object): unknown[] } }
    const encoded = encoder.encode(packet)
    if (encoded.length > 1) return super.broadcast(packet, options)
    this.publishEncoded(room, encoded[0] as string)
  }

  /** Publishes a Socket.IO packet that is text already. */
  publishEncoded(room: Room, encoded: string) {
    if (!this.rooms.has(room)) return
    this.#publish(this.#topic(room), `4${encoded}`)
    for (const id of this.#slow.get(room) ?? []) this.clientOf(id)?.writeToEngine([encoded], {})
  }

  clientOf(id: SocketId): RawClient | undefined {
    const socket = this.nsp.sockets.get(id) as unknown as { client: RawClient } | undefined
    return socket?.client
  }

  /** The other side has not yet taken what was written. */
  isBehind(id: SocketId): boolean {
    const conn = this.clientOf(id)?.conn
    const waiting = conn?.transport.socket?.getBufferedAmount() ?? 0
    return waiting > MOST_BYTES_WAITING || (conn?.writeBuffer.length ?? 0) > 0
  }

  #topic(room: Room): string {
    return `${this.nsp.name}#${room}`
  }

  /**
   * A frame in Socket.IO's own buffer must not be overtaken by a native one: a socket goes native when it is on
   * WebSocket and its buffer is empty, and otherwise tries again after its upgrade.
   */
  #tryNative(id: SocketId): NativeSocket | undefined {
    const conn = this.clientOf(id)?.conn
    if (!conn) return undefined
    const { name, socket } = conn.transport
    if (name === 'websocket' && socket && conn.writeBuffer.length === 0) {
      this.#native.set(id, socket)
      return socket
    }
    if (name !== 'websocket') conn.once('upgrade', () => queueMicrotask(() => this.#upgraded(id)))
    return undefined
  }

  #upgraded(id: SocketId) {
    if (this.#native.has(id)) return
    const native = this.#tryNative(id)
    if (!native) return
    for (const room of this.sids.get(id) ?? []) {
      if (room === id) continue
      this.#removeSlow(room, id)
      native.subscribe(this.#topic(room))
    }
  }

  #addSlow(room: Room, id: SocketId) {
    const there = this.#slow.get(room)
    if (there) there.add(id)
    else this.#slow.set(room, new Set([id]))
  }

  #removeSlow(room: Room, id: SocketId) {
    const there = this.#slow.get(room)
    if (there?.delete(id) && there.size === 0) this.#slow.delete(room)
  }
}

/** The adapter as Socket.IO wants it: a class that takes the namespace alone. */
export function publishingBy(publish: Publish) {
  return class extends NativeAdapter {
    constructor(nsp: Namespace) {
      super(nsp, publish)
    }
  }
}
