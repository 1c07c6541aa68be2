import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { COSTLY } from '../../test/quick-passwords.ts'
import { setState } from './moderate.ts'

const names = { email: 'Erik.Satie@Example.org', phone: '+33 6 12 34 56 78' }

for (const database of databases) {
  test(`${database.name}: erik logs in by any of his names, however he spells it`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn, as } = testApi(its.house)
    const erik = (await signUp('Érik', names)).body.user
    const spellings = [
      ...['Érik', 'érik', 'ÉRIK', 'E\u0301rik', 'Éｒik', ' érik '].map((username) => ({ username })),
      ...['Erik.Satie@Example.org', 'erik.satie@example.org', ' ERIK.SATIE@EXAMPLE.ORG'].map((email) => ({
        email,
      })),
      ...['+33612345678', '06 12 34 56 78', '0612345678', '0033 6-12-34-56-78', '(06) 12.34.56.78'].map(
        (phone) => ({ phone }),
      ),
    ]
    for (const name of spellings) {
      const { status, body, headers } = await logIn(name)
      expect([name, status, body.user?.id]).toEqual([name, 201, erik.id] as never)
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
      expect(headers.get('set-cookie')).toMatch(/^parley_session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax;/)
      expect((await as(body.access_token)('GET', '/users/me')).body.username).toBe('Érik')
    }
  })

  test(`${database.name}: a wrong password and an unknown name get the same answer`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn } = testApi(its.house)
    await signUp('erik', names)
    const wrong = [
      { username: 'erik', password: 'wrong' },
      { username: 'erik', password: `${password} ` },
      { username: 'nobody' },
      { email: 'nobody@example.org' },
      { email: 'not an address' },
      { phone: '+33612345679' },
      { username: 'bob', password: 'none was ever set' },
    ]
    const answers = await Promise.all(wrong.map((name) => logIn(name)))
    for (const { status, body } of answers) {
      expect([status, body.detail]).toEqual([401, 'No account with this name and password'])
      expect(Object.keys(body)).toEqual(Object.keys(answers[0]!.body))
    }
  })

  test(`${database.name}: a suspended account says so to him who knows the password only`, async () => {
    await using its = await testHouse(database)
    const { signUp, logIn } = testApi(its.house)
    const erik = (await signUp('erik')).body.user
    await its.house.commit((tx) => setState(tx, its.alice, erik.id, 'suspended'))
    expect((await logIn({ username: 'erik', password: 'wrong' })).status).toBe(401)
    const refused = await logIn({ username: 'erik' })
    expect([refused.status, refused.body.detail]).toEqual([403, 'This account is suspended'])
    await its.house.commit((tx) => setState(tx, its.alice, erik.id, 'active'))
    expect((await logIn({ username: 'erik' })).status).toBe(201)
  })
}

test('what is not a log-in is refused, naming what is wrong', async () => {
  await using its = await testHouse(databases[0]!)
  const { logIn, ask } = testApi(its.house)
  const extra = await logIn({ username: 'alice', colour: 'red' })
  expect([extra.status, extra.body.errors[0].message]).toEqual([400, expect.stringContaining('colour')])
  expect((await logIn({ username: 'alice', email: 'a@b.org' })).status).toBe(400)
  const nothing = await logIn({})
  expect([nothing.status, nothing.body.errors]).toEqual([
    400,
    [{ path: 'body.username', message: expect.stringContaining('expected string') }],
  ])
  expect((await logIn({ username: { $ne: '' } })).status).toBe(400)
  expect((await logIn({ phone: 'zero' })).status).toBe(400)
  expect((await ask('POST', '/sessions')).status).toBe(400)
})

test('an unknown name takes the time of a wrong password', async () => {
  await using its = await testHouse(databases[0]!)
  const { signUp, logIn } = testApi(its.house)
  await signUp('erik', { password: COSTLY })
  const time = async (name: object) => {
    its.clock.move(86_400_000)
    const started = performance.now()
    expect((await logIn({ password: 'wrong', ...name })).status).toBe(401)
    return performance.now() - started
  }
  await time({ username: 'warm' })
  const known: number[] = []
  const unknown: number[] = []
  for (let i = 0; i < 15; i++) {
    known.push(await time({ username: 'erik' }))
    unknown.push(await time({ username: `nobody${i}` }))
  }
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[7]!
  expect(median(known)).toBeGreaterThan(5)
  const ratio = median(unknown) / median(known)
  expect(ratio).toBeGreaterThan(0.6)
  expect(ratio).toBeLessThan(1.6)
}, 20_000)
