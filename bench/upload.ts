/** An upload of 2 GB, cut in the middle and gone on with: its rate against one that is only written, and the memory it takes. */
import { readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { client } from '../test/client.ts'
import { type Peer, report, startParley, startServer } from './process.ts'

const BYTES = 2 * 2 ** 30
const CUT_AT = BYTES * 0.5
const MOST_MEMORY_MB = 200
/** So long the line is dead before it is known to be. */
const CUT_MS = 500
const chunk = Buffer.alloc(2 ** 20, 'a chunk of something large ')

/** Sends so many bytes, and then reads the answer, or hangs up without it. */
function send(url: string, head: string, bytes: number, hangUp = false): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', reject)
  socket.on('data', (answer) => {
    resolve(answer.toString('latin1').split('\r\n')[0]!)
    socket.destroy()
  })
  socket.write(head)
  let left = bytes
  function hang() {
    socket.destroy()
    resolve('cut')
  }
  function pour() {
    while (left > 0) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk
      left -= part.length
      if (!socket.write(part)) return
    }
    if (!hangUp) return
    socket.off('drain', pour)
    socket.end(() => setTimeout(hang, CUT_MS))
  }
  socket.on('drain', pour)
  pour()
  return promise
}

function watchMemory({ pid }: Peer): () => number {
  let most = 0
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  const timer = setInterval(() => {
    most = Math.max(most, resident())
  }, 20)
  return () => {
    clearInterval(timer)
    return most
  }
}

const parley = await startParley({ PARLEY_MAX_MEDIA_BYTES: String(BYTES), PARLEY_MEDIA_QUOTA_BYTES: '0' })
const alice = await client(parley.url, 'alice')
const { headers } = await alice.ask('POST', '/api/v1/media/uploads', undefined, {
  'Upload-Length': `${BYTES}`,
})
const path = headers.get('location')!
const patch = (offset: number, bytes: number) =>
  [
    `PATCH ${path} HTTP/1.1`,
    'Host: here',
    `Authorization: Bearer ${alice.token}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${offset}`,
    `Content-Length: ${bytes}\r\n\r\n`,
  ].join('\r\n')

const memory = watchMemory(parley)
const started = performance.now()
await send(parley.url, patch(0, BYTES), CUT_AT, true)
const asked = { method: 'HEAD', headers: { Authorization: `Bearer ${alice.token}` } }
const at = Number((await fetch(parley.url + path, asked)).headers.get('upload-offset'))
const sent = await send(parley.url, patch(at, BYTES - at), BYTES - at)
const seconds = (performance.now() - started - CUT_MS) / 1000
const most = memory()
const { body } = await alice.ask('GET', path)
if (body.media?.bytes !== BYTES) throw new Error(`the upload is not whole: ${sent}, ${JSON.stringify(body)}`)
await parley.stop()

const file = join(tmpdir(), `parley-bench-upload-${process.pid}`)
const bare = await startServer([process.execPath, `${import.meta.dir}/peers/bare-upload.ts`], {
  UPLOAD_TO: file,
})
const begun = performance.now()
await send(bare.url, `POST / HTTP/1.1\r\nHost: here\r\nContent-Length: ${BYTES}\r\n\r\n`, BYTES)
const theirs = (performance.now() - begun) / 1000
await bare.stop()
rmSync(file)

const rate = (took: number) => `${Math.round(BYTES / 2 ** 20 / took)} MB/s`
console.log(
  `2 GB, cut at ${Math.round(at / 2 ** 20)} MB: parley ${rate(seconds)} with ${Math.round(most)} MB of memory, bare ${rate(theirs)}`,
)
const ratio = theirs / seconds
const isGood = ratio >= 0.5 && most <= MOST_MEMORY_MB
report(
  'a resumed upload of 2 GB, of the rate of a bare one',
  ratio,
  `at least 0.5, in ${MOST_MEMORY_MB} MB`,
  isGood,
)
process.exit()
