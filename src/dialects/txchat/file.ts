import { extname } from 'node:path'
import { LRUCache } from 'lru-cache'
import { lengthAsBase64 } from '../../http/body.ts'
import type { Actor, House } from '../../http/house.ts'
import type { MediaInfo } from '../../media/media.ts'
import { fileName, type Storage } from '../../media/storage/storage.ts'
import { uploadBytes } from '../../media/upload.ts'
import { Problem, wrong } from '../../problem.ts'
import { beginningOf, fromBase64 } from './ava.ts'

const extensions = ['txt', 'pdf', 'png', 'jpg', 'jpeg', 'gif', 'doc']
const MOST_BYTES = 10 * 2 ** 20
/** Everybody in a room asks for the same file in the same moment. */
const MOST_REMEMBERED = 4
const MOST_BEGINNINGS = 5000
/** What stands around a file in a message. */
const FRAME_BYTES = 32 * 1024
/** The longest message with a file, which is in it as base64. */
export const MOST_PACKET_BYTES = lengthAsBase64(MOST_BYTES) + FRAME_BYTES

async function keepFile(house: House, storage: Storage, actor: Actor, name: string, base64: string) {
  const extension = extname(name).slice(1).toLowerCase()
  if (!extensions.includes(extension))
    throw wrong('file_name', `must end with one of ${extensions.join(', ')}`)
  const bytes = fromBase64(base64, 'file_base64')
  if (bytes.length > MOST_BYTES)
    throw new Problem('too_large', `A file within a message must not be longer than ${MOST_BYTES} bytes`)
  return (await uploadBytes(house, storage, actor, name, bytes)).id
}

export interface Files {
  /** Keeps a file that came within a message, and answers the id of the medium. @throws Problem invalid, too_large, too_many */
  keep(actor: Actor, name: string, base64: string): Promise<string>
  /**
   * A file as it came: as a data URL, or as bare base64. After a while it is a data URL, which is what browsers send.
   * Longer ones than a connection may have waiting are not read: whoever gets them would be cut off.
   */
  read(medium: MediaInfo): Promise<string | undefined>
}

export function openFiles(house: House, storage: Storage): Files {
  const remembered = new LRUCache<string, Promise<string>>({ max: MOST_REMEMBERED })
  /** What stood before the base64. */
  const beginnings = new LRUCache<string, string>({ max: MOST_BEGINNINGS })

  /** So that two of them may wait, as base64. */
  const mostRead = Math.floor((house.config.maxBufferBytes / 8) * 3)

  async function fetch({ id, bytes, content_type }: MediaInfo): Promise<string> {
    const file = await storage.store.read(fileName(id), { from: 0, to: bytes }, bytes)
    const base64 = Buffer.from(await new Response(file).arrayBuffer()).toString('base64')
    return (beginnings.get(id) ?? `data:${content_type};base64,`) + base64
  }

  return {
    async keep(actor, name, base64) {
      const id = await keepFile(house, storage, actor, name, base64)
      beginnings.set(id, beginningOf(base64))
      return id
    },
    read(medium) {
      if (medium.bytes > mostRead) return Promise.resolve(undefined)
      const known = remembered.get(medium.id)
      if (known) return known
      const reading = fetch(medium)
      remembered.set(medium.id, reading)
      reading.catch(() => remembered.delete(medium.id))
      return reading
    },
  }
}
