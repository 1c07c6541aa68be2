import { open } from 'node:fs/promises'
import type { Config } from '../../config.ts'
import { notFound, Problem } from '../../problem.ts'
import { type Store, type Stored, shelved } from './storage.ts'

const PART_BYTES = 8 * 2 ** 20
const ADDRESS_SECONDS = 60
const SMALL_BYTES = 2 ** 20

/** Keeps files in a bucket that speaks S3. They are passed on by this server: the bucket stays closed to everybody else. */
export function openBucket({ prefix, ...s3 }: NonNullable<Config['s3']>): Store {
  const client = new Bun.S3Client(s3)
  const keyOf = (name: string) => prefix + shelved(name)
  return {
    where: `bucket ${s3.bucket}${prefix && `, ${prefix}`}`,
    keep: (name, path) => answering(() => send(client.file(keyOf(name)), path)),
    async read(name, { from, to }) {
      const address = client.presign(keyOf(name), { method: 'GET', expiresIn: ADDRESS_SECONDS })
      const headers = { Range: `bytes=${from}-${to - 1}` }
      const answer = await answering(() => fetch(address, { headers }))
      // What is passed on as it comes goes out without a length; what is small is better known by it.
      if (answer.ok) return to - from <= SMALL_BYTES ? answer.blob() : answer.body!
      await answer.body?.cancel()
      throw answer.status === 404 ? notFound('file') : away(`it answers ${answer.status}`)
    },
    remove: (name) => answering(() => client.delete(keyOf(name))),
    list: () => listBucket(client, prefix),
  }
}

function away(cause: unknown): Problem {
  const problem = new Problem('unavailable', 'The storage of files does not answer', { retryAfter: 5 })
  // Only what it says: the error itself names an address that is signed.
  problem.cause = (cause as Error | undefined)?.message ?? cause
  return problem
}

/** @throws Problem unavailable where the storage does not do what it is asked */
async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw away(error)
  }
}

/** Part by part, with no more than a few in memory. */
async function send(target: Bun.S3File, path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const writer = target.writer({ partSize: PART_BYTES, queueSize: 2, retry: 3 })
    const bytes = Buffer.alloc(2 ** 20)
    for (;;) {
      const { bytesRead } = await file.read(bytes, 0, bytes.length)
      if (bytesRead === 0) break
      writer.write(bytes.subarray(0, bytesRead))
      await writer.flush()
    }
    await writer.end()
  } finally {
    await file.close()
  }
}

async function* listBucket(client: Bun.S3Client, prefix: string): AsyncGenerator<Stored> {
  let startAfter: string | undefined
  do {
    const page = await client.list({ prefix, ...(startAfter === undefined ? {} : { startAfter }) })
    const found = page.contents ?? []
    for (const { key, size, lastModified } of found)
      yield { name: key.split('/').at(-1)!, bytes: size ?? 0, writtenAt: Date.parse(lastModified ?? '') || 0 }
    startAfter = page.isTruncated ? found.at(-1)?.key : undefined
  } while (startAfter !== undefined)
}
