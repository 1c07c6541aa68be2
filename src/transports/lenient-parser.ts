import { Decoder, Encoder } from 'socket.io-parser'

/** A client of Python, or a browser whose page hands `auth` in as text, says who it is by a string. */
const CONNECT_WITH_TEXT = /^0(\/[^,]*,)?("[\s\S]*")$/

/**
 * Socket.IO takes nothing but an object for `auth`, and ends the connection otherwise. A string comes here as the object
 * `{text}`, for the namespace to make of it what it can.
 */
class LenientDecoder extends Decoder {
  override add(received: unknown): void {
    super.add(typeof received === 'string' ? asObject(received) : received)
  }
}

function asObject(packet: string): string {
  const parts = CONNECT_WITH_TEXT.exec(packet)
  return parts ? `0${parts[1] ?? ''}{"text":${parts[2]}}` : packet
}

export const lenientParser = { Encoder, Decoder: LenientDecoder }
