import { expect, test } from 'bun:test'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { insertAll } from '../db/insert.ts'
import { newId } from '../id.ts'
import { block } from './block.ts'
import { befriend, listFriends } from './friends.ts'
import { removeUser } from './remove.ts'
import { unfriend } from './unfriend.ts'

for (const database of databases)
  test(`${database.name}: friends are mutual and at once; a block, an end and a deleted account end it for both`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const add = (one: Person, other: { id: string }) => house.commit((tx) => befriend(tx, one, other.id))
    const end = (one: Person, other: Person) => house.commit((tx) => unfriend(tx, one, other.id))
    const of = async (who: Person) =>
      (await listFriends(house.db, who.id, undefined, 9)).items.map(({ user }) => user.username)
    const start = await its.head()
    const heard = async (who: Person) =>
      (await its.hears(who, start))
        .filter(({ kind }) => kind.startsWith('friend.'))
        .map(({ kind, body }) => [kind, body.user?.username ?? body.user_id])
    const first = await add(alice, bob)
    expect(await add(bob, alice)).toMatchObject({ since: first.since, user: { username: 'alice' } })
    await add(alice, cleo)
    expect([await of(alice), await of(bob), await of(cleo)]).toEqual([['bob', 'cleo'], ['alice'], ['alice']])
    const { items, next } = await listFriends(house.db, alice.id, undefined, 1)
    expect((await listFriends(house.db, alice.id, next!, 1)).items[0]!.user.id).not.toBe(items[0]!.user.id)
    expect(await heard(bob)).toEqual([['friend.added', 'alice']])
    const alerts = await house.db.reader
      .selectFrom('entries')
      .select('stream')
      .where('kind', '=', 'friend.added')
      .where('alert', 'is not', null)
      .execute()
    expect(alerts.map((entry) => entry.stream)).toEqual([`user:${bob.id}`, `user:${cleo.id}`])

    expect(await refusalOf(add(alice, alice))).toBe('invalid')
    expect(await refusalOf(add(alice, { id: newId() }))).toBe('not_found')
    await house.commit((tx) => block(tx, bob, alice.id))
    expect([await of(alice), await of(bob)]).toEqual([['cleo'], []])
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      expect(await refusalOf(add(one, other))).toBe('forbidden')
    await end(alice, bob)
    await add(bob, cleo)
    await end(cleo, bob)
    const crowd = Array.from({ length: 5000 }, () => ({
      user_id: dora.id,
      friend_id: newId(),
      created_at: 0,
    }))
    await house.commit((tx) => insertAll(tx.db, 'friends', crowd))
    for (const [one, other] of [
      [dora, bob],
      [bob, dora],
    ] as const)
      expect(await refusalOf(add(one, other))).toBe('conflict')
    await house.commit((tx) => removeUser(tx, cleo.id, []))
    expect([await of(alice), await of(bob)]).toEqual([[], []])
    expect(await refusalOf(add(alice, cleo))).toBe('not_found')
    // What showed her is blank by now.
    expect((await its.hears(alice, start)).filter(({ body }) => body === null)).toHaveLength(1)
    const entries = (await its.hears(bob, start)).filter(({ kind }) => kind.startsWith('friend.'))
    expect(entries.map(({ kind, body }) => [kind, body?.user?.username ?? body?.user_id])).toEqual([
      ['friend.added', 'alice'],
      ['friend.removed', alice.id],
      ['friend.added', undefined],
      ['friend.removed', cleo.id],
    ])
    expect(await its.hears(dora, start)).toEqual([])
  })
