import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { readConfig } from '../config.ts'
import { fold, nameKey, username } from './names.ts'
import { register } from './register.ts'

const nobody = { email: null, phone: null, passwordHash: null }

for (const database of databases) {
  test(`${database.name}: the first account is the admin, and numbers grow`, async () => {
    await using its = await testHouse(database)
    const { signUp } = testApi(its.house)
    const users = await its.house.db.reader.selectFrom('users').selectAll().orderBy('created_at').execute()
    expect(users).toHaveLength(4)
    expect(users.filter((user) => user.is_admin === 1).map((user) => user.username)).toEqual(['alice'])
    let last = Math.max(...users.map((user) => user.number))
    for (let i = 0; i < 45; i++) {
      const name = { ...nobody, username: `p${i}`, name: 'P' }
      const { number } = await its.house.commit((tx) => register(tx, name))
      expect(number).toBeGreaterThan(last)
      last = number
    }
    expect((await signUp('erik')).body.user).toMatchObject({
      username: 'erik',
      name: 'erik',
      is_admin: false,
    })
  })

  test(`${database.name}: a name is taken in any case, width and composition`, async () => {
    await using its = await testHouse(database)
    const { signUp } = testApi(its.house)
    expect((await signUp('Zoé', { email: 'Zoe@Example.org', phone: '06 12 34 56 78' })).status).toBe(201)
    for (const taken of ['zoé', 'ZOÉ', 'Ｚｏé', 'Zoe\u0301', 'ALICE', 'ａlice', 'ⓑob'.replace('ⓑ', 'b')]) {
      const { status, body } = await signUp(taken)
      expect([taken, status, body.detail]).toEqual([taken, 409, 'The username is taken'])
    }
    expect((await signUp('zoe')).status).toBe(201)
    expect((await signUp('z2', { email: 'ZOE@example.ORG' })).body.detail).toBe('The email is taken')
    expect((await signUp('z3', { phone: '+33 (0)6 12-34-56-78' })).body.detail).toBe('The phone is taken')
    expect((await signUp('z4', { phone: '12' })).status).toBe(400)
  })

  test(`${database.name}: of many who want one name at once, one gets it`, async () => {
    await using its = await testHouse(database)
    const { signUp } = testApi(its.house)
    const tries = await Promise.all(['same', 'SAME', 'ｓame', 'Same', 'sAme'].map((name) => signUp(name)))
    expect(tries.map((one) => one.status).sort()).toEqual([201, 409, 409, 409, 409])
  })

  test(`${database.name}: two processes on a new server make one admin`, async () => {
    const place = await database.fresh()
    const env = {
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const [here, there] = [await openHouse(readConfig(env)), await openHouse(readConfig(env))]
    const names = Array.from({ length: 8 }, (_, i) => ({ ...nobody, username: `p${i}`, name: 'P' }))
    await Promise.all(names.map((name, i) => (i % 2 ? here : there).house.commit((tx) => register(tx, name))))
    const admins = await here.house.db.reader
      .selectFrom('users')
      .select('number')
      .where('is_admin', '=', 1)
      .execute()
    const numbers = await here.house.db.reader.selectFrom('users').select('number').execute()
    await here.close()
    await there.close()
    await place.remove()
    expect(admins).toHaveLength(1)
    expect(new Set(numbers.map((row) => row.number)).size).toBe(8)
  })

  test(`${database.name}: letters that fold into many fit, or are refused`, async () => {
    await using its = await testHouse(database)
    const { signUp } = testApi(its.house)
    expect((await signUp('ﷺ')).status).toBe(400)
    expect((await signUp('ﬃ'.repeat(30))).status).toBe(400)
    expect((await signUp('ﬃ'.repeat(20))).status).toBe(201)
    const long = await signUp('erik', { name: 'ﷺ'.repeat(100) })
    expect([long.status, long.body.user.name]).toEqual([201, 'ﷺ'.repeat(100)])
  })

  test(`${database.name}: a server may take no new accounts, and has a shortest password`, async () => {
    await using its = await testHouse(database, { env: { PARLEY_REGISTRATION: 'closed' } })
    expect((await testApi(its.house).signUp('erik')).status).toBe(403)
    await using other = await testHouse(database, { env: { PARLEY_PASSWORD_MIN: '12' } })
    const { signUp } = testApi(other.house)
    expect((await signUp('erik', { password: 'elevenchars' })).status).toBe(400)
    expect((await signUp('erik', { password: '🐎🐎🐎🐎🐎🐎' })).status).toBe(400)
    expect((await signUp('erik', { password: '🐎'.repeat(12) })).status).toBe(201)
  })
}

test('what may be a username', () => {
  const good = ['a', '9', 'josé', 'Иван', '李', 'a.b-c_d', 'x'.repeat(64), 'd_', 'deleted-me', 'हिन्दी']
  for (const name of good) expect([name, username.safeParse(name).success]).toEqual([name, true])
  const bad = [
    '',
    ' ',
    '.a',
    '-a',
    '_a',
    'a.',
    'a b',
    'a@b',
    '+331',
    'x'.repeat(65),
    '\u0301a',
    'a\0',
    'a\ud800',
  ]
  const reserved = ['me', 'ME', 'ｍe', 'error', 'disconnect', 'deleted-7', 'DELETED-7', 'message']
  for (const name of [...bad, ...reserved])
    expect([name, username.safeParse(name).success]).toEqual([name, false])
})

test('folding twice changes nothing, and a key always fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
      for (const name of [a, b]) expect(fold(fold(name))).toBe(fold(name))
      expect([...nameKey(b.repeat(50))].length).toBeLessThanOrEqual(400)
    }),
    { numRuns: 300 },
  )
})
