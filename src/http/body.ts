import { Problem } from '../problem.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** How long so many bytes are as base64 (RFC 4648). */
export const lengthAsBase64 = (bytes: number): number => Math.ceil(bytes / 3) * 4

/**
 * Reads a request body, whole.
 * @throws Problem too_large when it is longer than `most` bytes
 */
export async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length')
  if (length === null) return readUnmeasured(request, most)
  if (Number(length) > most) throw tooLarge(most)
  const read = await request.arrayBuffer().catch(() => undefined)
  if (!read) throw brokeOff()
  const bytes = new Uint8Array(read)
  if (bytes.length > most) throw tooLarge(most)
  return bytes
}

/** A body that does not say its length is counted as it comes, so that nobody can fill the memory with one. */
async function readUnmeasured({ body }: Request, most: number): Promise<Uint8Array> {
  try {
    return await gather(body ?? [], most, () => tooLarge(most))
  } catch (error) {
    throw error instanceof Problem ? error : brokeOff()
  }
}

/** All that comes, as one. @throws what `tooLarge` makes, as soon as it is longer than `most` bytes */
export async function gather(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
  tooLarge: () => Problem,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > most) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const brokeOff = () => new Problem('invalid', 'The body broke off')

function tooLarge(most: number): Problem {
  return new Problem('too_large', `The body must not be longer than ${most} bytes`)
}

/**
 * Reads a JSON body (RFC 8259: UTF-8). No body at all is `undefined`.
 * @throws Problem invalid, unsupported, too_large
 */
export async function readJson(request: Request, most: number): Promise<unknown> {
  const bytes = await readBytes(request, most)
  if (bytes.length === 0) return undefined
  const type = request.headers.get('content-type') ?? 'application/json'
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
    throw new Problem('unsupported', `Expected a body of type application/json, not ${type.slice(0, 80)}`)
  return parseJson(bytes)
}

/** @throws Problem invalid for what is not UTF-8 */
export function readText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Problem('invalid', 'The body is not valid UTF-8')
  }
}

/** @throws Problem invalid */
export function parseJson(bytes: Uint8Array): unknown {
  const text = readText(bytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('invalid', `The body is not valid JSON: ${(error as Error).message}`)
  }
}
