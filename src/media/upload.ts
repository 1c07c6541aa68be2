import { takingTime } from '../http/hang-up.ts'
import type { Actor, House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { giveUp } from './discard.ts'
import { finish } from './finish.ts'
import { mostFor } from './inspect.ts'
import type { Media } from './media.ts'
import { openForm } from './multipart.ts'
import { receive } from './receive.ts'
import { type Announced, mostBytes, reserve } from './reserve.ts'
import type { Storage } from './storage/storage.ts'

/**
 * Takes a file that comes in one piece, as a form. It is written to disk as it comes; what breaks off, or is refused,
 * leaves nothing. @throws Problem invalid, unsupported, too_large, too_many
 */
export async function upload(house: House, storage: Storage, actor: Actor, request: Request): Promise<Media> {
  const length = request.headers.get('content-length')
  const form = await openForm(request.headers.get('content-type'), request.body)
  const bytes = length === null ? undefined : Math.max(1, Number(length) - form.frameBytes)
  const announced = { name: form.name, bytes }
  return keep(house, storage, actor, announced, form.bytes, (finishing) => takingTime(request, finishing))
}

/** The same for a file that is here already. @throws Problem invalid, unsupported, too_large, too_many */
export function uploadBytes(
  house: House,
  storage: Storage,
  actor: Actor,
  name: string,
  bytes: Uint8Array,
): Promise<Media> {
  async function* all() {
    yield bytes
  }
  return keep(house, storage, actor, { name, bytes: bytes.length }, all(), (finishing) => finishing())
}

async function keep(
  house: House,
  storage: Storage,
  actor: Actor,
  announced: Announced,
  chunks: AsyncIterable<Uint8Array>,
  inTime: (finishing: () => Promise<Media>) => Promise<Media>,
): Promise<Media> {
  const { config } = house
  const row = await house.commit((tx) => reserve(tx, actor.id, announced, config))
  try {
    const most = announced.bytes === undefined ? row.bytes : mostBytes(config)
    const arrived = await take(house, storage, row, chunks, most)
    return await inTime(() => finish(house, storage, row, arrived))
  } catch (error) {
    await giveUp(house, storage, row.id).catch((err) =>
      house.logger.error({ err }, 'an upload was not cleaned up'),
    )
    throw error
  }
}

/** Answers how long it is. */
async function take(
  { config }: House,
  { staging }: Storage,
  { id }: Media,
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): Promise<number> {
  const file = await staging.make(id)
  try {
    const mostOf = (head: Buffer) => mostFor(head, config.maxMediaBytes)
    const { at, broken } = await receive({ file, from: 0, most, mostOf }, chunks)
    if (broken) throw new Problem('invalid', 'The body broke off')
    if (at === 0) throw new Problem('invalid', 'There is nothing in the file')
    return at
  } finally {
    await file.close()
  }
}
