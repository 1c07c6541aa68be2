import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { testApi } from '../../test/api.ts'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import type { House } from '../http/house.ts'
import { newId } from '../id.ts'
import { setAdmin, setState } from './moderate.ts'

const statusOf = async (asking: ReturnType<ReturnType<typeof testApi>['as']>) =>
  (await asking('GET', '/users/me')).status

for (const database of databases) {
  for (const verb of ['suspend', 'archive'] as const) {
    test(`${database.name}: ${verb} ends a remembered token at once, restore lets back in`, async () => {
      await using its = await testHouse(database)
      const { as, signUp, logIn, ask } = testApi(its.house)
      const { user, access_token, refresh_token } = (await signUp('erik')).body
      const [admin, erik] = [as(its.alice), as(access_token)]
      expect(await statusOf(erik)).toBe(200)
      const answer = await admin('POST', `/admin/users/${user.id}/${verb}`)
      expect(answer.body).toMatchObject({ id: user.id, state: verb === 'suspend' ? 'suspended' : 'archived' })
      expect(await statusOf(erik)).toBe(401)
      expect((await ask('POST', '/sessions/refresh', { refresh_token })).status).toBe(401)
      expect((await logIn({ username: 'erik' })).status).toBe(403)
      expect((await admin('POST', `/admin/users/${user.id}/${verb}`)).status).toBe(409)
      expect((await admin('POST', `/admin/users/${user.id}/restore`)).body.state).toBe('active')
      expect(await statusOf(erik)).toBe(401)
      expect(await statusOf(as((await logIn({ username: 'erik' })).body.access_token))).toBe(200)
    })
  }

  test(`${database.name}: a log-in that meets a suspension leaves no open session`, async () => {
    await using its = await testHouse(database)
    const { as, signUp, logIn } = testApi(its.house)
    const { user } = (await signUp('erik')).body
    const admin = as(its.alice)
    for (let round = 0; round < 3; round++) {
      const logging = [logIn({ username: 'erik' }), logIn({ username: 'erik' })]
      await Bun.sleep(round * 20)
      await admin('POST', `/admin/users/${user.id}/suspend`)
      for (const { status, body } of await Promise.all(logging))
        if (status === 201) expect(await statusOf(as(body.access_token))).toBe(401)
      await admin('POST', `/admin/users/${user.id}/restore`)
    }
    const open = its.house.db.reader.selectFrom('sessions').select('id').where('user_id', '=', user.id)
    expect(await open.where('revoked_at', 'is', null).execute()).toEqual([])
  })

  test(`${database.name}: admin is granted and withdrawn from the next request on`, async () => {
    await using its = await testHouse(database)
    const { as } = testApi(its.house)
    const [alice, bob] = [as(its.alice), as(its.bob)]
    const list = async () => (await bob('GET', '/admin/users')).status
    expect(await list()).toBe(403)
    const before = await its.head()
    expect((await alice('PUT', `/admin/users/${its.bob.id}/admin`)).body.is_admin).toBe(true)
    expect(await list()).toBe(200)
    expect((await alice('PUT', `/admin/users/${its.bob.id}/admin`)).status).toBe(409)
    expect((await alice('DELETE', `/admin/users/${its.bob.id}/admin`)).body.is_admin).toBe(false)
    expect(await list()).toBe(403)
    const heard = await its.hears(its.bob, before)
    expect(heard.map((entry) => [entry.actor_id, entry.body.me.is_admin])).toEqual([
      [its.alice.id, true],
      [its.alice.id, false],
    ])
  })

  test(`${database.name}: only an admin may, never to himself or to nobody; all refusals leave no trace`, async () => {
    await using its = await testHouse(database)
    const { as } = testApi(its.house)
    const [alice, bob] = [as(its.alice), as(its.bob)]
    const before = await its.head()
    const verbs: [string, string][] = [
      ...['suspend', 'archive', 'restore'].map((verb): [string, string] => ['POST', verb]),
      ['PUT', 'admin'],
      ['DELETE', 'admin'],
    ]
    for (const [method, verb] of verbs) {
      for (const id of [its.cleo.id, its.bob.id, newId()])
        expect((await bob(method, `/admin/users/${id}/${verb}`)).status).toBe(403)
      expect((await alice(method, `/admin/users/${its.alice.id}/${verb}`)).status).toBe(409)
      expect((await alice(method, `/admin/users/${newId()}/${verb}`)).status).toBe(404)
    }
    expect(await its.head()).toBe(before)
  })

  test(`${database.name}: of two admins who suspend each other at once, one remains, on one process and on two`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const { alice, bob } = its
    await its.house.commit((tx) => setAdmin(tx, alice, bob.id, true))
    const suspend = ({ commit }: House, one: Person, who: Person) =>
      refusalOf(commit((tx) => setState(tx, one, who.id, 'suspended')))
    for (const house of [its.house, other.house, other.house, other.house]) {
      const both = await Promise.all([suspend(its.house, alice, bob), suspend(house, bob, alice)])
      expect(both.toSorted()).toEqual(['forbidden', undefined])
      const admins = its.house.db.reader.selectFrom('users').select('username').where('is_admin', '=', 1)
      expect(await admins.where('state', '=', 'active').execute()).toHaveLength(1)
      await its.house.db.writer.updateTable('users').set({ state: 'active' }).execute()
    }
  })

  test(`${database.name}: accounts are listed by state, page by page`, async () => {
    await using its = await testHouse(database)
    const alice = testApi(its.house).as(its.alice)
    await alice('POST', `/admin/users/${its.dora.id}/suspend`)
    const states = async (query: string) =>
      (await alice('GET', `/admin/users?${query}`)).body.items.map((user: { state: string }) => user.state)
    expect(await states('')).toEqual(['active', 'active', 'active', 'suspended'])
    expect(await states('state=suspended')).toEqual(['suspended'])
    const first = (await alice('GET', '/admin/users?limit=3')).body
    const rest = (await alice('GET', `/admin/users?limit=3&after=${first.next}`)).body
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 1, null])
    expect((await alice('GET', '/admin/users?state=gone')).status).toBe(400)
  })
}
