import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { verifyNumber } from '../../test/numbers.ts'

const numbers = { alice: '+33611111111', bob: '+33622222222', cleo: '+33633333333', dora: '+33644444444' }
type Name = keyof typeof numbers

/** Alice, bob and cleo with numbers of their own; dora has one that she has not verified. */
async function withNumbers(database: (typeof databases)[0]) {
  const its = await testHouse(database)
  const { as } = testApi(its.house)
  for (const name of ['alice', 'bob', 'cleo'] as const) {
    await verifyNumber(its.house, its[name], numbers[name])
    its.clock.move(1000)
  }
  await as(its.dora)('PATCH', '/users/me', { phone: numbers.dora })
  return { ...its, as, [Symbol.asyncDispose]: its[Symbol.asyncDispose] }
}

type Its = Awaited<ReturnType<typeof withNumbers>>

const book = (...names: Name[]) => names.map((name) => ({ phone: numbers[name], name: `My ${name}` }))

async function upload(its: Its, who: Name, contacts: { phone: string; name?: string }[], more: object = {}) {
  const { status, body } = await its.as(its[who])('PUT', '/contacts', { contacts, ...more })
  expect([who, status]).toEqual([who, 200])
  return body
}

/** Whom somebody finds, by username. */
async function finds(
  its: Its,
  who: Name,
  contacts: { phone: string }[] = book('alice', 'bob', 'cleo', 'dora'),
): Promise<string[]> {
  const { items } = await upload(its, who, contacts)
  return items.map(({ user }: { user: { username: string } }) => user.username)
}

const rowsOf = (its: TestHouse) => its.house.db.reader.selectFrom('contacts').selectAll().execute()
const find = (its: Its, who: Name, found_by_phone: string) =>
  its.as(its[who])('PATCH', '/users/me', { found_by_phone })

for (const database of databases) {
  test(`${database.name}: alice finds those of her book who are here and have shown that the number is theirs`, async () => {
    await using its = await withNumbers(database)
    const contacts = [
      { phone: '*123#', name: 'Balance' },
      { phone: '06 22 22 22 22', name: 'Bobby' },
      { phone: '0033 6 33 33 33 33' },
      { phone: '+33 (0)6.33.33.33.33', name: 'Cleo again' },
      ...book('alice', 'dora'),
      { phone: '+33655555555', name: 'Nobody' },
    ]
    const { items, stored, unreadable } = await upload(its, 'alice', contacts)
    expect({ stored, unreadable }).toEqual({ stored: 0, unreadable: [0] })
    expect(items).toMatchObject([
      { index: 1, phone: numbers.bob, name: 'Bobby', user: { id: its.bob.id, username: 'bob' } },
      { index: 2, phone: numbers.cleo, name: null, user: { id: its.cleo.id } },
    ])
    expect(await rowsOf(its)).toEqual([])
    const { body } = await its.as(its.alice)('GET', '/contacts')
    expect(body).toEqual({ items: [], next: null })
  })

  test(`${database.name}: numbers are read as in the country that is named, or as where one's own is from`, async () => {
    await using its = await withNumbers(database)
    await verifyNumber(its.house, its.bob, '+12125550123')
    await verifyNumber(its.house, its.dora, '+12125550199')
    expect(await finds(its, 'bob', [{ phone: '(212) 555-0199' }])).toEqual(['dora'])
    expect(await finds(its, 'alice', [{ phone: '(212) 555-0199' }])).toEqual([])
    const { items } = await upload(its, 'alice', [{ phone: '(212) 555-0199' }], { country: 'us' })
    expect(items).toHaveLength(1)
    expect((await its.as(its.alice)('PUT', '/contacts', { contacts: [], country: 'USA' })).status).toBe(400)
  })

  test(`${database.name}: who may find me is mine to say, and blocks hide us from each other`, async () => {
    await using its = await withNumbers(database)
    expect(await finds(its, 'alice')).toEqual(['bob', 'cleo'])
    await find(its, 'bob', 'nobody')
    expect(await finds(its, 'alice')).toEqual(['cleo'])
    await find(its, 'bob', 'contacts')
    expect(await finds(its, 'alice')).toEqual(['cleo'])
    await upload(its, 'bob', book('alice', 'dora'), { store: 'hashed' })
    await verifyNumber(its.house, its.dora, numbers.dora)
    await upload(its, 'dora', book('bob'), { store: 'plain' })
    const doraSees = async () => (await its.as(its.dora)('GET', '/contacts')).body.items[0].user?.username
    expect(await doraSees()).toBe('bob')
    await its.as(its.dora)('PATCH', '/users/me', { phone: null })
    expect(await doraSees()).toBeUndefined()
    expect([await finds(its, 'alice'), await finds(its, 'cleo')]).toEqual([['bob', 'cleo'], ['alice']])
    await its.as(its.bob)('PUT', `/users/me/blocks/${its.alice.id}`)
    expect([await finds(its, 'alice'), await finds(its, 'bob')]).toEqual([['cleo'], ['cleo']])
    await its.as(its.bob)('DELETE', `/users/me/blocks/${its.alice.id}`)
    await its.as(its.alice)('POST', `/admin/users/${its.cleo.id}/suspend`)
    expect(await finds(its, 'alice')).toEqual([])
  })

  test(`${database.name}: a number that is given up, or moves, is not found under its old name`, async () => {
    await using its = await withNumbers(database)
    await its.as(its.bob)('PATCH', '/users/me', { phone: null })
    expect(await finds(its, 'alice')).toEqual(['cleo'])
    await verifyNumber(its.house, its.dora, numbers.bob)
    expect(await finds(its, 'alice', book('bob'))).toEqual(['dora'])
    await its.as(its.dora)('PATCH', '/users/me', { phone: '+33666666666' })
    expect(await finds(its, 'alice', book('bob'))).toEqual([])
  })

  test(`${database.name}: of a book that is kept hashed, there is no number and no name in the database`, async () => {
    await using its = await withNumbers(database)
    expect((await upload(its, 'alice', book('bob', 'dora'), { store: 'hashed' })).stored).toBe(2)
    const rows = await rowsOf(its)
    const entries = await its.hears(its.alice)
    expect([rows.length, JSON.stringify([rows, entries.at(-1)])]).toEqual([
      2,
      expect.not.stringMatching(/\+?336[24]|My /),
    ])
    const asked = await its.house.db.reader.selectFrom('contact_asks').selectAll().execute()
    expect(asked).toMatchObject([{ asked: 2 }])
    const { body } = await its.as(its.alice)('GET', '/contacts')
    expect(body.items).toMatchObject([{ phone: null, name: null, user: { username: 'bob' } }])
    // The keys are of no use without the key that lies in the data folder.
    await using elsewhere = await withNumbers(database)
    await upload(elsewhere, 'alice', book('bob', 'dora'), { store: 'hashed' })
    const keys = new Set(rows.map((row) => row.number_key))
    expect((await rowsOf(elsewhere)).filter((row) => keys.has(row.number_key))).toEqual([])
  })

  test(`${database.name}: a book that is kept whole is listed by pages, and replaced as a whole`, async () => {
    await using its = await withNumbers(database)
    const some = Array.from({ length: 7 }, (_, n) => ({ phone: `+3367000000${n}`, name: `Friend ${n}` }))
    expect((await upload(its, 'alice', [...book('bob'), ...some], { store: 'plain' })).stored).toBe(8)
    const first = (await its.as(its.alice)('GET', '/contacts?limit=5')).body
    const second = (await its.as(its.alice)('GET', `/contacts?limit=5&after=${first.next}`)).body
    const all = [...first.items, ...second.items]
    expect([first.items.length, all.length, second.next]).toEqual([5, 8, null])
    const bob = all.find(({ user }) => user)
    expect(bob).toMatchObject({ phone: numbers.bob, name: 'My bob', user: { username: 'bob' } })
    expect(bob.joined_at).toBeGreaterThan(0)
    expect((await its.as(its.bob)('GET', '/contacts')).body.items).toEqual([])

    const renamed = [{ phone: numbers.bob, name: 'Robert' }, some[0]!]
    await upload(its, 'alice', renamed, { store: 'plain' })
    const now = (await its.as(its.alice)('GET', '/contacts')).body.items
    expect(now.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Friend 0', 'Robert'])
    expect(now.find(({ name }: { name: string }) => name === 'Robert').id).toBe(bob.id)
    const head = await its.head()
    await upload(its, 'alice', renamed, { store: 'plain' })
    expect(await its.head()).toBe(head)
    await upload(its, 'alice', renamed)
    expect(await rowsOf(its)).toEqual([])
    expect(await its.hears(its.alice, head)).toMatchObject([
      { kind: 'contact.book_changed', body: { stored: 0 } },
    ])
  })

  test(`${database.name}: one contact, or all, are forgotten on request; nobody else's are`, async () => {
    await using its = await withNumbers(database)
    await upload(its, 'alice', book('bob', 'cleo', 'dora'), { store: 'plain' })
    await upload(its, 'bob', book('alice'), { store: 'plain' })
    const [one] = (await its.as(its.alice)('GET', '/contacts')).body.items
    expect((await its.as(its.bob)('DELETE', `/contacts/${one.id}`)).status).toBe(404)
    expect((await its.as(its.alice)('DELETE', `/contacts/${one.id}`)).status).toBe(204)
    expect((await its.as(its.alice)('DELETE', `/contacts/${one.id}`)).status).toBe(404)
    expect(await rowsOf(its)).toHaveLength(3)
    expect((await its.hears(its.alice)).at(-1)).toMatchObject({ body: { stored: 2 } })
    expect((await its.as(its.alice)('DELETE', '/contacts')).status).toBe(204)
    expect((await rowsOf(its)).map((row) => row.user_id)).toEqual([its.bob.id])
  })

  test(`${database.name}: whoever deletes his account takes his book with him, and stays in those of others`, async () => {
    await using its = await withNumbers(database)
    await upload(its, 'bob', book('alice', 'cleo'), { store: 'plain' })
    await upload(its, 'cleo', book('bob'), { store: 'plain' })
    await its.house.commit(({ db }) => db.updateTable('users').set({ password_hash: null }).execute())
    const { removeUser } = await import('../users/remove.ts')
    const { forgetContacts } = await import('./numbers.ts')
    await its.house.commit((tx) => removeUser(tx, its.bob.id, [forgetContacts]))
    const rows = await rowsOf(its)
    expect(rows.map((row) => [row.user_id, row.phone])).toEqual([[its.cleo.id, numbers.bob]])
    for (const table of ['verified_numbers', 'contact_asks'] as const) {
      const left = await its.house.db.reader.selectFrom(table).select('user_id').execute()
      expect([table, left.filter((row) => row.user_id === its.bob.id)]).toEqual([table, []])
    }
    expect(await its.house.db.reader.selectFrom('joined_pairs').selectAll().execute()).toEqual([])
    expect(await finds(its, 'cleo', book('bob'))).toEqual([])
  })
}
