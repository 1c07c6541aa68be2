import { expect, test } from 'bun:test'
import { refusalOf, say } from '../../test/chats.ts'
import { type Database, databases } from '../../test/databases.ts'
import { movableClock } from '../../test/house.ts'
import { testTerminal } from '../../test/terminal.ts'
import { openHouse } from '../app.ts'
import { countUnread } from '../chats/unread.ts'
import { listChats } from '../chats/view.ts'
import { day } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { House } from '../http/house.ts'
import { readAfter, readHead } from '../log/read.ts'
import { searchMessages } from '../messages/search.ts'
import { verifyPassword } from '../users/passwords.ts'
import { checkLog } from './doctor/log.ts'
import { fake } from './fake.ts'

/** An empty house. */
async function emptyHouse(database: Database) {
  const place = await database.fresh()
  const env = { PARLEY_DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PARLEY_LOG_LEVEL: 'silent' }
  const { house, close } = await openHouse(readConfig(env), { clock: movableClock() })
  return {
    house,
    async [Symbol.asyncDispose]() {
      await close()
      await place.remove()
    },
  }
}

function said({ db }: House) {
  return db.reader
    .selectFrom('messages')
    .innerJoin('users', 'users.id', 'messages.sender_id')
    .select(['messages.number', 'messages.text', 'messages.created_at', 'users.username'])
    .orderBy('messages.number')
    .execute()
}

for (const database of databases) {
  test(`${database.name}: a year of talk holds to every rule of the house`, async () => {
    await using here = await emptyHouse(database)
    const { house } = here
    const terminal = testTerminal()
    await fake(house, { users: 12, messages: 1500, seed: 7 }, terminal)
    expect((await checkLog(house.db, house.clock.now())).filter(({ mark }) => mark !== '✓')).toEqual([])

    const messages = await said(house)
    expect(messages).toHaveLength(1500)
    const now = house.clock.now()
    const times = messages.map((message) => message.created_at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(now - 365 * day)
    expect(times.at(-1)).toBeLessThanOrEqual(now)
    expect(times.at(-1)).toBeGreaterThan(now - day)

    const count = async (table: 'reactions' | 'mentions') =>
      (await house.db.reader.selectFrom(table).select('message_id').execute()).length
    expect(await count('reactions')).toBeGreaterThan(100)
    expect(await count('mentions')).toBeGreaterThan(0)
    expect(messages.filter((message) => message.text.startsWith('@'))).toHaveLength(await count('mentions'))
    const { text, username } = messages.find((message) => /^\w{5}/.test(message.text))!
    const [query] = /^\w+/.exec(text)!
    const { id } = await house.db.reader
      .selectFrom('users')
      .select('id')
      .where('username', '=', username)
      .executeTakeFirstOrThrow()
    const { items } = await searchMessages(house, id, { query, limit: 200 })
    expect(items.map((message) => message.text)).toContain(text)
  })

  test(`${database.name}: the people can log in with the one password, and their clients go on from here`, async () => {
    await using here = await emptyHouse(database)
    const { house } = here
    const terminal = testTerminal()
    await fake(house, { users: 5, messages: 300, seed: 1 }, terminal)
    const people = await house.db.reader.selectFrom('users').selectAll().orderBy('number').execute()
    expect(people.map((user) => user.is_admin)).toEqual([1, 0, 0, 0, 0])
    const password = terminal.lines.at(-1)!.split(': ')[1]!
    for (const user of people) expect(await verifyPassword(password, user.password_hash)).toBe(true)

    const [first] = people
    const { items } = await listChats(house.db, first!.id, undefined, 200)
    const chat = items.find((one) => one.kind === 'group') ?? items[0]!
    expect(chat.last_message!.position).toBe(chat.last_position)
    const { seq } = await readHead(house.db)
    const members = await house.db.reader
      .selectFrom('members')
      .selectAll()
      .where('chat_id', '=', chat.id)
      .execute()
    const message = await say(house, { ...first!, sessionId: '' }, chat, 'I am real')
    expect(message.position).toBe(chat.last_position + 1)
    for (const member of members) {
      const { entries } = await readAfter(house.db, member.user_id, seq)
      expect(entries.map((entry) => entry.kind)).toEqual(['message.sent'])
    }
    expect(members.length).toBeGreaterThan(1)
  })

  test(`${database.name}: some have read everything and some have not, but nobody less than he wrote`, async () => {
    await using here = await emptyHouse(database)
    const { db } = here.house
    await fake(here.house, { users: 10, messages: 1000, seed: 3 }, testTerminal())
    const members = await db.reader.selectFrom('members').selectAll().execute()
    const unread = []
    for (const member of members) {
      const own = await db.reader
        .selectFrom('messages')
        .select(({ fn }) => fn.max('position').as('newest'))
        .where('chat_id', '=', member.chat_id)
        .where('sender_id', '=', member.user_id)
        .executeTakeFirst()
      expect(member.read_position).toBeGreaterThanOrEqual(own?.newest ?? 0)
      expect(member.delivered_position).toBeGreaterThanOrEqual(member.read_position)
      unread.push((await countUnread(db.reader, member.user_id, [member])).get(member.chat_id)!.unread)
    }
    expect(unread).toContain(0)
    expect(unread.some((many) => many > 0)).toBe(true)
  })

  test(`${database.name}: real people are not mixed with fake ones unless somebody means it`, async () => {
    await using here = await emptyHouse(database)
    const { house } = here
    await fake(house, { users: 3, messages: 20, seed: 5 }, testTerminal())
    const head = await readHead(house.db)
    expect(await refusalOf(fake(house, { users: 3, messages: 20, seed: 5 }, testTerminal()))).toContain(
      '--yes',
    )
    expect(await readHead(house.db)).toEqual(head)

    await fake(house, { users: 3, messages: 20, seed: 5, yes: true }, testTerminal())
    const users = await house.db.reader.selectFrom('users').selectAll().orderBy('number').execute()
    expect(users.map((user) => user.is_admin)).toEqual([1, 0, 0, 0, 0, 0])
    expect(users[3]!.username).toBe(`${users[0]!.username}2`)
    expect((await checkLog(house.db, house.clock.now())).filter(({ mark }) => mark !== '✓')).toEqual([])
  })
}

test('the same seed makes the same people say the same things', async () => {
  const said7 = await saidWith(7)
  expect(said7).toEqual(await saidWith(7))
  expect(said7).not.toEqual(await saidWith(8))
})

async function saidWith(seed: number) {
  await using here = await emptyHouse(databases[0]!)
  await fake(here.house, { users: 6, messages: 100, seed }, testTerminal())
  return said(here.house)
}

test('two people and no message are enough', async () => {
  await using here = await emptyHouse(databases[0]!)
  await fake(here.house, { users: 2, messages: 0, seed: 1 }, testTerminal())
  expect((await checkLog(here.house.db, here.house.clock.now())).filter(({ mark }) => mark !== '✓')).toEqual(
    [],
  )
})
