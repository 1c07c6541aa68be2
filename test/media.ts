import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { Endpoint } from '../src/http/endpoint.ts'
import type { House } from '../src/http/house.ts'
import type { MediaInfo } from '../src/media/media.ts'
import { testApi } from './api.ts'
import type { Person } from './people.ts'

/** Recorded by a browser, or made by a library; the photos say in every way they can where they were taken. */
export function sample(name: string): Buffer {
  return readFileSync(join(import.meta.dir, 'media', name))
}

/** What the photos say, and nobody is to hear. */
export const SECRET = 'SECRET'

/** The shortest picture, of one dot; as text it is ASCII. */
export const tinyGif = 'GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02L\x01\0;'

/** A PNG of so many dots in colour; `rows` are their bytes, each row after a zero. `more` are further chunks. */
export function pngOf(width: number, height: number, rows: Buffer, ...more: [string, Buffer][]): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 2, 0, 0, 0], 8)
  const parts: [string, Buffer][] = [
    ['IHDR', size],
    ...more,
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ]
  const chunks = parts.map(([name, data]) => {
    const named = Buffer.concat([Buffer.from(name), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  })
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

/** A square of colours that cannot be packed, of about three bytes a dot. */
export function noise(side: number): Buffer {
  const rows = Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), randomBytes(side * 3)]))
  return pngOf(side, side, Buffer.concat(rows))
}

const BOUNDARY = 'a-boundary-of-ours'

/** A form with one file in it, as a browser writes it. */
export function form(bytes: Uint8Array, fileName: string, boundary = BOUNDARY) {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: text/html\r\n\r\n`
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}

/** The API with media, for the people of a house. */
export function mediaApi(house: House, more: Endpoint[] = []) {
  const its = testApi(house, more)
  async function asking(
    who: Person,
    method: string,
    path: string,
    init: RequestInit & { headers?: object } = {},
  ) {
    const token = await its.tokens.sign(who.id, who.sessionId, 3_600_000)
    return its.send(method, path, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } })
  }
  return {
    ...its,
    asking,
    /** Uploads in one piece, and answers what came of it. */
    tryUpload: (who: Person, bytes: Uint8Array, name = 'file') =>
      asking(who, 'POST', '/media', form(bytes, name)),
    async upload(who: Person, bytes: Uint8Array, name = 'file'): Promise<MediaInfo> {
      const { status, body } = await asking(who, 'POST', '/media', form(bytes, name))
      if (status !== 201) throw new Error(`upload: ${status} ${JSON.stringify(body)}`)
      return body
    },
    /** What a signed address answers. */
    get: (url: string, headers: Record<string, string> = {}, method = 'GET') =>
      Promise.resolve(its.api.request(`http://parley.test${url}`, { method, headers })),
  }
}

/** The name of every file that lies in the folder of media. */
export async function filesOf({ config }: Pick<House, 'config'>): Promise<string[]> {
  const folder = join(config.dataDir, 'media')
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((one) => one.isFile())
    .map((one) => one.name)
    .sort()
}

/** What is left of media: rows and files. */
export async function leftOf(house: House) {
  const rows = await house.db.reader.selectFrom('media').select(['id', 'state']).execute()
  return { rows, files: await filesOf(house) }
}
