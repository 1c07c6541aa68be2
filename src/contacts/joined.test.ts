import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { testApi } from '../../test/api.ts'
import { databases, shared } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { verifyNumber } from '../../test/numbers.ts'
import { readBook } from './book.ts'
import { announceJoined } from './joined.ts'
import { openNumberKey } from './number-key.ts'
import { storeBook } from './store.ts'

const numbers = { alice: '+33611111111', bob: '+33622222222', cleo: '+33633333333', dora: '+33644444444' }
type Name = keyof typeof numbers

async function start(database: (typeof databases)[0]) {
  const its = await testHouse(database)
  const { as } = testApi(its.house)
  return {
    ...its,
    as,
    async joins(name: Name, phone = numbers[name]) {
      its.clock.move(1000)
      await verifyNumber(its.house, its[name], phone)
    },
    async keeps(name: Name, names: Name[], store = 'plain') {
      const contacts = names.map((one) => ({ phone: numbers[one], name: `My ${one}` }))
      const { status } = await as(its[name])('PUT', '/contacts', { contacts, store })
      expect([name, status]).toEqual([name, 200])
    },
    /** Who somebody was told has joined, and under which name. */
    async told(name: Name): Promise<[string, string | null][]> {
      const entries = (await its.hears(its[name])).filter(({ kind }) => kind === 'contact.joined')
      return entries.map(({ body }) => [body.user.username, body.name])
    },
    [Symbol.asyncDispose]: its[Symbol.asyncDispose],
  }
}

for (const database of databases) {
  test(`${database.name}: who has each other hears of it: the one who came first, once`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.keeps('alice', ['bob', 'cleo'])
    await its.joins('cleo')
    await its.keeps('cleo', ['alice'])
    expect(await its.told('alice')).toEqual([['cleo', 'My cleo']])
    await its.joins('bob')
    expect(await its.told('alice')).toHaveLength(1)
    await its.keeps('bob', ['alice', 'cleo'])
    await its.keeps('bob', ['alice'])
    await its.keeps('alice', ['bob', 'cleo', 'dora'])
    await its.joins('bob')
    expect(await its.told('alice')).toEqual([
      ['cleo', 'My cleo'],
      ['bob', 'My bob'],
    ])
    // Bob and cleo see alice in what their upload answers; cleo has not bob's number.
    expect([await its.told('bob'), await its.told('cleo'), await its.told('dora')]).toEqual([[], [], []])
    const rows = await its.house.db.reader
      .selectFrom('entries')
      .selectAll()
      .where('kind', '=', 'contact.joined')
      .execute()
    expect(rows[1]).toMatchObject({ stream: `user:${its.alice.id}`, about: its.bob.id, actor_id: its.bob.id })
    expect(JSON.parse(rows[1]!.alert!)).toEqual({
      key: 'contact.joined',
      args: { name: 'My bob' },
      collapse: `joined:${its.bob.id}`,
    })
  })

  test(`${database.name}: who comes back to a number that others wait for is told of by it`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.joins('bob', '+33699999999')
    await its.keeps('alice', ['bob'])
    await its.keeps('bob', ['alice'], 'hashed')
    expect(await its.told('alice')).toEqual([])
    await its.joins('bob')
    expect([await its.told('alice'), await its.told('bob')]).toEqual([[['bob', 'My bob']], []])
  })

  test(`${database.name}: it needs both books, kept, and both numbers, verified`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.joins('bob')
    await its.keeps('alice', ['bob'])
    await its.keeps('bob', ['alice'], 'no')
    await its.keeps('bob', ['cleo'])
    await its.as(its.dora)('PATCH', '/users/me', { phone: numbers.dora })
    await its.keeps('alice', ['bob', 'dora'])
    for (const name of ['alice', 'bob', 'cleo', 'dora'] as const)
      expect([name, await its.told(name)]).toEqual([name, []])
    await its.keeps('bob', ['alice'], 'hashed')
    expect(await its.told('alice')).toEqual([['bob', 'My bob']])
  })

  test(`${database.name}: of a hashed book there is no name to tell`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.keeps('alice', ['bob'], 'hashed')
    await its.joins('bob')
    await its.keeps('bob', ['alice'], 'hashed')
    expect(await its.told('alice')).toEqual([['bob', null]])
  })

  test(`${database.name}: who wants to be found by nobody is announced to nobody, until he wants to be`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.keeps('alice', ['bob'])
    await its.as(its.bob)('PATCH', '/users/me', { found_by_phone: 'nobody' })
    await its.joins('bob')
    await its.keeps('bob', ['alice'])
    expect(await its.told('alice')).toEqual([])
    await its.as(its.bob)('PATCH', '/users/me', { found_by_phone: 'contacts' })
    await its.keeps('bob', ['alice', 'cleo'])
    expect(await its.told('alice')).toEqual([['bob', 'My bob']])
  })

  test(`${database.name}: where one blocks the other, neither hears`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.keeps('alice', ['bob'])
    await its.as(its.alice)('PUT', `/users/me/blocks/${its.bob.id}`)
    await its.joins('bob')
    await its.keeps('bob', ['alice'])
    expect([await its.told('alice'), await its.told('bob')]).toEqual([[], []])
  })

  test(`${database.name}: whoever sends his book last sees in the answer who is here, and nobody is told`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.joins('bob')
    await its.keeps('bob', ['alice'])
    await its.keeps('alice', ['bob'])
    await its.joins('bob')
    expect([await its.told('alice'), await its.told('bob')]).toEqual([[], []])
  })

  test(`${database.name}: who has given up the number by which he was known hears of nobody`, async () => {
    await using its = await start(database)
    await its.joins('alice')
    await its.keeps('alice', ['bob'])
    await its.as(its.alice)('PATCH', '/users/me', { phone: null })
    await its.joins('bob')
    await its.keeps('bob', ['alice'])
    expect([await its.told('alice'), await its.told('bob')]).toEqual([[], []])
  })
}

for (const database of shared)
  test(`${database.name}: alice sends her book to one process while bob joins at another, and is told of him`, async () => {
    await using its = await start(database)
    await using other = await anotherHouse(its, { clock: its.clock })
    await its.joins('alice')
    await its.keeps('bob', ['alice'])
    await its.keeps('alice', [])
    const book = [{ phone: numbers.bob, name: 'My bob' }]
    const { entries } = await readBook(book, 'FR', openNumberKey(its.house.secrets))
    const looked = Promise.withResolvers<void>()
    const sent = its.house.commit(async (tx) => {
      await storeBook(tx, its.alice.id, entries, 'plain')
      await announceJoined(tx, its.alice.id, true)
      looked.resolve()
      await Bun.sleep(300)
    })
    await looked.promise
    its.clock.move(1000)
    await Promise.all([sent, verifyNumber(other.house, its.bob, numbers.bob)])
    expect(await its.told('alice')).toEqual([['bob', 'My bob']])
  })
