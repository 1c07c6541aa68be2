import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { day, minute, second } from '../clock.ts'
import { readConfig } from '../config.ts'
import { countAttempt, forgiveAttempt, lockoutKeys } from './lockout.ts'

const trusting = { env: { PARLEY_TRUST_PROXY: 'true' } }

for (const database of databases) {
  test(`${database.name}: after five failures each doubles the wait, up to a quarter of an hour`, async () => {
    await using its = await testHouse(database)
    const attempt = () => its.house.commit((tx) => countAttempt(tx, lockoutKeys('erik', 'somewhere')))
    for (let i = 0; i < 5; i++) await attempt()
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'too_many', details: { retryAfter: seconds } })
      its.clock.move(seconds * second)
      await attempt()
    }
    its.clock.move(900 * second - 1)
    await expect(attempt()).rejects.toMatchObject({ code: 'too_many' })
    await its.house.commit((tx) => countAttempt(tx, lockoutKeys('bob', 'somewhere')))
    its.clock.move(day)
    for (let i = 0; i < 5; i++) await attempt()
    await expect(attempt()).rejects.toMatchObject({ details: { retryAfter: 1 } })
  })

  test(`${database.name}: an address may fail at fifty accounts, then waits as well`, async () => {
    await using its = await testHouse(database)
    const attempt = (login: string, address = 'cafe') =>
      its.house.commit((tx) => countAttempt(tx, lockoutKeys(login, address)))
    for (let i = 0; i < 50; i++) await attempt(`p${i}`)
    await expect(attempt('fresh')).rejects.toMatchObject({ details: { retryAfter: 1 } })
    await attempt('fresh', 'elsewhere')
    its.clock.move(second)
    const keys = lockoutKeys('fresh', 'cafe')
    await its.house.commit((tx) => countAttempt(tx, keys))
    await its.house.commit((tx) => forgiveAttempt(tx, keys))
    await attempt('other')
    await expect(attempt('third')).rejects.toMatchObject({ code: 'too_many' })
  })

  test(`${database.name}: parallel guesses get no more tries than one after the other`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn } = testApi(its.house)
    await signUp('erik')
    const guesses = Array.from({ length: 20 }, (_, i) => logIn({ username: 'erik', password: `guess ${i}` }))
    const right = logIn({ username: 'erik' })
    const statuses = (await Promise.all(guesses)).map((one) => one.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(15)
    const late = await right
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '1'])
  })

  test(`${database.name}: another spelling of a name is no new account`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn } = testApi(its.house)
    await signUp('erik', { phone: '0612345678', email: 'erik@example.org' })
    const tries = async (spellings: object[]) => {
      const answers = []
      for (const name of spellings) answers.push((await logIn({ ...name, password: 'guess' })).status)
      return answers
    }
    const phones = ['0612345678', '06 12345678', '+33612345678', '06-12345678', '(06)12345678', '06.12345678']
    expect(await tries(phones.map((phone) => ({ phone })))).toEqual([401, 401, 401, 401, 401, 429])
    const usernames = ['erik', 'ERIK', 'ｅrik', 'Erik', ' erik', 'eriK']
    expect(await tries(usernames.map((username) => ({ username })))).toEqual([401, 401, 401, 401, 401, 429])
    const emails = ['erik', 'ERIK', 'Erik', 'eRik', ' erik', 'eriK'].map((name) => `${name}@example.org`)
    expect(await tries(emails.map((email) => ({ email })))).toEqual([401, 401, 401, 401, 401, 429])
  })

  test(`${database.name}: success starts the account afresh, and gives the address its attempt back`, async () => {
    await using its = await testHouse(database, trusting)
    const { signUp, logIn } = testApi(its.house)
    await signUp('erik')
    const from = { 'X-Forwarded-For': '203.0.113.9' }
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++)
        expect((await logIn({ username: 'erik', password: 'guess' }, from)).status).toBe(401)
      expect((await logIn({ username: 'erik' }, from)).status).toBe(201)
    }
    const rows = await its.house.db.reader.selectFrom('login_failures').selectAll().execute()
    expect(rows.map((row) => [row.key.split(':')[0], row.failures])).toEqual([['address', 12]] as never)
  })

  test(`${database.name}: who holds a session guesses its password no faster`, async () => {
    await using its = await testHouse(database)
    const { signUp, as } = testApi(its.house)
    const erik = as((await signUp('erik')).body.access_token)
    const change = (old: string) =>
      erik('PUT', '/users/me/password', { old_password: old, password: 'a new password' })
    const guesses = await Promise.all(Array.from({ length: 8 }, (_, i) => change(`guess ${i}`)))
    expect(guesses.map((one) => one.status).sort()).toEqual([403, 403, 403, 403, 403, 429, 429, 429])
    expect((await erik('DELETE', '/users/me', { password })).status).toBe(429)
    its.clock.move(minute)
    expect((await change(password)).status).toBe(204)
    for (let i = 0; i < 4; i++) expect((await change('guess')).status).toBe(403)
  })

  test(`${database.name}: two processes count together`, async () => {
    await using its = await testHouse(database)
    const { place } = its
    const env = {
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const second = await openHouse(readConfig(env), { clock: its.clock })
    await its.house.commit((tx) => countAttempt(tx, lockoutKeys('erik', 'cafe')))
    const attempts = Array.from({ length: 20 }, (_, i) =>
      [its.house, second.house][i % 2]!.commit((tx) => countAttempt(tx, lockoutKeys('erik', 'cafe'))),
    )
    const outcomes = await Promise.allSettled(attempts)
    await second.close()
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(4)
    const refused = outcomes.filter((one) => one.status === 'rejected')
    expect(new Set(refused.map((one) => one.reason.code))).toEqual(new Set(['too_many']))
  })
}
