import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { noise, SECRET, sample, tinyGif } from '../../test/media.ts'
import { removeUser } from '../users/remove.ts'
import { sniffPicture } from './pictures.ts'
import { thumbnailer } from './thumbnail.ts'

const png = sample('photo.png')
const gif = Buffer.from(tinyGif)

for (const database of databases) {
  test(`${database.name}: bob's picture is kept without what else it says, and his friends hear of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const put = putter(its)
    await group(house, [alice, bob])
    const before = await its.head()
    const first = await put(bob, png)
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"'])
    expect(first.body.picture).toMatch(/^\/media\/pictures\/[\w-]{22}$/)
    const shown = await get(its, first.body.picture)
    const kept = Buffer.from(await shown.arrayBuffer())
    expect([png.includes(SECRET), kept.includes(SECRET), sniffPicture(kept)]).toEqual([
      true,
      false,
      'image/png',
    ])
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    const heard = await its.hears(alice, before)
    expect(heard.map((entry) => [entry.kind, entry.body.user.picture])).toEqual([
      ['user.updated', first.body.picture],
    ])
    expect(await its.hears(dora, before)).toEqual([])
    const second = await put(bob, gif)
    expect(second.body.picture).not.toBe(first.body.picture)
    expect((await get(its, first.body.picture)).status).toBe(404)
    expect((await get(its, second.body.picture)).headers.get('content-type')).toBe('image/gif')
    const removed = await testApi(house).as(bob)('DELETE', '/users/me/picture')
    expect(removed.body.picture).toBeNull()
    expect((await get(its, second.body.picture)).status).toBe(404)
    expect(await house.db.reader.selectFrom('pictures').select('id').execute()).toEqual([])
  })

  test(`${database.name}: what is no picture, or too large, is refused and not kept`, async () => {
    await using its = await testHouse(database, { env: { PARLEY_MAX_PICTURE_BYTES: '1024' } })
    const put = putter(its)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    for (const not of [
      svg,
      Buffer.from('<html>'),
      Buffer.from(''),
      Buffer.from('%PDF-1.7'),
      png.subarray(0, 7),
    ])
      expect((await put(its.bob, not)).body.code).toBe('unsupported')
    expect((await put(its.bob, png.subarray(0, 100))).body.code).toBe('unsupported')
    expect((await put(its.bob, noise(100))).body.code).toBe('too_large')
    expect((await put(its.bob, png)).status).toBe(200)
    for (const none of ['x', '..%2f..%2fsecrets.json', '%00', "'", 'x'.repeat(41), '%E0%A4%A'])
      expect([none, (await get(its, `/media/pictures/${none}`)).status]).toEqual([none, 404])
  })

  test(`${database.name}: a picture set while the account goes does not outlive it`, async () => {
    await using its = await testHouse(database)
    const { signUp, as, send } = testApi(its.house)
    const { access_token, user } = (await signUp('erik')).body
    expect((await as(access_token)('GET', '/users/me')).status).toBe(200)
    const put = send('PUT', '/users/me/picture', {
      headers: { Authorization: `Bearer ${access_token}` },
      body: png,
    })
    await its.house.commit((tx) => removeUser(tx, user.id, []))
    expect((await put).status).toBe(404)
    expect(await its.house.db.reader.selectFrom('pictures').select('id').execute()).toEqual([])
  })
}

test('a picture that is too large is made smaller, and one that no camera makes is refused', async () => {
  if (!(await thumbnailer())) return console.log('no sharp here: no picture is made smaller')
  await using its = await testHouse(databases[0]!)
  const put = putter(its)
  const large = noise(700)
  expect(large.length).toBeGreaterThan(2 ** 20)
  const { status, body } = await put(its.bob, large)
  expect(status).toBe(200)
  const shown = await get(its, body.picture)
  expect(shown.headers.get('content-type')).toBe('image/webp')
  expect((await shown.arrayBuffer()).byteLength).toBeLessThan(its.house.config.maxPictureBytes)
  expect((await put(its.bob, Buffer.concat([png, Buffer.alloc(10 * 2 ** 20)]))).body.code).toBe('too_large')
  expect((await testApi(its.house).as(its.bob)('GET', '/users/me')).body.picture).toBe(body.picture)
})

test('a picture is what its first bytes say', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  expect(sniffPicture(bytes(`\xff\xd8\xff\xe0${'\0'.repeat(8)}`))).toBe('image/jpeg')
  expect(sniffPicture(bytes(tinyGif.replace('89', '87')))).toBe('image/gif')
  expect(sniffPicture(bytes('RIFF\x00\x00\x00\x00WEBPVP8 '))).toBe('image/webp')
  for (const not of ['RIFF\x00\x00\x00\x00WAVE', ' GIF87a', '\x89PNX\r\n\x1a\n', '\xff\xd8'])
    expect(() => sniffPicture(bytes(not))).toThrow('Expected a picture')
})

type Its = Awaited<ReturnType<typeof testHouse>>

function putter(its: Its) {
  const { tokens, send } = testApi(its.house)
  return async (who: { id: string; sessionId: string }, body: Buffer) => {
    const token = await tokens.sign(who.id, who.sessionId, 60_000)
    return send('PUT', '/users/me/picture', {
      headers: { Authorization: `Bearer ${token}` },
      body: Uint8Array.from(body),
    })
  }
}

const get = (its: Its, path: string) => testApi(its.house).api.request(`http://parley.test${path}`)
