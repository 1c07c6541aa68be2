import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { readConfig } from '../config.ts'
import { readCookie } from './authenticate.ts'
import { revokeSession } from './sessions.ts'

const otherSite = { PARLEY_CORS_ORIGINS: 'https://app.example' }

for (const database of databases) {
  test(`${database.name}: a cookie is good for reading, and for writing from our own pages only`, async () => {
    await using its = await testHouse(database, { env: otherSite })
    const { ask, signUp } = testApi(its.house)
    const signed = await signUp('erik')
    const Cookie = signed.headers.get('set-cookie')!.split(';')[0]!
    const edit = async (headers: Record<string, string>) =>
      (await ask('PATCH', '/users/me', { about: 'x' }, { Cookie, Host: 'parley.test', ...headers })).status
    expect((await ask('GET', '/users/me', undefined, { Cookie })).body.username).toBe('erik')
    expect(
      (await ask('GET', '/users/me', undefined, { Cookie, 'Sec-Fetch-Site': 'cross-site' })).status,
    ).toBe(200)
    const ours: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'http://parley.test' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://app.example' },
    ]
    for (const headers of ours) expect([headers, await edit(headers)]).toEqual([headers, 200])
    const theirs: Record<string, string>[] = [
      {},
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://parley.test.evil.example' },
      { Origin: 'http://evil.example/parley.test' },
      { Origin: 'http://parley.test:8080' },
      { Origin: 'https://app.example.evil.example' },
      { Origin: '' },
      { Origin: 'not an origin' },
    ]
    for (const headers of theirs) expect([headers, await edit(headers)]).toEqual([headers, 403] as never)
    const bearer = { Authorization: `Bearer ${signed.body.access_token}`, Cookie: '' }
    expect(await edit({ ...bearer, 'Sec-Fetch-Site': 'cross-site' })).toBe(200)
    // RFC 9110, section 11.4: the name in any case, and any number of spaces.
    expect(await edit({ Authorization: `bEARER   ${signed.body.access_token}`, Cookie: '' })).toBe(200)
    expect(await edit({ Authorization: `Bearer   ${signed.body.access_token}`, Cookie: '' })).toBe(200)
    expect(await edit({ Authorization: 'Basic ZXJpazp4' })).toBe(401)
  })

  test(`${database.name}: a cookie ends with its session; a made-up one is nobody`, async () => {
    await using its = await testHouse(database)
    const { ask, signUp, logIn } = testApi(its.house)
    const { headers, body } = await signUp('erik')
    const Cookie = headers.get('set-cookie')!.split(';')[0]!
    const status = async (cookie: string) =>
      (await ask('GET', '/users/me', undefined, { Cookie: cookie })).status
    expect(await status(`theme=dark; ${Cookie}; lang=fr`)).toBe(200)
    for (const made of [
      'parley_session=',
      'parley_session=x',
      `x${Cookie}`,
      Cookie.slice(0, -1),
      'parley_session=%00',
    ])
      expect([made, await status(made)]).toEqual([made, 401])
    await its.house.commit((tx) => revokeSession(tx, body.user.id, body.session_id, 'logout'))
    expect(await status(Cookie)).toBe(401)
    const second = (await logIn({ username: 'erik' })).headers.get('set-cookie')!.split(';')[0]!
    expect(await status(second)).toBe(200)
    its.clock.move(its.house.config.sessionMs)
    expect(await status(second)).toBe(401)
    expect((await testApi(its.house).ask('GET', '/users/me', undefined, { Cookie: second })).status).toBe(401)
  })

  test(`${database.name}: a session of somebody who is not active is none, even if it was left open`, async () => {
    await using its = await testHouse(database)
    const state = (state: 'active' | 'suspended') =>
      its.house.db.writer.updateTable('users').set({ state }).where('id', '=', its.bob.id).execute()
    const fresh = async () => (await testApi(its.house).as(its.bob)('GET', '/users/me')).status
    await state('suspended')
    expect(await fresh()).toBe(401)
    await state('active')
    expect(await fresh()).toBe(200)
  })

  test(`${database.name}: what one process revokes, the other forgets as soon as it has read the log`, async () => {
    await using its = await testHouse(database)
    const env = {
      PARLEY_DATA_DIR: its.place.dataDir,
      DATABASE_URL: its.place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const other = await openHouse(readConfig(env), { clock: its.clock })
    const [here, there] = [testApi(its.house), testApi(other.house)]
    const { body } = await here.signUp('erik')
    const seen = async () => (await there.as(body.access_token)('GET', '/users/me')).status
    expect(await seen()).toBe(200)
    await here.as(body.access_token)('DELETE', '/sessions/current')
    await other.house.tail.look()
    expect(await seen()).toBe(401)
    await other.close()
  })

  test(`${database.name}: who fails to say who he is may not go on for ever`, async () => {
    await using its = await testHouse(database, { env: { PARLEY_RATE_ANONYMOUS_PER_MINUTE: '5' } })
    const { as } = testApi(its.house)
    const statuses = []
    for (let i = 0; i < 7; i++) statuses.push((await as('x')('GET', '/users/me')).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect((await as(its.bob)('GET', '/users/me')).status).toBe(200)
  })
}

test('the cookie is found among others', () => {
  expect(readCookie(null)).toBeUndefined()
  expect(readCookie('')).toBeUndefined()
  expect(readCookie('a=b')).toBeUndefined()
  expect(readCookie('a=b;parley_session=x;c=d')).toBe('x')
  expect(readCookie('not_parley_session=x')).toBeUndefined()
  expect(readCookie('parley_session=a=b')).toBe('a=b')
})
