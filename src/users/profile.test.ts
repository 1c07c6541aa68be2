import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { removeMember } from '../chats/remove-member.ts'
import { readConfig } from '../config.ts'
import { editProfile } from './profile.ts'

for (const database of databases) {
  test(`${database.name}: erik edits a part of his profile; the rest stays`, async () => {
    await using its = await testHouse(database)
    const { signUp, as } = testApi(its.house)
    const first = (await signUp('erik', { email: 'e@example.org', phone: '0612345678', name: 'Erik' })).body
    const erik = as(first.access_token)
    const before = await its.head()
    const { body, headers } = await erik('PATCH', '/users/me', { about: 'I compose.' })
    expect(body).toEqual({ ...first.user, about: 'I compose.', version: 2 })
    expect(headers.get('etag')).toBe('"2"')
    const [heard] = await its.hears(first.user, before)
    expect([heard!.kind, heard!.body.me]).toEqual(['me.updated', body])
    expect((await erik('GET', '/users/me')).body).toEqual(body)
    const privacy = { shows_receipts: false, shows_presence: false }
    expect((await erik('PATCH', '/users/me', privacy)).body).toEqual({ ...body, ...privacy, version: 3 })
    const cleared = (await erik('PATCH', '/users/me', { phone: null, email: null, password })).body
    expect(cleared).toMatchObject({ phone: null, email: null, about: 'I compose.', shows_receipts: false })
    expect((await erik('PATCH', '/users/me', { phone: '07 12 34 56 78' })).body.phone).toBe('+33712345678')
  })

  test(`${database.name}: of two who edit the same version, one is told so`, async () => {
    await using its = await testHouse(database)
    const bob = testApi(its.house).as(its.bob)
    const edit = (about: string, version: string) =>
      bob('PATCH', '/users/me', { about }, { 'If-Match': version })
    const both = await Promise.all([edit('one', '"1"'), edit('two', '"1"')])
    expect(both.map((one) => one.status).sort()).toEqual([200, 412])
    expect((await edit('three', '"1"')).body.code).toBe('stale')
    expect((await edit('four', 'W/"2"')).body).toMatchObject({ about: 'four', version: 3 })
    expect((await edit('five', '*')).status).toBe(200)
    for (const garbage of ['1', '"x"', '"1", "2"', '""', '"1', '"-1"', '"1e3"', '"99999999999999"'])
      expect([garbage, (await edit('six', garbage)).status]).toEqual([garbage, 400])
  })

  test(`${database.name}: two processes do not edit over each other`, async () => {
    await using its = await testHouse(database)
    const env = {
      PARLEY_DATA_DIR: its.place.dataDir,
      DATABASE_URL: its.place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const second = await openHouse(readConfig(env))
    const edits = Array.from({ length: 20 }, (_, i) =>
      [its.house, second.house][i % 2]!.commit((tx) =>
        editProfile(tx, its.bob, i % 2 ? { about: `about ${i}` } : { name: `name ${i}` }),
      ),
    )
    const versions = (await Promise.all(edits)).map((user) => user.version)
    await second.close()
    expect(new Set(versions).size).toBe(20)
    const heard = (await its.hears(its.bob)).filter((entry) => entry.kind === 'me.updated')
    expect(heard.map((entry) => entry.body.me.version)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2))
    const { name, about } = await its.house.db.reader
      .selectFrom('users')
      .selectAll()
      .where('id', '=', its.bob.id)
      .executeTakeFirstOrThrow()
    expect(heard.at(-1)!.body.me).toMatchObject({ name, about })
  })

  test(`${database.name}: a taken name is refused, one's own in another case is not`, async () => {
    await using its = await testHouse(database)
    const bob = testApi(its.house).as(its.bob)
    expect((await bob('PATCH', '/users/me', { username: 'ALICE' })).status).toBe(409)
    expect((await bob('PATCH', '/users/me', { username: 'deleted-1' })).status).toBe(400)
    expect((await bob('PATCH', '/users/me', { username: 'BoB' })).body.username).toBe('BoB')
    const bad = [
      { is_admin: true },
      { state: 'active' },
      { name: ' ' },
      { name: 'x'.repeat(101) },
      { id: 'x' },
    ]
    for (const change of [...bad, { about: '\ud800' }, { name: 'a\0' }, { shows_presence: 1 }, [], null, 'x'])
      expect([change, (await bob('PATCH', '/users/me', change)).status]).toEqual([change, 400] as never)
    expect((await bob('GET', '/users/me')).body).toMatchObject({ is_admin: false, version: 2 })
  })

  test(`${database.name}: who shares a chat hears of a new name, even of a chat joined a moment ago`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    await group(house, [alice, bob])
    const left = await group(house, [alice, bob])
    await house.commit((tx) => removeMember(tx, alice, left.id, bob.id))
    const before = await its.head()
    const [other] = await Promise.all([
      group(house, [cleo, bob]),
      house.commit((tx) => editProfile(tx, bob, { name: 'Robert' })),
    ])
    const heardBy = async (who: typeof alice) =>
      (await its.hears(who, before))
        .filter((entry) => entry.kind === 'user.updated')
        .map((entry) => [entry.stream, entry.body.user.name])
    expect(await heardBy(cleo)).toEqual([[`chat:${other.id}`, 'Robert']])
    expect(await heardBy(alice)).toHaveLength(1)
    expect(await heardBy(dora)).toEqual([])
    const quiet = await its.head()
    await house.commit((tx) => editProfile(tx, bob, { shows_presence: false, email: 'bob@example.org' }))
    expect(await its.hears(alice, quiet)).toEqual([])
    expect((await its.hears(bob, quiet)).map((entry) => entry.kind)).toEqual(['me.updated'])
  })
}

for (const database of databases)
  test(`${database.name}: alice says where she lives and what she speaks`, async () => {
    await using its = await testHouse(database)
    const { alice, house } = its
    const as = testApi(house).as(alice)
    const changed = await as('PATCH', '/users/me', { zone: 'europe/paris', language: 'fr' })
    expect(changed.body).toMatchObject({ zone: 'Europe/Paris', language: 'fr' })
    for (const zone of ['Mars/Olympus', '+01:00', '', 'Europe/Paris; drop', '../etc', 7])
      expect([zone, (await as('PATCH', '/users/me', { zone })).status]).toEqual([zone, 400])
    expect((await as('PATCH', '/users/me', { zone: null, language: null })).body).toMatchObject({
      zone: null,
    })
    await house.db.writer
      .updateTable('users')
      .set({ email_verified_at: 5 })
      .where('id', '=', alice.id)
      .execute()
    expect((await as('PATCH', '/users/me', { email: 'alice@example.org' })).body.email_verified).toBe(false)
  })
