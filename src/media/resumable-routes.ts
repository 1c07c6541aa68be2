import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { id, orNull, time, wholeNumber, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { removeSoon } from './discard.ts'
import { type Media, MediaInfo, toMediaInfo } from './media.ts'
import { removeUpload } from './remove.ts'
import { mostBytes, reserve } from './reserve.ts'
import { append, findUpload } from './resume.ts'
import type { Senders } from './senders.ts'
import type { Storage } from './storage/storage.ts'
import {
  ALGORITHMS,
  CHUNK_TYPE,
  EXTENSIONS,
  readLength,
  readName,
  readOffset,
  refuseSum,
  refuseVersion,
  stateHeaders,
  TUS,
} from './tus.ts'

const tag = 'media'
const UPLOADS = '/api/v1/media/uploads'
const oneUpload = z.object({ upload: id })
const binary = z.any().openapi({ type: 'string', format: 'binary' })
const Creation = z.object({
  'Upload-Length': wholeNumber(1, 999_999_999_999_999).openapi({
    description: 'How many bytes the file has',
  }),
  'Upload-Metadata': z
    .string()
    .optional()
    .openapi({ description: 'Pairs of a key and its value in base64; `filename` is read' }),
})
const Going = z.object({
  'Upload-Offset': wholeNumber(0, 999_999_999_999_999).openapi({ description: 'Where these bytes belong' }),
  'Upload-Checksum': z
    .string()
    .optional()
    .openapi({ description: `One of ${ALGORITHMS}, and the digest in base64` }),
})

const Upload = z
  .object({
    id: z.string().openapi({ description: 'Of the medium too, once it is whole' }),
    bytes: z.number().int(),
    received: z.number().int(),
    expires_at: time.nullable().openapi({ description: 'When it is forgotten if nobody goes on with it' }),
    media: orNull(MediaInfo).openapi({ description: 'The medium, once it is whole' }),
  })
  .openapi('Upload')

function toUpload(row: Media): z.infer<typeof Upload> {
  const isReady = row.state === 'ready'
  return {
    id: row.id,
    bytes: isReady ? row.received : row.bytes,
    received: row.received,
    expires_at: isReady ? null : row.expires_at,
    media: isReady ? toMediaInfo(row) : null,
  }
}

/** The protocol of tus.io; one that has been begun can be gone on with after any kind of break. */
export function resumableRoutes(storage: Storage, senders: Senders): Endpoint[] {
  return [
    openEndpoint({
      method: 'options',
      path: UPLOADS,
      tag,
      summary: 'How resumable uploads are spoken here',
      async run({ config }) {
        return new Response(null, {
          status: 204,
          headers: {
            'Tus-Resumable': TUS,
            'Tus-Version': TUS,
            'Tus-Extension': EXTENSIONS,
            'Tus-Max-Size': String(mostBytes(config)),
            'Tus-Checksum-Algorithm': ALGORITHMS,
          },
        })
      },
    }),
    endpoint({
      method: 'post',
      path: UPLOADS,
      tag,
      summary: 'Begin a resumable upload',
      description:
        'tus 1.0 (https://tus.io): `Upload-Length` says how long the file is, `Upload-Metadata` has its `filename`; the answer has the address to send it to in `Location`.',
      headers: Creation,
      answer: Upload,
      status: 201,
      async run(house, { actor, request, headers }) {
        const refused = refuseVersion(request)
        if (refused) return refused
        const announced = { name: readName(request), bytes: readLength(request) }
        const row = await house.commit((tx) => reserve(tx, actor.id, announced, house.config))
        Object.assign(headers, stateHeaders(row), { Location: `${UPLOADS}/${row.id}` })
        return toUpload(row)
      },
    }),
    endpoint({
      method: 'get',
      path: `${UPLOADS}/{upload}`,
      tag,
      summary: 'How far a resumable upload has come',
      description: 'tus asks with `HEAD`. That also stops whoever still sends to it on a line that is dead.',
      params: oneUpload,
      answer: Upload,
      async run(house, { actor, params, request, headers }) {
        const refused = refuseVersion(request)
        if (refused) return refused
        await findUpload(house, actor, params.upload)
        if (request.method === 'HEAD') await senders.takeOver(params.upload)
        const row = await findUpload(house, actor, params.upload)
        Object.assign(headers, stateHeaders(row))
        return toUpload(row)
      },
    }),
    endpoint({
      method: 'patch',
      path: `${UPLOADS}/{upload}`,
      tag,
      summary: 'Go on with a resumable upload',
      description:
        'The bytes that follow `Upload-Offset`. With the last of them the file is looked at and kept: then its medium has the id of the upload.',
      params: oneUpload,
      headers: Going,
      takes: CHUNK_TYPE,
      body: binary.optional(),
      async run(house, { actor, params, request, headers }) {
        const refused = refuseVersion(request)
        if (refused) return refused
        await findUpload(house, actor, params.upload)
        if (request.headers.get('content-type')?.toLowerCase() !== CHUNK_TYPE)
          throw new Problem('unsupported', `Expected a body of type ${CHUNK_TYPE}`)
        const row = await append(
          house,
          storage,
          senders,
          actor,
          { id: params.upload, offset: readOffset(request) },
          request,
        )
        if (!row) return refuseSum()
        Object.assign(headers, stateHeaders(row))
        return undefined
      },
    }),
    endpoint({
      method: 'delete',
      path: `${UPLOADS}/{upload}`,
      tag,
      summary: 'Give up a resumable upload',
      params: oneUpload,
      async run(house, { actor, params, request, headers }) {
        const refused = refuseVersion(request)
        if (refused) return refused
        await findUpload(house, actor, params.upload)
        await senders.takeOver(params.upload)
        await house.commit((tx) => removeUpload(tx, actor, params.upload))
        await removeSoon(house, storage, params.upload)
        headers['Tus-Resumable'] = TUS
        return undefined
      },
    }),
  ]
}
