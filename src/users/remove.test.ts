import { expect, test } from 'bun:test'
import { password, testApi } from '../../test/api.ts'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { tinyGif } from '../../test/media.ts'
import { openDirect } from '../chats/open-direct.ts'
import { block } from './block.ts'
import { setAdmin } from './moderate.ts'
import { editProfile } from './profile.ts'
import { register } from './register.ts'
import { removeUser } from './remove.ts'

const secrets = [
  'Eriksatie',
  'Gymnopedist',
  'satie@example.org',
  '+33612345678',
  'furniture music',
  'Velvet gentleman',
]
const profile = { email: secrets[2]!, phone: secrets[3]!, name: secrets[1]! }

/** Erik, who has done all that leaves something personal behind. */
async function erikWasHere(its: TestHouse) {
  const { house, alice, bob } = its
  const api = testApi(house)
  const agent = { 'User-Agent': 'Velvet gentleman 1.0' }
  const { user } = (await api.signUp(secrets[0]!, profile)).body
  const { access_token, session_id } = (await api.logIn({ email: profile.email }, agent)).body
  await api.logIn({ phone: profile.phone, password: 'wrong' })
  const erik = api.as(access_token)
  await erik('PATCH', '/users/me', { about: secrets[4] }, { 'Idempotency-Key': 'about-me' })
  await api.send('PUT', '/users/me/picture', {
    headers: { Authorization: `Bearer ${access_token}` },
    body: tinyGif,
  })
  const person = { id: user.id, sessionId: session_id, username: secrets[0]! }
  const chat = await group(house, [alice, bob, person])
  const words = await say(house, person, chat, 'This was said once')
  const key = { 'Idempotency-Key': 'with-erik' }
  expect((await api.as(alice)('PUT', `/chats/direct/${user.id}`, undefined, key)).status).toBe(200)
  await api.as(alice)('PUT', `/admin/users/${user.id}/admin`, undefined, { 'Idempotency-Key': 'made-admin' })
  await house.commit((tx) => block(tx, bob, user.id))
  await erik('PUT', `/users/me/blocks/${bob.id}`, undefined, { 'Idempotency-Key': 'not-bob' })
  return { api, erik, person, chat, words, access_token }
}

/** Where in the whole database a text stands: "table.column". */
async function whereIs({ house }: TestHouse, text: string): Promise<string[]> {
  const places: string[] = []
  for (const table of await house.db.reader.introspection.getTables()) {
    if (table.isView || table.name.startsWith('messages_words')) continue
    const rows = await house.db.reader
      .selectFrom(table.name as 'users')
      .selectAll()
      .execute()
    for (const [column, value] of rows.flatMap((row) => Object.entries(row)))
      if (String(value).toLowerCase().includes(text.toLowerCase())) places.push(`${table.name}.${column}`)
  }
  return [...new Set(places)].sort()
}

for (const database of databases) {
  test(`${database.name}: everything personal goes with the account, in every table`, async () => {
    await using its = await testHouse(database)
    const { erik, person } = await erikWasHere(its)
    for (const secret of secrets) expect(await whereIs(its, secret)).not.toEqual([])
    expect(await whereIs(its, secrets[3]!)).toEqual([
      'entries.body',
      'idempotency_keys.answer',
      'users.phone',
    ])
    expect((await erik('DELETE', '/users/me', { password: 'wrong' })).status).toBe(403)
    expect((await erik('DELETE', '/users/me', { password })).status).toBe(204)
    for (const secret of secrets) expect([secret, await whereIs(its, secret)]).toEqual([secret, []])
    for (const table of ['pictures', 'blocks', 'login_failures'] as const) {
      const rows = await its.house.db.reader.selectFrom(table).selectAll().execute()
      expect(rows.filter((row) => !('key' in row && row.key.startsWith('address:')))).toEqual([])
    }
    const keys = await its.house.db.reader.selectFrom('idempotency_keys').selectAll().execute()
    expect(keys.filter((row) => row.user_id === person.id)).toEqual([])
    expect(keys.map((row) => row.answer)).toEqual(['null', 'null'])
  })

  test(`${database.name}: what erik wrote stays, under "Deleted user", and his friends hear of it`, async () => {
    await using its = await testHouse(database)
    const { erik, person, chat, words, api } = await erikWasHere(its)
    const others = await say(its.house, its.bob, chat, 'A word of bob')
    const before = await its.head()
    await erik('DELETE', '/users/me', { password })
    const heard = await its.hears(its.bob, before)
    expect(heard.map((entry) => entry.kind)).toEqual(['user.updated', 'chat.member_removed', 'block.removed'])
    expect(heard[0]!.body.user).toEqual({
      ...{ id: person.id, name: 'Deleted user', about: '', picture: null, status: null, deleted: true },
      username: expect.stringMatching(/^deleted-\d+$/),
    })
    expect((await api.as(its.bob)('GET', `/users/${person.id}`)).body).toEqual(heard[0]!.body.user)
    const texts = await its.house.db.reader
      .selectFrom('messages')
      .select(['id', 'text', 'sender_id'])
      .execute()
    expect(texts).toContainEqual({ id: words.id, text: 'This was said once', sender_id: person.id })
    const kept = (await its.hears(its.bob)).filter((entry) => entry.kind === 'message.sent')
    expect(kept.map((entry) => entry.body.message.id)).toEqual([words.id, others.id])
    expect(await its.hears(its.dora, before)).toEqual([])
  })

  test(`${database.name}: the token, the cookie and the password are worth nothing now; the names are free`, async () => {
    await using its = await testHouse(database)
    const { erik, api, person } = await erikWasHere(its)
    expect((await erik('GET', '/users/me')).status).toBe(200)
    await erik('DELETE', '/users/me', { password })
    expect((await erik('GET', '/users/me')).status).toBe(401)
    for (const name of [{ username: secrets[0] }, { email: profile.email }, { phone: profile.phone }])
      expect((await api.logIn(name)).status).toBe(401)
    expect((await api.as(its.alice)('POST', `/admin/users/${person.id}/restore`)).status).toBe(404)
    expect((await api.signUp(secrets[0]!.toUpperCase(), profile)).status).toBe(201)
    const hearsAs = await its.hears(person)
    expect(hearsAs.filter((entry) => entry.body !== null).map((entry) => entry.kind)).not.toContain(
      'me.registered',
    )
  })

  test(`${database.name}: other people's entries are as they were`, async () => {
    await using its = await testHouse(database)
    const { erik } = await erikWasHere(its)
    const all = () => its.house.db.reader.selectFrom('entries').selectAll().orderBy('seq').execute()
    const before = await all()
    await erik('DELETE', '/users/me', { password })
    const after = await all()
    const blanked = before.filter((entry, i) => after[i]!.body !== entry.body)
    expect(blanked).toHaveLength(8)
    for (const entry of blanked)
      expect(secrets.some((secret) => entry.body.includes(secret)) || entry.stream.startsWith('user:')).toBe(
        true,
      )
    for (const who of [its.alice, its.bob, its.cleo, its.dora])
      expect(blanked.filter((entry) => entry.stream === `user:${who.id}`).map((entry) => entry.kind)).toEqual(
        who === its.bob ? ['block.added'] : [],
      )
    expect(after.slice(0, before.length).map(({ seq, stream, kind }) => [seq, stream, kind])).toEqual(
      before.map(({ seq, stream, kind }) => [seq, stream, kind]),
    )
  })

  test(`${database.name}: nothing is left of what was said of him in the very transaction of his going`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const row = { username: 'passing', email: null, phone: null, name: secrets[1]!, passwordHash: null }
    const { id } = await house.commit((tx) => register(tx, row))
    const passing = { id, sessionId: '', username: 'passing' }
    await house.commit((tx) => openDirect(tx, alice, id))
    const before = await its.head()
    const done = await Promise.allSettled([
      house.commit((tx) => editProfile(tx, passing, { about: secrets[4]! })),
      house.commit((tx) => block(tx, bob, id)),
      group(house, [cleo, passing]),
      house.commit((tx) => removeUser(tx, id, [])),
      house.commit((tx) => editProfile(tx, passing, { name: secrets[1]! })),
    ])
    expect(done.map((one) => one.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ])
    expect((await its.hears(bob, before)).map((entry) => [entry.kind, entry.body])).toEqual([
      ['block.added', null],
      ['block.removed', { user_id: id }],
    ])
    for (const secret of secrets) expect([secret, await whereIs(its, secret)]).toEqual([secret, []])
    expect((await its.hears(cleo, before)).at(-1)!.body.user.name).toBe('Deleted user')
  })

  test(`${database.name}: the only admin goes last, or makes somebody else one first`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const goes = (person: { id: string }) => house.commit((tx) => removeUser(tx, person.id, []))
    expect(await refusalOf(goes(alice))).toBe('conflict')
    await house.commit((tx) => setAdmin(tx, alice, bob.id, true))
    await goes(alice)
    expect(await refusalOf(goes(bob))).toBe('conflict')
    for (const person of [cleo, dora, bob]) await goes(person)
  })
}
