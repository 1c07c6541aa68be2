import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { id, pageQuery, time, wholeNumber, z } from '../http/schemas.ts'
import { notFound } from '../problem.ts'
import { readableMedia } from './access.ts'
import { removeSoon } from './discard.ts'
import { listMedia, MyMediaPage } from './list.ts'
import { MediaInfo, toMediaInfo } from './media.ts'
import { removeMedia } from './remove.ts'
import { serveFile } from './serve.ts'
import type { Signer, Variant } from './sign.ts'
import type { Storage } from './storage/storage.ts'
import { upload } from './upload.ts'

const tag = 'media'
const oneMedium = z.object({ media: id })
const Form = z.object({ file: z.any().openapi({ type: 'string', format: 'binary' }) })
const SHORTLY_MS = 60_000

const MediaAddress = MediaInfo.extend({
  url: z
    .string()
    .openapi({ description: 'Where the file is, for some minutes, for whoever knows this address' }),
  thumbnail_url: z.string().nullable(),
  expires_at: time.openapi({ description: 'Until when the addresses are good. Then ask for new ones.' }),
}).openapi('MediaAddress')

export function libraryRoutes(storage: Storage, signer: Signer): Endpoint[] {
  /** To an address that is good for a while yet; it may be remembered until shortly before it is not. */
  function redirect(mediaId: string, variant: Variant, now: number): Response {
    const { url, expiresAt } = signer.sign(mediaId, variant)
    const seconds = Math.max(0, Math.floor((expiresAt - now - SHORTLY_MS) / 1000))
    return new Response(null, {
      status: 302,
      headers: {
        Location: url,
        'Cache-Control': `private, max-age=${seconds}`,
        'Referrer-Policy': 'no-referrer',
      },
    })
  }

  return [
    endpoint({
      method: 'post',
      path: '/api/v1/media',
      tag,
      summary: 'Upload a file, in one piece',
      description:
        'A form with the file in it, called `file`. What it is, its bytes say. Send it along with a message within a day (`media_ids`), or it is removed.',
      takes: 'multipart/form-data',
      body: Form.optional(),
      answer: MediaInfo,
      status: 201,
      run: async (house, { actor, request }) => toMediaInfo(await upload(house, storage, actor, request)),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/media',
      tag,
      summary: 'What I have uploaded, the newest first',
      query: pageQuery,
      answer: MyMediaPage,
      run: ({ db, config }, { actor, query }) =>
        listMedia(db.reader, actor.id, query, config.mediaQuotaBytes),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/media/{media}',
      tag,
      summary: 'A medium, and where its file is',
      description: 'Mine, or in a message that I may read.',
      params: oneMedium,
      answer: MediaAddress,
      async run({ db }, { actor, params }) {
        const row = await readableMedia(db.reader, actor.id, params.media)
        const { url, expiresAt } = signer.sign(row.id, 'file')
        const thumbnail = row.thumbnail_bytes === null ? null : signer.sign(row.id, 'thumbnail').url
        return { ...toMediaInfo(row), url, thumbnail_url: thumbnail, expires_at: expiresAt }
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/media/{media}/content',
      tag,
      summary: 'To the file of a medium',
      description: 'For `<img src>` and the like, by cookie: leads to the address where the file is.',
      params: oneMedium,
      status: 302,
      async run({ db, clock }, { actor, params }) {
        const row = await readableMedia(db.reader, actor.id, params.media)
        return redirect(row.id, 'file', clock.now())
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/media/{media}/thumbnail',
      tag,
      summary: 'To the small picture of a medium',
      params: oneMedium,
      status: 302,
      async run({ db, clock }, { actor, params }) {
        const row = await readableMedia(db.reader, actor.id, params.media)
        if (row.thumbnail_bytes === null) throw notFound('thumbnail')
        return redirect(row.id, 'thumbnail', clock.now())
      },
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/media/{media}',
      tag,
      summary: 'Remove a medium of mine',
      description: 'Not while a message holds it.',
      params: oneMedium,
      async run(house, { actor, params }) {
        await house.commit((tx) => removeMedia(tx, actor, params.media))
        await removeSoon(house, storage, params.media)
        return undefined
      },
    }),
    openEndpoint({
      method: 'get',
      path: '/media/files/{media}',
      tag,
      summary: 'A file',
      description:
        'At an address as `GET /api/v1/media/{media}` gives it. Takes `Range`, `If-Range` and `If-None-Match`.',
      params: oneMedium,
      query: z.strictObject({
        expires: wholeNumber(0, 999_999_999_999),
        signature: z.string().max(100),
        thumbnail: z.literal('1').optional(),
      }),
      gives: '*/*',
      run: (house, { params, query, request }) =>
        serveFile(
          house,
          storage.store,
          signer,
          {
            mediaId: params.media,
            variant: query.thumbnail ? 'thumbnail' : 'file',
            expires: query.expires,
            signature: query.signature,
          },
          request,
        ),
    }),
  ]
}
