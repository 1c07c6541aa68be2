import { expect, test } from 'bun:test'
import { databases } from '../../../test/databases.ts'
import { testHouse } from '../../../test/house.ts'
import { filesOf, form, mediaApi, SECRET, sample } from '../../../test/media.ts'
import { fakeS3 } from '../../../test/s3.ts'
import { testServer } from '../../../test/server.ts'
import { checkMedia } from '../../cli/doctor/media.ts'
import { day, hour } from '../../clock.ts'
import { newId } from '../../id.ts'
import { collectMedia } from '../collect.ts'
import { thumbnailer } from '../thumbnail.ts'
import { openStorage } from './storage.ts'

const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))
const sqlite = databases[0]!

test('media lie in the bucket, and nothing of them here; and are removed from it', async () => {
  await using bucket = fakeS3()
  await using its = await testHouse(sqlite, { env: bucket.env })
  const { house, alice, clock } = its
  const { upload, asking, get } = mediaApi(house)
  const photo = await upload(alice, sample('photo.jpg'))
  const [shelf, thumbnails] = [photo.id.slice(-2), (await thumbnailer()) !== undefined]
  const keys = [`parley/${shelf}/${photo.id}`, `parley/${shelf}/${photo.id}.thumbnail`]
  expect(bucket.keys()).toEqual(thumbnails ? keys : keys.slice(0, 1))
  expect(await filesOf(house)).toEqual([])
  const { url } = (await asking(alice, 'GET', `/media/${photo.id}`)).body
  const shown = await get(url)
  const bytes = Buffer.from(await shown.arrayBuffer())
  expect([shown.headers.get('content-type'), bytes.length, bytes.includes(SECRET)]).toEqual([
    'image/jpeg',
    photo.bytes,
    false,
  ])
  const part = await get(url, { Range: 'bytes=2-5' })
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(2, 6)])
  expect((await asking(alice, 'DELETE', `/media/${photo.id}`)).status).toBe(204)
  expect(bucket.keys()).toEqual([])
  await upload(alice, random(50))
  clock.move(day)
  // That, and the row of the photo, which stays until its files are known to be gone.
  expect([await collectMedia(house, openStorage(house.config)), bucket.keys()]).toEqual([2, []])
})

test('what is large goes up in parts, and comes down over a real line as it went', async () => {
  await using bucket = fakeS3()
  await using server = await testServer(sqlite, { env: bucket.env })
  const alice = await server.signUp('alice')
  const bytes = random(12_000_000)
  const { headers, body } = form(bytes, 'large.bin')
  const authorization = { Authorization: `Bearer ${alice.token}` }
  const init = { method: 'POST', headers: { ...headers, ...authorization }, body: Uint8Array.from(body) }
  const { id } = (await (await fetch(`${server.url}/api/v1/media`, init)).json()) as { id: string }
  expect(bucket.requests.filter((one) => one.startsWith('PUT')).length).toBeGreaterThan(1)
  expect(bucket.parts()).toEqual([])
  const { url } = await alice.get(`/api/v1/media/${id}`)
  const whole = await fetch(server.url + url)
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  const part = await fetch(server.url + url, { headers: { Range: 'bytes=7999990-8000009' } })
  const said = ['content-range', 'content-length'].map((name) => part.headers.get(name))
  expect([part.status, ...said]).toEqual([206, 'bytes 7999990-8000009/12000000', '20'])
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(7_999_990, 8_000_010))).toBe(true)
})

test('a bucket that does not answer refuses uploads, and leaves nothing half', async () => {
  await using bucket = fakeS3()
  await using its = await testHouse(sqlite, { env: bucket.env })
  const { house, alice } = its
  const { upload, tryUpload, asking, get } = mediaApi(house)
  const before = await upload(alice, random(100))
  bucket.breakWhen((request) => request.startsWith('PUT') || request.startsWith('GET'))
  const refused = await tryUpload(alice, random(9_000_000))
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable'])
  const { url } = (await asking(alice, 'GET', `/media/${before.id}`)).body
  expect((await get(url)).status).toBe(503)
  const rows = await house.db.reader.selectFrom('media').select('id').execute()
  expect([rows, bucket.keys().length, await filesOf(house)]).toEqual([[{ id: before.id }], 1, []])
  bucket.breakWhen(() => false)
  expect((await get(url)).status).toBe(200)
  bucket.remove(`parley/${before.id.slice(-2)}/${before.id}`)
  expect((await get(url)).status).toBe(404)
})

test('the doctor compares the bucket with the rows, page by page, and minds his own part of it', async () => {
  await using bucket = fakeS3()
  await using its = await testHouse(sqlite, { env: bucket.env })
  const { house, alice } = its
  const { upload } = mediaApi(house)
  await house.commit((tx) =>
    tx.db
      .updateTable('users')
      .set({ created_at: Date.now() - hour })
      .execute(),
  )
  for (let i = 0; i < 4; i++) await upload(alice, random(100))
  const orphan = newId()
  await bucket.put(`parley/${orphan.slice(-2)}/${orphan}`, 'orphan')
  await bucket.put('elsewhere/ab/something', 'not ours')
  const marks = async (cleans: boolean) =>
    (await checkMedia(house.config, Date.now(), cleans)).slice(1).map(({ text }) => text)
  expect(await marks(true)).toEqual([
    expect.stringMatching(/^the files of all 4 media are there, in bucket the-bucket, parley\/$/),
    expect.stringMatching(/^removed 1 files/),
  ])
  expect((await marks(false))[1]).toBe('no file is left over')
  expect(bucket.keys().filter((key) => !key.startsWith('parley/'))).toEqual(['elsewhere/ab/something'])
})
