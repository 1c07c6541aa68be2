import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import type { Answer } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { day, second } from '../clock.ts'
import { forgetEnded } from './sessions.ts'

for (const database of databases) {
  test(`${database.name}: a refresh token is exchanged once; within half a minute it has a second chance`, async () => {
    await using its = await testHouse(database)
    const { signUp, ask, as } = testApi(its.house)
    const refresh = (refresh_token: string) => ask('POST', '/sessions/refresh', { refresh_token })
    const first = (await signUp('erik')).body
    its.clock.move(100 * second)
    const next = (await refresh(first.refresh_token)).body
    expect(next.refresh_token).not.toBe(first.refresh_token)
    expect(next.session_id).toBe(first.session_id)
    expect((await as(next.access_token)('GET', '/users/me')).status).toBe(200)
    its.clock.move(29 * second)
    const again = await refresh(first.refresh_token)
    expect([again.status, again.body.refresh_token]).toEqual([200, next.refresh_token])
    its.clock.move(second)
    const before = await its.head()
    const reused = await refresh(first.refresh_token)
    expect([reused.status, reused.body.code]).toEqual([401, 'unauthenticated'])
    const heard = await its.hears(first.user, before)
    expect(heard.map((entry) => [entry.kind, entry.body.reason])).toEqual([['session.revoked', 'reused']])
    expect((await refresh(next.refresh_token)).status).toBe(401)
    expect((await as(next.access_token)('GET', '/users/me')).status).toBe(401)
  })

  test(`${database.name}: many at once with one refresh token get the same next one`, async () => {
    await using its = await testHouse(database)
    const { signUp, ask } = testApi(its.house)
    const { refresh_token } = (await signUp('erik')).body
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => ask('POST', '/sessions/refresh', { refresh_token })),
    )
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200])
    expect(new Set(answers.map((one) => one.body.refresh_token)).size).toBe(1)
  })

  test(`${database.name}: a session that is refreshed lives on; one that is not ends`, async () => {
    await using its = await testHouse(database, { env: { PARLEY_SESSION_DAYS: '2' } })
    const { signUp, logIn, ask } = testApi(its.house)
    let kept = (await signUp('erik')).body.refresh_token
    const left = (await logIn({ username: 'erik' })).body.refresh_token
    for (let i = 0; i < 3; i++) {
      its.clock.move(1.5 * day)
      kept = (await ask('POST', '/sessions/refresh', { refresh_token: kept })).body.refresh_token
      expect(kept).toBeString()
    }
    expect((await ask('POST', '/sessions/refresh', { refresh_token: left })).status).toBe(401)
    its.clock.move(31 * day)
    await its.house.commit(forgetEnded)
    expect(await its.house.db.reader.selectFrom('sessions').select('id').execute()).toHaveLength(1)
  })

  test(`${database.name}: a forged refresh token is nothing, and ends nothing`, async () => {
    await using its = await testHouse(database)
    const { signUp, ask, as } = testApi(its.house)
    const { refresh_token, access_token, session_id } = (await signUp('erik')).body
    const [id, , proof] = refresh_token.split('.')
    const forged = [
      `${id}.2.${proof}`,
      `${id}.0.${proof}`,
      `${id}.1e0.${proof}`,
      `${id}.1.${proof}.`,
      `.1.${proof}`,
    ]
    for (const token of [...forged, session_id, '..', '.', 'x', `${id}.NaN.x`, ` ${refresh_token}`]) {
      const answer = await ask('POST', '/sessions/refresh', { refresh_token: token })
      expect([token, answer.status]).toEqual([token, 401])
    }
    expect((await as(access_token)('GET', '/users/me')).status).toBe(200)
  })

  test(`${database.name}: erik lists his sessions and ends one, the others, and this one`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn, as } = testApi(its.house)
    const one = (await signUp('erik')).body
    const devices: Answer['body'][] = []
    for (const agent of ['phone', 'laptop', 'telly']) {
      its.clock.move(second)
      devices.push((await logIn({ username: 'erik' }, { 'User-Agent': agent })).body)
    }
    const erik = as(one.access_token)
    const { items } = (await erik('GET', '/sessions')).body
    expect(items.map((session: { user_agent: string }) => session.user_agent)).toEqual([
      'telly',
      'laptop',
      'phone',
      '',
    ])
    expect(items.filter((session: { current: boolean }) => session.current)).toHaveLength(1)
    const works = async () =>
      Promise.all(devices.map(async (it) => (await as(it.access_token)('GET', '/users/me')).status))
    expect(await works()).toEqual([200, 200, 200])
    expect((await erik('DELETE', `/sessions/${devices[1].session_id}`)).status).toBe(204)
    expect(await works()).toEqual([200, 401, 200])
    expect((await erik('DELETE', `/sessions/${devices[1].session_id}`)).status).toBe(404)
    expect((await erik('DELETE', `/sessions/${its.bob.sessionId}`)).status).toBe(404)
    expect((await as(its.bob)('GET', '/users/me')).status).toBe(200)
    expect((await erik('DELETE', '/sessions')).body).toEqual({ revoked: 2 })
    expect(await works()).toEqual([401, 401, 401])
    const out = await erik('DELETE', '/sessions/current')
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect((await erik('GET', '/users/me')).status).toBe(401)
  })

  test(`${database.name}: a new password ends all other sessions`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn, as } = testApi(its.house)
    const here = as((await signUp('erik')).body.access_token)
    const there = as((await logIn({ username: 'erik' })).body.access_token)
    expect((await there('GET', '/users/me')).status).toBe(200)
    const change = (old_password: string, next: string) =>
      here('PUT', '/users/me/password', { old_password, password: next })
    expect((await change('wrong', 'quite another')).status).toBe(403)
    expect((await change(password, 'short')).status).toBe(400)
    expect((await there('GET', '/users/me')).status).toBe(200)
    expect((await change(password, 'quite another')).status).toBe(204)
    expect((await here('GET', '/users/me')).status).toBe(200)
    expect((await there('GET', '/users/me')).status).toBe(401)
    expect((await logIn({ username: 'erik' })).status).toBe(401)
    expect((await logIn({ username: 'erik', password: 'quite another' })).status).toBe(201)
  })
}
