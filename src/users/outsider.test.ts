import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'

type Asking = (method: string, path: string, body?: unknown) => Promise<{ status: number }>

for (const database of databases) {
  test(`${database.name}: nobody else hears: dora's log stays empty whatever the others do to their accounts`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const api = testApi(house)
    const grant = (await api.signUp('erik')).body
    const erik = { ...grant.user, sessionId: grant.session_id, username: 'erik' }
    await group(house, [alice, bob, erik])
    const outsider = await house.db.reader.selectFrom('users').selectAll().where('id', '=', dora.id).execute()
    expect(outsider.map((user) => user.state)).toEqual(['active'])
    const start = await its.head()
    expect((await its.hears(dora)).length).toBeGreaterThan(0)
    expect(await its.hears(dora, start)).toEqual([])

    const byErik = api.as(grant.access_token)
    const byAlice = api.as(alice)
    const doings: Record<string, () => ReturnType<Asking>> = {
      'sign up': () => api.signUp('fleur'),
      'log in': () => api.logIn({ username: 'erik' }),
      refresh: () => api.ask('POST', '/sessions/refresh', { refresh_token: grant.refresh_token }),
      'edit profile': () =>
        byErik('PATCH', '/users/me', { name: 'Erik', about: 'hello', email: 'e@example.org', password }),
      block: () => byErik('PUT', `/users/me/blocks/${bob.id}`),
      unblock: () => byErik('DELETE', `/users/me/blocks/${bob.id}`),
      'change password': () => byErik('PUT', '/users/me/password', { old_password: password, password }),
      'end other sessions': () => byErik('DELETE', '/sessions'),
      'remove picture': () => byErik('DELETE', '/users/me/picture'),
      'make admin': () => byAlice('PUT', `/admin/users/${erik.id}/admin`),
      'withdraw admin': () => byAlice('DELETE', `/admin/users/${erik.id}/admin`),
      suspend: () => byAlice('POST', `/admin/users/${bob.id}/suspend`),
      restore: () => byAlice('POST', `/admin/users/${bob.id}/restore`),
      'delete account': () => byErik('DELETE', '/users/me', { password }),
    }
    for (const [what, doing] of Object.entries(doings)) {
      const before = await its.head()
      const { status } = await doing()
      expect([what, status < 300]).toEqual([what, true])
      const isHeard = what !== 'refresh' && what !== 'end other sessions'
      expect([what, (await its.head()) > before]).toEqual([what, isHeard])
      expect([what, await its.hears(dora, start)]).toEqual([what, []])
    }
    const block = await its.hears(bob, start)
    expect(block.filter((entry) => entry.kind.startsWith('block.'))).toEqual([])
  })
}
