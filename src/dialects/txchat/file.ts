import { extname } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { Actor, House } from '../../http/house.ts'
import type { MediaInfo } from '../../media/media.ts'
import { fileName, type Storage } from '../../media/storage/storage.ts'
import { uploadBytes } from '../../media/upload.ts'
import { Problem } from '../../problem.ts'
import { fromBase64 } from './ava.ts'

const extensions = ['txt', 'pdf', 'png', 'jpg', 'jpeg', 'gif', 'doc']
const MOST_BYTES = 10 * 2 ** 20
/** Everybody in a room asks for the same file in the same moment. */
const MOST_REMEMBERED = 4

/** Keeps a file that came within a message, and answers the id of the medium. @throws Problem invalid, too_large, too_many */
export async function keepFile(
  house: House,
  storage: Storage,
  actor: Actor,
  name: string,
  base64: string,
): Promise<string> {
  const extension = extname(name).slice(1).toLowerCase()
  if (!extensions.includes(extension))
    throw wrong('file_name', `must end with one of ${extensions.join(', ')}`)
  const bytes = fromBase64(base64, 'file_base64')
  if (bytes.length > MOST_BYTES)
    throw new Problem('too_large', `A file within a message must not be longer than ${MOST_BYTES} bytes`)
  return (await uploadBytes(house, storage, actor, name, bytes)).id
}

function wrong(field: string, message: string): Problem {
  return new Problem('invalid', `body.${field}: ${message}`, { errors: [{ path: `body.${field}`, message }] })
}

/** Reads files back as these clients know them; longer ones than may be sent within a message are not. */
export function openFiles({ store }: Storage) {
  const remembered = new LRUCache<string, Promise<string>>({ max: MOST_REMEMBERED })

  async function read({ id, bytes }: MediaInfo): Promise<string> {
    const file = await store.read(fileName(id), { from: 0, to: bytes }, bytes)
    return Buffer.from(await new Response(file).arrayBuffer()).toString('base64')
  }

  return (medium: MediaInfo): Promise<string | undefined> => {
    if (medium.bytes > MOST_BYTES) return Promise.resolve(undefined)
    const known = remembered.get(medium.id)
    if (known) return known
    const reading = read(medium)
    remembered.set(medium.id, reading)
    reading.catch(() => remembered.delete(medium.id))
    return reading
  }
}

export type Files = ReturnType<typeof openFiles>
