import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { filesOf, form, leftOf, mediaApi, SECRET, sample } from '../../test/media.ts'
import { testServer } from '../../test/server.ts'
import { until } from '../../test/until.ts'
import { removeUser } from '../users/remove.ts'
import { forgetMedia } from './remove.ts'
import { thumbnailer } from './thumbnail.ts'

const nothing = { rows: [], files: [] }
const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))

for (const database of databases) {
  test(`${database.name}: what alice uploads is kept, told by its bytes, and hers alone`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload, asking, get } = mediaApi(house)
    const hasThumbnails = (await thumbnailer()) !== undefined
    const photo = await upload(alice, sample('photo.jpg'), 'holiday.html')
    expect(photo).toMatchObject({ kind: 'image', content_type: 'image/jpeg', name: 'holiday.html.jpg' })
    expect([photo.width, photo.height, photo.has_thumbnail]).toEqual([16, 24, hasThumbnails])
    const bytes = random(100_000)
    const file = await upload(alice, bytes, 'notes.txt')
    expect(file).toMatchObject({ kind: 'file', content_type: 'application/octet-stream', bytes: 100_000 })
    const voice = await upload(alice, sample('sound.webm'), 'voice')
    expect(voice).toMatchObject({ kind: 'audio', name: 'voice.weba', duration_ms: 1139, width: null })

    const shown = await asking(alice, 'GET', `/media/${photo.id}`)
    const kept = Buffer.from(await (await get(shown.body.url)).arrayBuffer())
    expect([kept.length, kept.includes(SECRET)]).toEqual([photo.bytes, false])
    const whole = await get((await asking(alice, 'GET', `/media/${file.id}`)).body.url)
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    expect((await asking(bob, 'GET', `/media/${photo.id}`)).status).toBe(404)

    const page = (await asking(alice, 'GET', '/media?limit=2')).body
    expect(page.items.map((one: { id: string }) => one.id)).toEqual([voice.id, file.id])
    expect(page.used_bytes).toBe(photo.bytes + file.bytes + voice.bytes)
    const rest = (await asking(alice, 'GET', `/media?limit=2&after=${page.next}`)).body
    expect([rest.items.map((one: { id: string }) => one.id), rest.next]).toEqual([[photo.id], null])
    expect((await asking(bob, 'GET', '/media')).body).toMatchObject({ items: [], used_bytes: 0 })
    const names = [photo, file, voice].map(({ id }) => id)
    expect(await filesOf(house)).toEqual(
      [...names, ...(hasThumbnails ? [`${photo.id}.thumbnail`] : [])].sort(),
    )
  })

  test(`${database.name}: what is refused leaves nothing, neither rows nor files`, async () => {
    await using its = await testHouse(database, {
      env: {
        PARLEY_MAX_MEDIA_BYTES: '200000',
        PARLEY_MAX_IMAGE_BYTES: '100000',
        PARLEY_MAX_AUDIO_BYTES: '1024',
      },
    })
    const { house, alice } = its
    const { tryUpload, asking } = mediaApi(house)
    const codeOf = async (bytes: Uint8Array) => (await tryUpload(alice, bytes)).body.code
    const padded = (head: Buffer, bytes: number) => Buffer.concat([head, random(bytes - head.length)])
    expect(await codeOf(Buffer.alloc(0))).toBe('invalid')
    expect(await codeOf(random(200_001))).toBe('too_large')
    expect(await codeOf(padded(sample('photo.png'), 100_001))).toBe('too_large')
    expect(await codeOf(sample('sound.webm'))).toBe('too_large')
    expect(await codeOf(sample('photo.jpg').subarray(0, 100))).toBe('unsupported')
    const { headers, body } = form(random(1000), 'x')
    const spoilt: Record<string, [string | undefined, Buffer]> = {
      'is no form': ['application/json', Buffer.from('{}')],
      'names no boundary': ['multipart/form-data', body],
      'has another boundary': ['multipart/form-data; boundary=other', body],
      'breaks off in the file': [headers['Content-Type'], body.subarray(0, 500)],
      'breaks off before the end': [headers['Content-Type'], body.subarray(0, -4)],
      'breaks off in its head': [headers['Content-Type'], body.subarray(0, 60)],
      'is empty': [headers['Content-Type'], Buffer.alloc(0)],
      'has two files': [
        headers['Content-Type'],
        Buffer.concat([body.subarray(0, -4), Buffer.from('\r\n'), body]),
      ],
      'has a field before': [
        headers['Content-Type'],
        Buffer.from(body.toString('latin1').replace('name="file"; filename="x"', 'name="to"'), 'latin1'),
      ],
      'has a head without end': [
        headers['Content-Type'],
        Buffer.concat([body.subarray(0, 60), Buffer.alloc(50_000, 'x')]),
      ],
    }
    for (const [what, [type, bytes]] of Object.entries(spoilt)) {
      const answer = await asking(alice, 'POST', '/media', {
        headers: type ? { 'Content-Type': type } : {},
        body: Uint8Array.from(bytes),
      })
      expect([what, answer.body.code]).toEqual([what, what === 'is no form' ? 'unsupported' : 'invalid'])
    }
    expect(await leftOf(house)).toEqual(nothing)
    expect((await tryUpload(alice, random(200_000))).status).toBe(201)
  })

  test(`${database.name}: nobody gets more room than he has, however many uploads come at once`, async () => {
    await using its = await testHouse(database, { env: { PARLEY_MEDIA_QUOTA_BYTES: '250000' } })
    const { house, alice, bob } = its
    const { tryUpload, upload, asking } = mediaApi(house)
    const first = await upload(alice, random(100_000))
    const both = await Promise.all([tryUpload(alice, random(140_000)), tryUpload(alice, random(140_000))])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 413])
    const refused = await tryUpload(alice, random(20_000))
    expect(refused.body).toMatchObject({ code: 'too_large', detail: expect.stringContaining('10000') })
    expect((await tryUpload(bob, random(140_000))).status).toBe(201)
    expect((await asking(alice, 'DELETE', `/media/${first.id}`)).status).toBe(204)
    expect((await tryUpload(alice, random(20_000))).status).toBe(201)
    expect((await asking(alice, 'GET', '/media')).body).toMatchObject({
      used_bytes: 160_000,
      quota_bytes: 250_000,
    })
  })

  test(`${database.name}: when the last commit fails, or the account goes meanwhile, nothing is left`, async () => {
    let breaks = 0
    const beforeCommit = () => {
      if (breaks > 0 && --breaks === 0) throw new Error('broken before the commit')
    }
    await using its = await testHouse(database, { beforeCommit })
    const { house, alice, bob } = its
    const { tryUpload } = mediaApi(house)
    breaks = 2
    expect((await tryUpload(alice, sample('photo.jpg'))).status).toBe(500)
    expect(breaks).toBe(0)
    expect(await leftOf(house)).toEqual(nothing)
    let told = () => {}
    const begun = new Promise<void>((resolve) => {
      told = resolve
    })
    const { headers, body } = form(random(1000), 'x')
    const { promise: gone, resolve: go } = Promise.withResolvers<void>()
    const slow = new ReadableStream<Uint8Array>({
      async start(stream) {
        stream.enqueue(body.subarray(0, 500))
        told()
        await gone
        stream.enqueue(body.subarray(500))
        stream.close()
      },
    })
    const answer = mediaApi(house).asking(bob, 'POST', '/media', { headers, body: slow })
    await begun
    await until(async () => (await leftOf(house)).files.length > 0)
    await house.commit((tx) => removeUser(tx, bob.id, [forgetMedia]))
    go()
    expect((await answer).status).toBe(404)
    expect((await leftOf(house)).files).toEqual([])
  })
}

test('over a real line: a length that is told, one that is not, and one that is a lie', async () => {
  await using server = await testServer(databases[0]!, { env: { PARLEY_MAX_MEDIA_BYTES: '300000' } })
  const alice = await server.signUp('alice')
  const address = `${server.url}/api/v1/media`
  const post = (body: Bun.BodyInit, headers: Record<string, string>) =>
    fetch(address, { method: 'POST', headers: { Authorization: `Bearer ${alice.token}`, ...headers }, body })
  const bytes = random(290_000)
  const data = new FormData()
  data.set('file', new File([Uint8Array.from(bytes)], 'naïve "quoted" name.bin'))
  const told = (await (await post(data, {})).json()) as { bytes: number; name: string }
  expect([told.bytes, told.name]).toEqual([290_000, 'naïve _quoted_ name.bin'])
  const { headers, body } = form(bytes, 'x')
  const chunked = new ReadableStream({
    async pull(stream) {
      stream.enqueue(Uint8Array.from(body))
      stream.close()
    },
  })
  expect(((await (await post(chunked, headers)).json()) as { bytes: number }).bytes).toBe(290_000)
  const tooMuch = form(random(301_000), 'x')
  expect((await post(Uint8Array.from(tooMuch.body), tooMuch.headers)).status).toBe(413)
  const endless = new ReadableStream({
    async pull(stream) {
      stream.enqueue(Uint8Array.from(tooMuch.body))
    },
  })
  expect((await post(endless, tooMuch.headers).catch(() => ({ status: 413 }))).status).toBe(413)
  // The other addresses have the limit that they had.
  expect(
    (await fetch(`${server.url}/api/v1/users`, { method: 'POST', body: random(1_100_000) })).status,
  ).toBe(413)
  const unmeasured = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024)) })
  const flood = fetch(`${server.url}/api/v1/users`, { method: 'POST', body: unmeasured })
  expect((await flood.catch(() => ({ status: 413 }))).status).toBe(413)
  await until(async () => (await leftOf(server.house)).rows.length === 2)
  expect((await leftOf(server.house)).files).toHaveLength(2)
})

test('somebody hangs up in the middle, and nothing of his upload is left', async () => {
  await using server = await testServer(databases[0]!)
  const alice = await server.signUp('alice')
  const { headers, body } = form(random(200_000), 'x')
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST /api/v1/media HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${alice.token}\r\nContent-Type: ${headers['Content-Type']}\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  socket.write(body.subarray(0, 100_000))
  await until(async () => (await leftOf(server.house)).files.length === 1)
  socket.destroy()
  await until(async () => (await leftOf(server.house)).rows.length === 0)
  expect(await leftOf(server.house)).toEqual(nothing)
})
