import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const KEY_ID = 'the-key-id'
const BUCKET = 'the-bucket'

/** A bucket in a folder, behind as much of the S3 protocol as is spoken here: objects, parts, ranges, lists. */
export function fakeS3() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-s3-'))
  const requests: string[] = []
  let isBroken = (_request: string) => false
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    maxRequestBodySize: 2 ** 33,
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url)
      const [, bucket, ...rest] = pathname.split('/')
      const key = decodeURIComponent(rest.join('/'))
      requests.push(`${request.method} ${key}`)
      const signed = request.headers.get('authorization') ?? searchParams.get('X-Amz-Credential') ?? ''
      if (!signed.includes(KEY_ID)) return refusal(403, 'AccessDenied')
      if (bucket !== BUCKET) return refusal(404, 'NoSuchBucket')
      if (isBroken(`${request.method} ${key}`)) return refusal(500, 'InternalError')
      return answer(folder, request, key, searchParams)
    },
  })
  const keys = () => readdirSync(folder).filter((name) => !name.startsWith('.'))
  return {
    requests,
    env: {
      PARLEY_S3_ENDPOINT: `http://127.0.0.1:${server.port}`,
      PARLEY_S3_BUCKET: BUCKET,
      PARLEY_S3_ACCESS_KEY_ID: KEY_ID,
      PARLEY_S3_SECRET_ACCESS_KEY: 'the-secret',
      PARLEY_S3_PREFIX: 'parley/',
    },
    keys: () => keys().map(decodeURIComponent).sort(),
    /** Parts of what has not been put together. */
    parts: () => readdirSync(folder).filter((name) => name.startsWith('.')),
    put: (key: string, text: string) => Bun.write(join(folder, encodeURIComponent(key)), text),
    remove: (key: string) => rmSync(join(folder, encodeURIComponent(key))),
    breakWhen(is: typeof isBroken) {
      isBroken = is
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answer(folder: string, request: Request, key: string, query: URLSearchParams) {
  const path = join(folder, encodeURIComponent(key))
  if (query.has('list-type')) return list(folder, query)
  if (query.has('uploads')) {
    const id = `<UploadId>${crypto.randomUUID()}</UploadId>`
    return xml(`<InitiateMultipartUploadResult>${id}</InitiateMultipartUploadResult>`)
  }
  const upload = query.get('uploadId')
  if (upload) return part(folder, path, request, upload, query.get('partNumber'))
  if (request.method === 'PUT') return put(request, path)
  if (request.method === 'DELETE') {
    rmSync(path, { force: true })
    return new Response(null, { status: 204 })
  }
  return get(request, path)
}

async function put(request: Request, path: string) {
  await Bun.write(path, new Response(request.body))
  return new Response(null, { headers: { ETag: '"x"' } })
}

/** A part of something large; all parts put together; or all of them thrown away. */
async function part(folder: string, path: string, request: Request, upload: string, number: string | null) {
  if (request.method === 'PUT') return put(request, join(folder, `.${upload}.${number!.padStart(5, '0')}`))
  const parts = readdirSync(folder)
    .filter((name) => name.startsWith(`.${upload}.`))
    .sort()
    .map((name) => join(folder, name))
  const [first, ...others] = parts
  if (request.method === 'POST' && first) {
    for (const other of others) appendFileSync(first, readFileSync(other))
    renameSync(first, path)
  }
  for (const one of parts) rmSync(one, { force: true })
  return request.method === 'POST'
    ? xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
    : new Response(null, { status: 204 })
}

function get(request: Request, path: string) {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) return refusal(404, 'NoSuchKey')
  if (request.method === 'HEAD') return new Response(null, { headers: { 'Content-Length': String(size) } })
  return new Response(Bun.file(path))
}

function list(folder: string, query: URLSearchParams) {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('start-after') ?? '']
  const most = 3
  const keys = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map(decodeURIComponent)
    .filter((key) => key.startsWith(prefix) && key > after)
    .sort()
  const contents = keys.slice(0, most).map((key) => {
    const { size, mtime } = statSync(join(folder, encodeURIComponent(key)))
    return `<Contents><Key>${key}</Key><LastModified>${mtime.toISOString()}</LastModified><Size>${size}</Size></Contents>`
  })
  const isTruncated = `<IsTruncated>${keys.length > most}</IsTruncated>`
  return xml(`<ListBucketResult><Name>${BUCKET}</Name>${isTruncated}${contents.join('')}</ListBucketResult>`)
}

function xml(text: string, status = 200) {
  const headers = { 'Content-Type': 'application/xml' }
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>${text}`, { status, headers })
}

const refusal = (status: number, code: string) => xml(`<Error><Code>${code}</Code></Error>`, status)
