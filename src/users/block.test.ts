import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openDirect } from '../chats/open-direct.ts'
import { newId } from '../id.ts'

for (const database of databases) {
  test(`${database.name}: bob blocks alice; only bob hears of it, and neither reaches the other`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const asBob = testApi(house).as(bob)
    const before = await its.head()
    expect((await asBob('PUT', `/users/me/blocks/${alice.id}`)).status).toBe(204)
    expect((await asBob('PUT', `/users/me/blocks/${alice.id}`)).status).toBe(204)
    its.clock.move(1)
    expect((await asBob('PUT', `/users/me/blocks/${cleo.id}`)).status).toBe(204)
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => [entry.kind, entry.body.user.username])).toEqual([
      ['block.added', 'alice'],
      ['block.added', 'cleo'],
    ])
    expect(await its.hears(alice, before)).toEqual([])
    const { items } = (await asBob('GET', '/users/me/blocks')).body
    expect(items.map((user: { username: string }) => user.username)).toEqual(['cleo', 'alice'])
    expect((await testApi(house).as(alice)('GET', '/users/me/blocks')).body).toEqual({ items: [] })
    expect(await refusalOf(house.commit((tx) => openDirect(tx, alice, bob.id)))).toBe('forbidden')
    expect(await refusalOf(house.commit((tx) => openDirect(tx, bob, alice.id)))).toBe('forbidden')
  })

  test(`${database.name}: what is unblocked is open again; unblocking nobody says nothing`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const asBob = testApi(house).as(bob)
    await asBob('PUT', `/users/me/blocks/${alice.id}`)
    await testApi(house).as(cleo)('PUT', `/users/me/blocks/${alice.id}`)
    const before = await its.head()
    expect((await testApi(house).as(alice)('DELETE', `/users/me/blocks/${bob.id}`)).status).toBe(204)
    expect(await its.head()).toBe(before)
    expect(await refusalOf(house.commit((tx) => openDirect(tx, alice, bob.id)))).toBe('forbidden')
    expect((await asBob('DELETE', `/users/me/blocks/${alice.id}`)).status).toBe(204)
    expect((await its.hears(bob, before)).map((entry) => [entry.kind, entry.body])).toEqual([
      ['block.removed', { user_id: alice.id }],
    ])
    expect(await refusalOf(house.commit((tx) => openDirect(tx, alice, bob.id)))).toBeUndefined()
    expect(await refusalOf(house.commit((tx) => openDirect(tx, alice, cleo.id)))).toBe('forbidden')
    await asBob('DELETE', `/users/me/blocks/${alice.id}`)
    await asBob('DELETE', `/users/me/blocks/${newId()}`)
    expect((await its.hears(bob, before)).map((entry) => entry.kind)).toEqual([
      'block.removed',
      'chat.created',
    ])
  })

  test(`${database.name}: nobody blocks himself, or nobody`, async () => {
    await using its = await testHouse(database)
    const bob = testApi(its.house).as(its.bob)
    expect((await bob('PUT', `/users/me/blocks/${its.bob.id}`)).status).toBe(400)
    for (const nobody of [newId(), 'x', '%00', `${its.alice.id}'`, its.alice.id.toUpperCase()])
      expect([nobody, (await bob('PUT', `/users/me/blocks/${nobody}`)).status]).toEqual([nobody, 404])
    expect(await its.house.db.reader.selectFrom('blocks').selectAll().execute()).toEqual([])
  })
}
