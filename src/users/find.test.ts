import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { block } from './block.ts'
import { setState } from './moderate.ts'
import { register } from './register.ts'

for (const database of databases) {
  test(`${database.name}: people are found by any part of either name, in any case and width`, async () => {
    await using its = await testHouse(database)
    const find = finder(its)
    await add(its, 'Élodie', 'Élodie Ménard')
    await add(its, 'zed', 'ÅNGSTRÖM & ELODIE')
    expect(await find('bo')).toEqual(['bob'])
    expect(await find('OB')).toEqual(['bob'])
    expect(await find('ｂｏｂ')).toEqual(['bob'])
    expect(await find('élo')).toEqual(['Élodie'])
    expect(await find('MÉNARD')).toEqual(['Élodie'])
    expect(await find('ångström &')).toEqual(['zed'])
    expect(await find('nobody here')).toEqual([])
    expect(await find('')).toEqual(['bob', 'cleo', 'dora', 'zed', 'Élodie'])
    expect(await find('alice')).toEqual([])
  })

  test(`${database.name}: a wildcard is a letter like any other`, async () => {
    await using its = await testHouse(database)
    const find = finder(its)
    await add(its, 'percent', '100% sure')
    await add(its, 'line', 'a_b')
    await add(its, 'slash', 'a\\b')
    expect(await find('%')).toEqual(['percent'])
    expect(await find('_')).toEqual(['line'])
    expect(await find('\\')).toEqual(['slash'])
    expect(await find('a%b')).toEqual([])
    expect(await find('0% s')).toEqual(['percent'])
    for (const text of ["'", '"', "' or 1=1 --", '*', '[a-z]', '?', '\u0301'])
      expect(await find(text)).toEqual([])
  })

  test(`${database.name}: pages name everybody once`, async () => {
    await using its = await testHouse(database)
    const alice = testApi(its.house).as(its.alice)
    for (let i = 0; i < 23; i++)
      await add(its, `${'aZé_9'[i % 5] === '_' ? 'x_' : 'aZé_9'[i % 5]}${i}`, 'Crowd')
    const seen: string[] = []
    let after = ''
    for (let pages = 0; ; pages++) {
      const { body } = await alice('GET', `/users?query=crowd&limit=5${after}`)
      expect(body.items.length).toBeLessThanOrEqual(5)
      seen.push(...body.items.map((user: { id: string }) => user.id))
      if (!body.next) {
        expect(pages).toBe(4)
        break
      }
      after = `&after=${encodeURIComponent(body.next)}`
    }
    expect([seen.length, new Set(seen).size]).toEqual([23, 23])
    for (const bad of [
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=x',
      'limit=1.5',
      'q=x',
      `query=${'x'.repeat(101)}`,
    ])
      expect([bad, (await alice('GET', `/users?${bad}`)).status]).toEqual([bad, 400])
    expect((await alice('GET', '/users?query=%00')).status).toBe(400)
    expect((await alice('GET', '/users?query=%ff%fe')).status).toBeLessThan(500)
  })

  test(`${database.name}: who blocks, is blocked, or is suspended is left out; nothing private is shown`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    expect(await finder(its)('')).toEqual(['bob', 'cleo', 'dora'])
    await house.commit((tx) => block(tx, alice, bob.id))
    await house.commit((tx) => block(tx, cleo, alice.id))
    expect(await finder(its)('')).toEqual(['dora'])
    expect(await finder(its, bob)('')).toEqual(['cleo', 'dora'])
    await house.commit((tx) => setState(tx, alice, dora.id, 'archived'))
    expect(await finder(its)('')).toEqual([])
    const { body } = await testApi(house).as(bob)('GET', '/users?query=cleo')
    expect(Object.keys(body.items[0]).sort()).toEqual([
      'about',
      'deleted',
      'id',
      'name',
      'picture',
      'status',
      'username',
    ])
  })
}

type Its = Awaited<ReturnType<typeof testHouse>>

function finder(its: Its, who = its.alice) {
  const asking = testApi(its.house).as(who)
  return async (text: string): Promise<string[]> => {
    const { status, body } = await asking('GET', `/users?query=${encodeURIComponent(text)}`)
    expect(status).toBe(200)
    return body.items.map((user: { username: string }) => user.username).sort()
  }
}

const add = (its: Its, username: string, name: string) =>
  its.house.commit((tx) => register(tx, { username, name, email: null, phone: null, passwordHash: null }))
