import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { form, mediaApi, sample } from '../../test/media.ts'
import { testServer } from '../../test/server.ts'
import { minute, second } from '../clock.ts'
import { disposition } from './file-name.ts'
import { readRange } from './range.ts'
import { thumbnailer } from './thumbnail.ts'

const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))

for (const database of databases) {
  test(`${database.name}: an address is good for some minutes, for one file, and for whoever knows it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, clock } = its
    const { upload, asking, get } = mediaApi(house)
    const bytes = random(1000)
    const [mine, other] = [await upload(alice, bytes), await upload(alice, random(1000))]
    const addressOf = async (id: string) => (await asking(alice, 'GET', `/media/${id}`)).body
    const { url, expires_at, thumbnail_url } = await addressOf(mine.id)
    expect([
      thumbnail_url,
      expires_at - clock.now() >= 5 * minute,
      expires_at - clock.now() <= 10 * minute,
    ]).toEqual([null, true, true])
    expect((await addressOf(mine.id)).url).toBe(url)
    expect(Buffer.from(await (await get(url)).arrayBuffer())).toEqual(bytes)
    const content = await asking(alice, 'GET', `/media/${mine.id}/content`, { redirect: 'manual' })
    expect([content.status, content.headers.get('location')]).toEqual([302, url])
    expect((await asking(alice, 'GET', `/media/${mine.id}/thumbnail`)).status).toBe(404)

    const [path, query] = url.split('?')
    const parts = new URLSearchParams(query)
    const signature = parts.get('signature')!
    const forged = (changes: Record<string, string>) => {
      const changed = new URLSearchParams(query)
      for (const [name, value] of Object.entries(changes)) changed.set(name, value)
      return `${path}?${changed}`
    }
    const wrong = [
      forged({ signature: `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}` }),
      forged({ signature: '' }),
      forged({ signature: 'x'.repeat(43) }),
      forged({ expires: String(Number(parts.get('expires')) + 300) }),
      forged({ thumbnail: '1' }),
      url.replace(mine.id, other.id),
      url.replace(mine.id, '01a1fd51-0000-7000-8000-000000000000'),
    ]
    for (const one of wrong) expect([one, (await get(one)).status]).toEqual([one, 404])
    for (const one of [
      path!,
      `${path}?expires=1`,
      forged({ expires: 'x' }),
      forged({ more: '1' }),
      `${path}?signature=${signature}`,
    ])
      expect([one, (await get(one)).status]).toEqual([one, 400])
    clock.move(expires_at - clock.now() - second)
    expect((await get(url)).status).toBe(200)
    clock.move(second)
    expect((await get(url)).status).toBe(404)
    const later = (await addressOf(mine.id)).url
    expect((await get(later)).status).toBe(200)
    await asking(alice, 'DELETE', `/media/${mine.id}`)
    expect((await get(later)).status).toBe(404)
  })

  test(`${database.name}: nothing that is served can run in our origin`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const { upload, asking, get } = mediaApi(house)
    const served = async (bytes: Buffer, name: string) => {
      const { id } = await upload(alice, bytes, name)
      const { headers } = await get((await asking(alice, 'GET', `/media/${id}`)).body.url)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*; sandbox$/)
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      return [headers.get('content-type'), headers.get('content-disposition')]
    }
    const saved = (name: string) => ['application/octet-stream', disposition('attachment', name)]
    expect(await served(Buffer.from('<script>alert(1)</script>'.repeat(9)), 'a.html')).toEqual(
      saved('a.html'),
    )
    expect(
      await served(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'a.svg'),
    ).toEqual(saved('a.svg'))
    expect(await served(Buffer.from('%PDF-1.7 (alert(1))'), 'a.pdf')).toEqual(saved('a.pdf'))
    const polyglot = Buffer.concat([sample('photo.gif'), Buffer.from('=1;alert(document.domain)//<script>')])
    expect(await served(polyglot, 'a.js')).toEqual(['image/gif', disposition('inline', 'a.js.gif')])
    const [type, how] = await served(Buffer.from('MZ and so on'), '../../\u202egpj.exe')
    expect([type, how]).toEqual([
      'application/octet-stream',
      `attachment; filename="gpj.exe"; filename*=UTF-8''gpj.exe`,
    ])
  })

  test(`${database.name}: any part of a file can be had, and nothing that is no part of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const { upload, asking, get } = mediaApi(house)
    const bytes = random(10_000)
    const { id } = await upload(alice, bytes)
    const { url } = (await asking(alice, 'GET', `/media/${id}`)).body
    const range = async (asked: string, more: Record<string, string> = {}) => {
      const answer = await get(url, { Range: asked, ...more })
      const body = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, range: answer.headers.get('content-range'), body, length: body.length }
    }
    for (const [asked, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=0-99', 0, 100],
      ['bytes=9999-', 9999, 10_000],
      ['bytes=100-', 100, 10_000],
      ['bytes=-1', 9999, 10_000],
      ['bytes=-10000', 0, 10_000],
      ['bytes=-99999', 0, 10_000],
      ['bytes=5000-999999999', 5000, 10_000],
      ['Bytes= 7-9 ', 7, 10],
    ] as const) {
      const { status, range: said, body } = await range(asked)
      expect([asked, status, said]).toEqual([asked, 206, `bytes ${from}-${to - 1}/10000`])
      expect(body.equals(bytes.subarray(from, to))).toBe(true)
    }
    for (const asked of ['bytes=10000-', 'bytes=10000-20000', 'bytes=-0', 'bytes=999999999999999-'])
      expect([asked, await range(asked)]).toEqual([
        asked,
        { status: 416, range: 'bytes */10000', body: Buffer.alloc(0), length: 0 },
      ])
    for (const asked of [
      'bytes=',
      'bytes=-',
      'bytes=5-2',
      'bytes=a-b',
      'bytes=1-2,5-6',
      'lines=1-2',
      'bytes=1-2x',
      'bytes=--1',
      '1-2',
      'bytes=1e3-',
      'bytes=9999999999999999-',
    ]) {
      const { status, body } = await range(asked)
      expect([asked, status, body.equals(bytes)]).toEqual([asked, 200, true])
    }
    const etag = (await get(url)).headers.get('etag')!
    const some = 'bytes=5-9'
    expect((await range(some, { 'If-Range': etag })).status).toBe(206)
    for (const not of ['"another"', `W/${etag}`, 'Sat, 21 Nov 2026 09:00:00 GMT'])
      expect((await range(some, { 'If-Range': not })).length).toBe(10_000)
    for (const known of [etag, `"x", ${etag}`, `W/${etag}`, '*'])
      expect((await range(some, { 'If-None-Match': known })).status).toBe(304)
    expect((await range(some, { 'If-None-Match': '"x"' })).status).toBe(206)
    const head = await get(url, { Range: some }, 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10000', ''])
  })
}

test('over a real line, lengths are said, and a part that was decided against is not given', async () => {
  await using server = await testServer(databases[0]!)
  const alice = await server.signUp('alice')
  const bytes = random(200_000)
  const { headers, body } = form(bytes, 'x')
  const authorization = { Authorization: `Bearer ${alice.token}` }
  const sent = await fetch(`${server.url}/api/v1/media`, {
    method: 'POST',
    headers: { ...headers, ...authorization },
    body: Uint8Array.from(body),
  })
  const { id } = (await sent.json()) as { id: string }
  const { url } = await alice.get(`/api/v1/media/${id}`)
  const get = (more: Record<string, string>, method = 'GET') =>
    fetch(server.url + url, { method, headers: more })
  const whole = await get({})
  expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '200000'])
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  const part = await get({ Range: 'bytes=0-99999' })
  expect([part.status, part.headers.get('content-length'), part.headers.get('accept-ranges')]).toEqual([
    206,
    '100000',
    'bytes',
  ])
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(0, 100_000))).toBe(true)
  const all = await get({ Range: 'bytes=0-199999' })
  expect([all.status, (await all.arrayBuffer()).byteLength]).toEqual([206, 200_000])
  for (const more of [{ 'If-Range': '"x"', Range: 'bytes=5-9' }, { Range: 'bytes=1-2,4-5' }]) {
    const answer = await get(more as never)
    expect([answer.status, answer.headers.get('content-range')]).toEqual([200, null])
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  }
  const head = await get({}, 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '200000'])
  const cookie = await fetch(`${server.url}/api/v1/media/${id}/content`, { headers: authorization })
  expect([cookie.redirected, (await cookie.arrayBuffer()).byteLength]).toEqual([true, 200_000])
})

test('a thumbnail is a small picture without a word', async () => {
  if (!(await thumbnailer())) return console.log('no sharp here: thumbnails are not tried')
  await using its = await testHouse(databases[0]!)
  const { house, alice } = its
  const { upload, asking, get } = mediaApi(house)
  for (const name of ['photo.jpg', 'photo.png', 'photo.webp', 'photo.gif', 'photo.avif']) {
    const { id, has_thumbnail } = await upload(alice, sample(name), name)
    expect([name, has_thumbnail]).toEqual([name, true])
    const { thumbnail_url } = (await asking(alice, 'GET', `/media/${id}`)).body
    const answer = await get(thumbnail_url)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(bytes.toString('latin1', 8, 12)).toBe('WEBP')
    expect(['EXIF', 'XMP ', 'SECRET'].filter((word) => bytes.includes(word))).toEqual([])
    const redirected = await asking(alice, 'GET', `/media/${id}/thumbnail`)
    expect(redirected.headers.get('location')).toBe(thumbnail_url)
  }
})

test('ranges are read as RFC 9110 has them', () => {
  expect(readRange(null, 10)).toBe('whole')
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(readRange('bytes=-5', 0)).toBe('unsatisfiable')
})

test('a name goes into a header whole, and cannot get out of it', () => {
  expect(disposition('inline', 'naïve "x"; filename=evil.exe')).toBe(
    `inline; filename="na_ve _x_; filename=evil.exe"; filename*=UTF-8''na%C3%AFve%20%22x%22%3B%20filename%3Devil.exe`,
  )
  expect(disposition('attachment', `o'hara (1)*.txt`)).toContain(`filename*=UTF-8''o%27hara%20%281%29%2A.txt`)
})
