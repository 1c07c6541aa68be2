import { expect, test } from 'bun:test'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { testTerminal } from '../../test/terminal.ts'
import { countAttempt, lockoutKeys } from '../users/lockout.ts'
import { fold } from '../users/names.ts'
import { verifyPassword } from '../users/passwords.ts'
import { createUser } from './user-create.ts'
import { listUsers } from './user-list.ts'
import { resetUserPassword } from './user-reset-password.ts'

function find({ house }: TestHouse, username: string) {
  return house.db.reader
    .selectFrom('users')
    .selectAll()
    .where('username_key', '=', fold(username))
    .executeTakeFirst()
}

function liveSessions({ house }: TestHouse, userId: string) {
  return house.db.reader
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
}

for (const database of databases) {
  test(`${database.name}: an account is made with the password that came in, and may log in with it`, async () => {
    await using here = await testHouse(database, { env: { PARLEY_REGISTRATION: 'closed' } })
    const terminal = testTerminal('correct horse\n')
    await createUser(here.house, 'Élodie', { email: 'Elodie@Example.org', phone: '06 12 34 56 78' }, terminal)
    const made = (await find(here, 'élodie'))!
    expect(made).toMatchObject({
      username: 'Élodie',
      email: 'elodie@example.org',
      phone: '+33612345678',
      is_admin: 0,
    })
    expect(await verifyPassword('correct horse', made.password_hash)).toBe(true)
    expect(terminal.lines).toEqual(['Élodie has an account'])
    expect((await here.hears(made)).map((entry) => entry.kind)).toEqual(['me.registered'])
  })

  test(`${database.name}: an admin is made on request, with a password of the command's own`, async () => {
    await using here = await testHouse(database)
    const terminal = testTerminal()
    await createUser(here.house, 'erin', { admin: true, generate: true }, terminal)
    const erin = (await find(here, 'erin'))!
    expect(erin.is_admin).toBe(1)
    expect(terminal.lines[0]).toBe('erin has an account and is an admin')
    const [, password] = /^password: (\S{16,})$/.exec(terminal.lines[1]!)!
    expect(await verifyPassword(password!, erin.password_hash)).toBe(true)
  })

  test(`${database.name}: what cannot be an account is refused, and none is made`, async () => {
    await using here = await testHouse(database)
    const attempt = (name: string, options: object, typed: string) =>
      refusalOf(createUser(here.house, name, options, testTerminal(typed)))
    const before = await here.head()
    expect(await attempt('erin', {}, 'short')).toBe('invalid')
    expect(await attempt('erin', {}, '\n')).toContain('No password came in')
    expect(await attempt('erin', {}, 'two\nlines of it\n')).toContain('single line')
    expect(await attempt('.erin', {}, 'long enough')).toBe('invalid')
    expect(await attempt('erin', { email: 'nowhere' }, 'long enough')).toBe('invalid')
    expect(await attempt('erin', { phone: 'twelve' }, 'long enough')).toBe('invalid')
    expect(await attempt('ALICE', {}, 'long enough')).toBe('conflict')
    expect(await here.head()).toBe(before)
    expect(await find(here, 'erin')).toBeUndefined()
  })

  test(`${database.name}: another password ends all sessions of that account, and of no other`, async () => {
    await using here = await testHouse(database)
    const { alice, bob } = here
    expect(await liveSessions(here, bob.id)).toHaveLength(1)
    await resetUserPassword(here.house, 'Bob', {}, testTerminal('another password\n'))
    expect(await verifyPassword('another password', (await find(here, 'bob'))!.password_hash)).toBe(true)
    expect(await liveSessions(here, bob.id)).toEqual([])
    expect(await liveSessions(here, alice.id)).toHaveLength(1)
    const last = (await here.hears(bob)).at(-1)!
    expect(last).toMatchObject({
      kind: 'session.revoked',
      body: { session_ids: [bob.sessionId], reason: 'password' },
    })
  })

  test(`${database.name}: whoever locked himself out may log in at once with the new password`, async () => {
    await using here = await testHouse(database)
    const keys = lockoutKeys('bob', '127.0.0.1')
    const fail = () => here.house.commit((tx) => countAttempt(tx, keys))
    let failures = 0
    while (
      await fail().then(
        () => true,
        () => false,
      )
    )
      failures++
    expect(failures).toBeGreaterThan(3)
    await resetUserPassword(here.house, 'bob', { generate: true }, testTerminal())
    expect(await refusalOf(fail())).toBeUndefined()
  })

  test(`${database.name}: there is nobody to give a password to`, async () => {
    await using here = await testHouse(database)
    expect(await refusalOf(resetUserPassword(here.house, 'erin', { generate: true }, testTerminal()))).toBe(
      'not_found',
    )
  })

  test(`${database.name}: accounts are listed, the oldest first, or those of one state`, async () => {
    await using here = await testHouse(database)
    const { db } = here.house
    await db.writer.updateTable('users').set({ state: 'suspended' }).where('id', '=', here.cleo.id).execute()
    const all = testTerminal()
    await listUsers(db, undefined, all)
    expect(all.lines.map((line) => line.split(' ')[0])).toEqual(['alice', 'bob', 'cleo', 'dora', '4'])
    expect(all.lines[0]).toMatch(/^alice +active +admin +2026-11-21 09:00:00 UTC +never seen$/)
    const some = testTerminal()
    await listUsers(db, 'suspended', some)
    expect(some.lines.map((line) => line.split(' ')[0])).toEqual(['cleo', '1'])
  })
}
