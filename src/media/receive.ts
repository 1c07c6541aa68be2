import type { FileHandle } from 'node:fs/promises'
import { HEAD_BYTES } from './formats/sniff.ts'
import { requireLength } from './inspect.ts'

/** After so much, what has come is put on disk, and it is noted down that it is there. */
const STEP_BYTES = 32 * 2 ** 20

export interface Receiving {
  file: FileHandle
  /** Where in the file the first byte that comes belongs. */
  from: number
  /** How long the file may be in the end, whatever it is. */
  most: number
  /** How long it may be by its first bytes, asked as soon as they are there. */
  mostOf(head: Buffer): number
  /** So much is on disk. */
  reached?(at: number): Promise<void>
}

/**
 * Writes what comes into a file, as fast as the disk takes it and no faster. Answers where it ends; what broke off on
 * the way is there as far as it came. @throws Problem too_large
 */
export async function receive(
  { file, from, most, mostOf, reached }: Receiving,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ at: number; broken: boolean }> {
  let at = from
  let step = from + STEP_BYTES
  let limit = from >= HEAD_BYTES ? most : undefined
  try {
    for await (const chunk of chunks) {
      requireLength(at + chunk.length, limit ?? most)
      await writeAll(file, chunk, at)
      at += chunk.length
      if (limit === undefined && at >= HEAD_BYTES) limit = Math.min(most, mostOf(await headOf(file)))
      // The end is for whoever called to note down: with it comes more.
      if (at < step || at === most || !reached) continue
      await file.datasync()
      await reached(at)
      step = at + STEP_BYTES
    }
  } catch (error) {
    if (!isBreak(error)) throw error
    return { at, broken: true }
  }
  return { at, broken: false }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, from: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, from + done)
    done += bytesWritten
  }
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const head = Buffer.alloc(HEAD_BYTES)
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0)
  return head.subarray(0, bytesRead)
}

/** The one who sends has gone, or was cut off. */
function isBreak(error: unknown): boolean {
  return (
    (error as Error | null)?.name === 'AbortError' ||
    (error as { code?: string } | null)?.code === 'ECONNRESET'
  )
}
