import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { anotherApp } from '../../test/another-app.ts'
import type { Client } from '../../test/client.ts'
import { databases, shared } from '../../test/databases.ts'
import { movableClock, testHouse } from '../../test/house.ts'
import { leftOf, sample } from '../../test/media.ts'
import { type TestServer, testServer } from '../../test/server.ts'
import { until } from '../../test/until.ts'
import { day, hour } from '../clock.ts'
import { openTokens } from '../users/tokens.ts'
import { collectMedia } from './collect.ts'
import { reserve } from './reserve.ts'
import { append, findUpload } from './resume.ts'
import { openSenders } from './senders.ts'
import { fileName, openStorage, type Storage } from './storage/storage.ts'

const UPLOADS = '/api/v1/media/uploads'
const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))

/** Somebody who speaks tus. */
function tus(url: string, { token }: Client) {
  async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array) {
    const answer = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body: Uint8Array.from(body) } : {}),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') && text !== ''
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : undefined }
  }
  return {
    ask,
    async create(bytes: number, name = 'file.bin') {
      const metadata = `filename ${Buffer.from(name).toString('base64')},filetype aW1hZ2UvcG5n`
      const answer = await ask('POST', UPLOADS, {
        'Upload-Length': String(bytes),
        'Upload-Metadata': metadata,
      })
      expect([answer.status, answer.headers.get('tus-resumable')]).toEqual([201, '1.0.0'])
      return answer.headers.get('location')!
    },
    send: (path: string, offset: number, bytes: Uint8Array, more: Record<string, string> = {}) =>
      ask(
        'PATCH',
        path,
        { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', ...more },
        bytes,
      ),
    async offset(path: string) {
      const { status, headers } = await ask('HEAD', path)
      return status === 200 ? Number(headers.get('upload-offset')) : status
    },
  }
}

/** Sends part of what it announces, on a line of its own; and then nothing more, until it is cut. */
function dangling(
  server: TestServer,
  { token }: Client,
  path: string,
  offset: number,
  bytes: Buffer,
  announced: number,
) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `PATCH ${path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: ${offset}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${announced}\r\n\r\n`,
  )
  socket.write(bytes)
  return socket
}

const stagedBytes = async (server: TestServer, path: string) =>
  (await openStorage(server.app.house.config).staging.sizeOf(path.split('/').at(-1)!)) ?? 0

for (const database of databases) {
  test(`${database.name}: an upload comes in pieces, and is one medium in the end`, async () => {
    await using server = await testServer(database)
    const [alice, bob] = [await server.signUp('alice'), await server.signUp('bob')]
    const { ask, create, send, offset } = tus(server.url, alice)
    const bytes = random(100_000)
    const path = await create(bytes.length, 'Écoute.bin')
    const first = await send(path, 0, bytes.subarray(0, 30_000))
    expect([first.status, first.headers.get('upload-offset'), await offset(path)]).toEqual([
      204,
      '30000',
      30_000,
    ])
    expect(first.headers.get('upload-expires')).toMatch(/GMT$/)
    expect((await ask('GET', path)).body).toMatchObject({ bytes: 100_000, received: 30_000, media: null })
    const wrong = await send(path, 20_000, bytes.subarray(20_000, 40_000))
    expect([wrong.status, wrong.body.code]).toEqual([409, 'conflict'])
    expect((await send(path, 30_000, bytes.subarray(30_000), { 'Content-Type': 'image/png' })).status).toBe(
      415,
    )
    const others = tus(server.url, bob)
    for (const method of ['GET', 'HEAD', 'DELETE']) expect((await others.ask(method, path)).status).toBe(404)
    expect((await others.send(path, 30_000, bytes.subarray(30_000))).status).toBe(404)
    const last = await send(path, 30_000, bytes.subarray(30_000))
    expect([last.status, last.headers.get('upload-offset'), await offset(path)]).toEqual([
      204,
      '100000',
      100_000,
    ])
    const { media } = (await ask('GET', path)).body
    expect(media).toMatchObject({
      id: path.split('/').at(-1),
      name: 'Écoute.bin',
      bytes: 100_000,
      kind: 'file',
    })
    const { url } = await alice.get(`/api/v1/media/${media.id}`)
    expect(Buffer.from(await (await fetch(server.url + url)).arrayBuffer())).toEqual(bytes)
    expect((await leftOf(server.house)).files).toEqual([media.id])
  })

  test(`${database.name}: what breaks off is gone on with; a dead line does not keep its owner out`, async () => {
    await using server = await testServer(database)
    const alice = await server.signUp('alice')
    const { create, send, offset } = tus(server.url, alice)
    const bytes = random(300_000)
    const path = await create(bytes.length)
    const cut = dangling(server, alice, path, 0, bytes.subarray(0, 100_000), 300_000)
    await until(async () => (await stagedBytes(server, path)) === 100_000)
    cut.destroy()
    await until(async () => (await offset(path)) === 100_000)
    const dead = dangling(server, alice, path, 100_000, bytes.subarray(100_000, 150_000), 200_000)
    await until(async () => (await stagedBytes(server, path)) === 150_000)
    expect(await offset(path)).toBe(150_000)
    const one = dangling(server, alice, path, 150_000, bytes.subarray(150_000, 160_000), 150_000)
    await until(async () => (await stagedBytes(server, path)) === 160_000)
    const both = await Promise.all([
      send(path, 160_000, bytes.subarray(160_000)),
      send(path, 160_000, bytes.subarray(160_000)),
    ])
    // One of them is cut short by the other, or comes too late.
    expect(both.map(({ headers }) => headers.get('upload-offset'))).toContain('300000')
    for (const socket of [dead, one]) socket.destroy()
    const { media } = await alice.get(path)
    const { url } = await alice.get(`/api/v1/media/${media.id}`)
    expect(Buffer.from(await (await fetch(server.url + url)).arrayBuffer())).toEqual(bytes)
  })

  test(`${database.name}: pieces that are not what their checksum says are not kept`, async () => {
    await using server = await testServer(database)
    const { create, send, offset, ask } = tus(server.url, await server.signUp('alice'))
    const bytes = random(5000)
    const path = await create(bytes.length)
    for (const algorithm of ['sha1', 'sha256', 'md5']) {
      const sum = createHash(algorithm).update(bytes).digest('base64')
      const bad = await send(path, 0, random(5000), { 'Upload-Checksum': `${algorithm} ${sum}` })
      expect([algorithm, bad.status, await offset(path)]).toEqual([algorithm, 460, 0])
    }
    expect((await send(path, 0, bytes, { 'Upload-Checksum': 'rot13 x' })).status).toBe(400)
    const good = `sha1 ${createHash('sha1').update(bytes.subarray(0, 3000)).digest('base64')}`
    expect((await send(path, 0, bytes.subarray(0, 3000), { 'Upload-Checksum': good })).status).toBe(204)
    expect((await send(path, 3000, bytes.subarray(3000))).status).toBe(204)
    expect((await ask('GET', path)).body.media.bytes).toBe(5000)
  })

  test(`${database.name}: what will not be taken is forgotten, and so is what nobody goes on with`, async () => {
    const clock = movableClock()
    await using server = await testServer(database, {
      clock,
      env: {
        PARLEY_MAX_MEDIA_BYTES: '50000',
        PARLEY_MAX_IMAGE_BYTES: '10000',
        PARLEY_MEDIA_QUOTA_BYTES: '120000',
      },
    })
    const { house } = server
    const alice = await server.signUp('alice')
    const token = await openTokens(house.secrets.tokenKey, clock).sign(alice.id, alice.sessionId, 10 * day)
    const { ask, create, send, offset } = tus(server.url, { ...alice, token })
    const announce = (length: string) => ask('POST', UPLOADS, { 'Upload-Length': length })
    for (const length of ['', 'x', '-1', '1e3', '0']) expect((await announce(length)).status).toBe(400)
    expect((await announce('50001')).status).toBe(413)
    const damaged = await create(500)
    expect((await send(damaged, 0, sample('photo.jpg').subarray(0, 500))).body.code).toBe('unsupported')
    expect(await offset(damaged)).toBe(404)
    const tooLong = await create(20_000)
    const begin = Buffer.concat([sample('photo.png'), random(5000)])
    expect((await send(tooLong, 0, begin)).body.code).toBe('too_large')
    expect(await offset(tooLong)).toBe(404)
    const longer = await create(100)
    expect((await send(longer, 0, random(101))).status).toBe(413)
    const given = await create(1000)
    await send(given, 0, random(500))
    expect((await ask('DELETE', given)).status).toBe(204)
    expect((await ask('DELETE', given)).status).toBe(404)
    expect((await leftOf(house)).files).toEqual([])
    expect(await collectMedia(house, openStorage(house.config))).toBe(1)
    expect(await leftOf(house)).toEqual({ rows: [], files: [] })

    const paths = [await create(50_000), await create(50_000)] as const
    expect((await announce('20001')).status).toBe(413)
    await send(paths[0], 0, random(100))
    clock.move(23 * hour)
    await send(paths[0], 100, random(100))
    clock.move(2 * hour)
    expect([await offset(paths[0]), await offset(paths[1])]).toEqual([200, 404])
    expect(await collectMedia(house, openStorage(house.config))).toBe(1)
    clock.move(day)
    expect(await collectMedia(house, openStorage(house.config))).toBe(1)
    expect(await leftOf(house)).toEqual({ rows: [], files: [] })
  })

  test(`${database.name}: a picture is shorter when it has been cleaned, and the protocol does not mind`, async () => {
    await using server = await testServer(database)
    const { ask, create, send } = tus(server.url, await server.signUp('alice'))
    const photo = sample('photo.jpg')
    const path = await create(photo.length, 'photo.jpg')
    const last = await send(path, 0, photo)
    expect(last.headers.get('upload-offset')).toBe(String(photo.length))
    const { headers, body } = await ask('GET', path)
    expect([headers.get('upload-offset'), headers.get('upload-length')]).toEqual([
      `${photo.length}`,
      `${photo.length}`,
    ])
    expect(body.media.bytes).toBeLessThan(photo.length)
    expect((await send(path, photo.length, Buffer.alloc(0))).status).toBe(204)
  })

  test(`${database.name}: when a commit fails, the piece can be sent again, and the last one too`, async () => {
    let breaks = 0
    const beforeCommit = () => {
      if (breaks > 0 && --breaks === 0) throw new Error('broken before the commit')
    }
    await using server = await testServer(database, { beforeCommit })
    const { create, send, offset } = tus(server.url, await server.signUp('alice'))
    const photo = sample('photo.png')
    const path = await create(photo.length)
    for (const [from, to] of [
      [0, 500],
      [500, photo.length],
    ] as const) {
      breaks = 1
      expect((await send(path, from, photo.subarray(from, to))).status).toBe(500)
      expect(await offset(path)).toBe(from)
      expect((await send(path, from, photo.subarray(from, to))).status).toBe(204)
    }
    const { rows, files } = await leftOf(server.house)
    expect([
      rows.map(({ state }) => state),
      files.filter((name) => !name.includes('thumbnail')).length,
    ]).toEqual([['ready'], 1])
  })
}

test('the protocol says which version it is, and refuses another', async () => {
  await using server = await testServer(databases[0]!)
  const { ask } = tus(server.url, await server.signUp('alice'))
  const options = await ask('OPTIONS', UPLOADS)
  expect([options.status, options.headers.get('tus-version')]).toEqual([204, '1.0.0'])
  expect(options.headers.get('tus-extension')).toBe('creation,expiration,termination,checksum')
  expect(Number(options.headers.get('tus-max-size'))).toBe(104_857_600)
  const old = await ask('POST', UPLOADS, { 'Tus-Resumable': '0.2.2', 'Upload-Length': '3' })
  expect([old.status, old.headers.get('tus-version')]).toEqual([412, '1.0.0'])
  expect((await leftOf(server.house)).rows).toEqual([])
})

for (const database of shared)
  test(`${database.name}: two processes on one folder: a piece may go to either, and the same one is taken once`, async () => {
    await using server = await testServer(database)
    await using other = await anotherApp(server, { schedule: false })
    const alice = await server.signUp('alice')
    const [here, there] = [tus(server.url, alice), tus(other.url, alice)]
    const bytes = random(90_000)
    const path = await here.create(bytes.length)
    expect((await here.send(path, 0, bytes.subarray(0, 30_000))).status).toBe(204)
    expect((await there.send(path, 30_000, bytes.subarray(30_000, 60_000))).status).toBe(204)
    const both = await Promise.all(
      [here, there].map(({ send }) => send(path, 60_000, bytes.subarray(60_000))),
    )
    // The other came while it was taken, or when the upload was over.
    const ways = [
      [204, 404],
      [204, 409],
    ]
    expect(ways).toContainEqual(both.map(({ status }) => status).sort())
    const { url } = await alice.get(`/api/v1/media/${path.split('/').at(-1)}`)
    expect(Buffer.from(await (await fetch(other.url + url)).arrayBuffer())).toEqual(bytes)
    expect((await leftOf(server.house)).files).toHaveLength(1)
  })

test('whoever finds the file gone, as another process has just finished the upload, is told so', async () => {
  await using its = await testHouse(databases[0]!)
  const { house, alice } = its
  const storage = openStorage(house.config)
  const { id } = await house.commit((tx) => reserve(tx, alice.id, { name: 'x', bytes: 5 }, house.config))
  const send = (to: Storage, offset: number, body: string) => {
    const request = new Request('http://localhost', { method: 'PATCH', body })
    return append(house, to, openSenders(), alice, { id, offset }, request)
  }
  await send(storage, 0, 'he')
  const outrun = {
    ...storage.staging,
    async sizeOf(name: string) {
      const size = await storage.staging.sizeOf(name)
      await send(storage, 2, 'llo')
      return size
    },
  }
  const late = send({ ...storage, staging: outrun }, 2, 'llo')
  await expect(late).rejects.toMatchObject({ code: 'conflict' })
  expect(await findUpload(house, alice, id)).toMatchObject({ state: 'ready', received: 5 })
  const file = await storage.store.read(fileName(id), { from: 0, to: 5 }, 5)
  expect(await new Response(file).text()).toBe('hello')
})
