import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { digest } from '../id.ts'

const verification = '/users/me/email/verification'
const mine = 'erik@example.org'
const other = 'other@example.org'

for (const database of databases)
  test(`${database.name}: who finds erik's session open does not get his account by another address`, async () => {
    await using its = await testHouse(database)
    const { as, signUp } = testApi(its.house)
    const { access_token, user } = (await signUp('erik', { email: mine })).body
    const erik = as(access_token)
    const edit = (body: object, headers?: Record<string, string>) => erik('PATCH', '/users/me', body, headers)
    const before = await its.head()

    const unsaid = await edit({ email: other, about: 'mine now' })
    expect([unsaid.status, unsaid.body.errors]).toEqual([
      400,
      [{ path: 'body.password', message: 'must be your password, to change the e-mail address' }],
    ])
    expect((await edit({ email: null })).status).toBe(400)
    expect((await erik('POST', verification, { email: other })).body.detail).toStartWith('body.password')
    for (const wrong of [
      await edit({ email: other, password: 'not his' }),
      await erik('POST', verification, { email: other, password: 'not his either' }),
    ])
      expect([wrong.status, wrong.body.detail]).toEqual([403, 'The password is not the right one'])
    expect([(await erik('GET', '/users/me')).body, await its.head()]).toEqual([user, before])

    expect((await edit({ email: mine, about: 'still me' })).body.about).toBe('still me')
    expect((await erik('POST', verification, { email: mine })).status).toBe(202)
    expect((await erik('POST', verification, { email: other, password })).status).toBe(202)
    const once = { 'Idempotency-Key': 'once' }
    const said = [{ email: other, password }, once] as const
    expect((await edit(...said)).body.email).toBe(other)
    expect((await edit(...said)).body.version).toBe(3)
    expect((await edit({ email: null, password })).body.email).toBeNull()

    const rows = await its.house.db.reader.selectFrom('idempotency_keys').select('fingerprint').execute()
    const guess = digest(`patch /api/v1/users/me ${JSON.stringify(said[0])}`)
    expect(rows.map((row) => row.fingerprint)).not.toContain(guess)
  })

for (const database of databases)
  test(`${database.name}: passwords for an address are guessed no faster than at the door`, async () => {
    await using its = await testHouse(database)
    const { as, signUp } = testApi(its.house)
    const erik = as((await signUp('erik')).body.access_token)
    const statuses: number[] = []
    for (let n = 0; n < 12 && statuses.at(-1) !== 429; n++)
      statuses.push((await erik('PATCH', '/users/me', { email: other, password: `guess ${n}` })).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await erik('PATCH', '/users/me', { email: other, password })).status).toBe(429)
  })
