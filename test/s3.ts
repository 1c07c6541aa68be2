import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A bucket in a folder, behind as much of the S3 protocol as is used: objects, parts, ranges, lists. */
export function fakeS3() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-s3-'))
  const requests: string[] = []
  let broken = (_method: string, _key: string) => false
  const fileOf = (key: string) => join(folder, encodeURIComponent(key))
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    maxRequestBodySize: 2 ** 33,
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url)
      const [, bucket, ...rest] = pathname.split('/')
      const key = decodeURIComponent(rest.join('/'))
      requests.push(`${request.method} ${key}${searchParams.has('uploadId') ? ' part' : ''}`)
      const signed = request.headers.get('authorization') ?? searchParams.get('X-Amz-Credential') ?? ''
      if (!signed.includes('the-key-id')) return refusal(403, 'AccessDenied')
      if (bucket !== 'the-bucket') return refusal(404, 'NoSuchBucket')
      if (broken(request.method, key)) return refusal(500, 'InternalError')
      if (searchParams.has('list-type')) return listed(folder, searchParams)
      if (searchParams.has('uploads') || searchParams.has('uploadId'))
        return multipart(request, key, searchParams)
      if (request.method === 'PUT') return put(request, fileOf(key))
      if (request.method === 'DELETE') {
        rmSync(fileOf(key), { force: true })
        return new Response(null, { status: 204 })
      }
      return existsSync(fileOf(key)) ? got(request, fileOf(key)) : refusal(404, 'NoSuchKey')
    },
  })

  const partOf = (uploadId: string, n: string) => join(folder, `.part-${uploadId}-${n.padStart(5, '0')}`)

  async function put(request: Request, path: string) {
    await Bun.write(path, request as unknown as Response)
    return new Response(null, { headers: { ETag: '"x"' } })
  }

  async function multipart(request: Request, key: string, query: URLSearchParams) {
    const id = query.get('uploadId')
    if (!id)
      return xml(
        `<InitiateMultipartUploadResult><UploadId>${crypto.randomUUID()}</UploadId></InitiateMultipartUploadResult>`,
      )
    if (request.method === 'PUT') return put(request, partOf(id, query.get('partNumber')!))
    const parts = readdirSync(folder)
      .filter((name) => name.startsWith(`.part-${id}-`))
      .sort()
    if (request.method === 'POST') {
      const whole = join(folder, `.whole-${id}`)
      parts.forEach((name, i) => {
        if (i === 0) copyFileSync(join(folder, name), whole)
        else appendFileSync(whole, readFileSync(join(folder, name)))
      })
      await request.text()
      copyFileSync(whole, fileOf(key))
      rmSync(whole)
    }
    for (const name of parts) rmSync(join(folder, name))
    return request.method === 'POST'
      ? xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
      : new Response(null, { status: 204 })
  }
  return {
    folder,
    requests,
    env: {
      PARLEY_S3_ENDPOINT: `http://127.0.0.1:${server.port}`,
      PARLEY_S3_BUCKET: 'the-bucket',
      PARLEY_S3_ACCESS_KEY_ID: 'the-key-id',
      PARLEY_S3_SECRET_ACCESS_KEY: 'the-secret',
    },
    keys: () =>
      readdirSync(folder)
        .filter((name) => !name.startsWith('.'))
        .map(decodeURIComponent)
        .sort(),
    parts: () => readdirSync(folder).filter((name) => name.startsWith('.')),
    breakWhen(is: (method: string, key: string) => boolean) {
      broken = is
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const xml = (text: string, status = 200) =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>${text}`, {
    status,
    headers: { 'Content-Type': 'application/xml' },
  })
const refusal = (status: number, code: string) =>
  xml(`<Error><Code>${code}</Code><Message>no</Message></Error>`, status)

function got(request: Request, path: string) {
  const file = Bun.file(path)
  const { size } = statSync(path)
  if (request.method === 'HEAD')
    return new Response(null, { headers: { 'Content-Length': String(size), ETag: '"x"' } })
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '')
  if (!range) return new Response(file.stream())
  const from = Number(range[1])
  const to = Math.min(size, range[2] ? Number(range[2]) + 1 : size)
  return new Response(file.slice(from, to), {
    status: 206,
    headers: { 'Content-Range': `bytes ${from}-${to - 1}/${size}` },
  })
}

function listed(folder: string, query: URLSearchParams) {
  const prefix = query.get('prefix') ?? ''
  const after = query.get('start-after') ?? query.get('continuation-token') ?? ''
  const most = Number(query.get('max-keys') ?? 1000)
  const keys = readdirSync(folder)
    .filter((n) => !n.startsWith('.'))
    .map(decodeURIComponent)
    .filter((k) => k.startsWith(prefix) && k > after)
    .sort()
  const page = keys.slice(0, most)
  const more = keys.length > most
  const contents = page.map((k) => {
    const s = statSync(join(folder, encodeURIComponent(k)))
    return `<Contents><Key>${k}</Key><LastModified>${s.mtime.toISOString()}</LastModified><ETag>"x"</ETag><Size>${s.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  })
  return xml(
    `<ListBucketResult><Name>the-bucket</Name><Prefix>${prefix}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`,
  )
}
