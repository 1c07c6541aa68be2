import { createHash } from 'node:crypto'
import { describe } from '../http/problems.ts'
import { newSecret } from '../id.ts'
import { Problem } from '../problem.ts'
import type { Media } from './media.ts'

/** The protocol for uploads that can be gone on with, https://tus.io/protocols/resumable-upload, version 1.0. */
export const TUS = '1.0.0'
export const EXTENSIONS = 'creation,expiration,termination,checksum'
export const CHUNK_TYPE = 'application/offset+octet-stream'
const MOST_METADATA = 4096

/** As the extension "checksum" names them, and as Node does. */
const hashes = ['sha1', 'sha256', 'sha512', 'md5']
export const ALGORITHMS = hashes.join(',')

/** A refusal with a status of the protocol's own, told as all others are. */
function refuse(status: number, problem: Problem): Response {
  const requestId = newSecret(6)
  const headers = {
    'Content-Type': 'application/problem+json',
    'Tus-Resumable': TUS,
    'Tus-Version': TUS,
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  }
  return new Response(JSON.stringify({ ...describe(problem, requestId), status }), { status, headers })
}

/** Says of whoever speaks another version that it is not spoken here. Who names none is taken for one who has read the manual. */
export function refuseVersion(request: Request): Response | undefined {
  const version = request.headers.get('tus-resumable')
  if (version === null || version === TUS) return undefined
  return refuse(412, new Problem('unsupported', `Only version ${TUS} of tus is spoken here`))
}

/** Of the extension "checksum"; there is no other status like it. */
export function refuseSum(): Response {
  return refuse(460, new Problem('invalid', 'The bytes are not those of which Upload-Checksum speaks'))
}

/** @throws Problem invalid when it is missing or is no whole number */
export function readLength(request: Request): number {
  const text = request.headers.get('upload-length') ?? ''
  if (!/^\d{1,15}$/.test(text))
    throw new Problem('invalid', 'Upload-Length must say how many bytes the file has')
  return Number(text)
}

/** @throws Problem invalid when it is missing or is no whole number */
export function readOffset(request: Request): number {
  const text = request.headers.get('upload-offset') ?? ''
  if (!/^\d{1,15}$/.test(text))
    throw new Problem('invalid', 'Upload-Offset must say where in the file these bytes belong')
  return Number(text)
}

/** The name that the sender gives the file: `filename` or `name` among pairs of a key and its value in base64. */
export function readName(request: Request): string {
  const metadata = request.headers.get('upload-metadata') ?? ''
  if (metadata.length > MOST_METADATA)
    throw new Problem('invalid', `Upload-Metadata must not be longer than ${MOST_METADATA} characters`)
  const pairs = new Map(
    metadata.split(',').map((pair) => {
      const [key = '', value = ''] = pair.trim().split(/ +/)
      return [key, value] as const
    }),
  )
  return Buffer.from(pairs.get('filename') ?? pairs.get('name') ?? '', 'base64').toString('utf8')
}

export interface Checksum {
  update(chunk: Uint8Array): void
  /** Is what went through what was meant? */
  matches(): boolean
}

/** @throws Problem invalid for an algorithm that is not known */
export function readChecksum(request: Request): Checksum | undefined {
  const header = request.headers.get('upload-checksum')
  if (header === null) return undefined
  const [algorithm = '', digest = ''] = header.trim().split(/ +/)
  if (!hashes.includes(algorithm))
    throw new Problem('invalid', `Upload-Checksum must be one of ${ALGORITHMS}, and a digest in base64`)
  const hash = createHash(algorithm)
  return {
    update: (chunk) => void hash.update(chunk),
    matches: () => hash.digest('base64') === digest,
  }
}

/** What every answer about an upload says of it. */
export function stateHeaders({ bytes, received, expires_at, state }: Media): Record<string, string> {
  return {
    'Tus-Resumable': TUS,
    'Upload-Offset': String(received),
    // A picture that has been cleaned is shorter than what was sent.
    'Upload-Length': String(state === 'ready' ? received : bytes),
    ...(state === 'receiving' && expires_at !== null
      ? { 'Upload-Expires': new Date(expires_at).toUTCString() }
      : {}),
  }
}
