/** The packets of Engine.IO, protocol 4: a digit for the type, then the data; binary goes as it is, or in base64. */

export type Data = string | Uint8Array

export const packet = {
  open: '0',
  close: '1',
  ping: '2',
  pong: '3',
  message: '4',
  upgrade: '5',
  noop: '6',
} as const

/** Between the packets of one HTTP body. */
const SEPARATOR = '\x1e'

export function encodeMessage(data: Data): Data {
  return typeof data === 'string' ? packet.message + data : data
}

/** Puts packets into one HTTP body. */
export function encodePayload(packets: readonly Data[]): string {
  return packets
    .map((one) => (typeof one === 'string' ? one : `b${Buffer.from(one).toString('base64')}`))
    .join(SEPARATOR)
}

/** Takes an HTTP body apart; binary packets come out as bytes. */
export function decodePayload(body: string): Data[] {
  return body.split(SEPARATOR).map((one) => (one[0] === 'b' ? Buffer.from(one.slice(1), 'base64') : one))
}
