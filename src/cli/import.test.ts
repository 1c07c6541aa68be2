import { expect, test } from 'bun:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databases } from '../../test/databases.ts'
import { oldClient } from '../../test/dialects/old-clients.ts'
import { movableClock } from '../../test/house.ts'
import { type TestServer, testServer } from '../../test/server.ts'
import { testTerminal } from '../../test/terminal.ts'
import type { DialectName } from '../config.ts'
import { deliverAllDue } from '../scheduled/alarm.ts'
import { checkLog } from './doctor/log.ts'
import { importDump } from './import.ts'

/** Hashes of `four`, made by the libraries of those servers. */
const hashes = {
  pbkdf2: 'pbkdf2:sha256:1000$aB3dE5fG7h$23f7fa4d27fdd7ee8cfab10e20c21a36599b32d12c8e99d32bfc063c48f3126f',
  scrypt:
    'scrypt:1024:8:1$aB3dE5fG7h$0386856dbb00d53672bc923fb628d4483d6b45fbec6ea4909fb814344b0cc61b5f3f232eaca5b7aa969619036b8e39ab4811babad0233e127b7b6c61de8e5f49',
  passlib: '$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$B64hx2Q9xAPXWWMAFTDLOfWck.b8EqcKU0STH7Z.y9A',
  client: '04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00',
  bcrypt: '$2b$04$Y5HCxvEduGJKFP.qMv5vUOSCWYe2DNLtMiWCP/9uf4MFb1pwgVOcO',
}

type Rows = [table: string, row: object][]

/** Writes a dump, and takes it over. */
async function take(server: TestServer, dialect: DialectName, rows: Rows | string, name = 'dump.jsonl') {
  const path = join(server.place.dataDir, name)
  const text =
    typeof rows === 'string'
      ? rows
      : rows.map(([table, row]) => `${JSON.stringify({ table, ...row })}\n`).join('')
  writeFileSync(path, text)
  const terminal = testTerminal()
  await importDump(server.house, dialect, path, terminal)
  const skipped = existsSync(`${path}.skipped`)
    ? readFileSync(`${path}.skipped`, 'utf8').trim().split('\n')
    : []
  return { path, said: terminal.lines, skipped: skipped.map((line) => JSON.parse(line)) }
}

async function logIn(server: TestServer, names: object, password = 'four') {
  const client = oldClient(server)
  const { status, json } = await client.post('/login', { ...names, password })
  if (status === 200) client.authorize(`Bearer ${json.token}`)
  return { client, status }
}

const hashOf = async ({ house }: TestServer, username: string) =>
  (
    await house.db.reader
      .selectFrom('users')
      .select('password_hash')
      .where('username', '=', username)
      .executeTakeFirstOrThrow()
  ).password_hash

/** Everything that an import writes. */
async function everything({ house }: TestServer) {
  const tables = [
    'users',
    'chats',
    'members',
    'messages',
    'projects',
    'friends',
    'events',
    'site_items',
  ] as const
  const rows: unknown[] = []
  for (const table of [...tables, 'occurrences', 'postcards', 'entries', 'follows', 'counters'] as const)
    rows.push(...(await house.db.reader.selectFrom(table).selectAll().execute()))
  return rows.map((row) => JSON.stringify(row)).toSorted()
}

const chatappRows: Rows = [
  ['message', { id: 12, sender: 7, recipient: 9, body: 'Second', date_created: '2024-05-02 10:00:00.5' }],
  ['message', { id: 11, sender: 9, recipient: 7, body: 'First', date_created: '2024-05-01T10:00:00' }],
  ['message', { id: 13, sender: 7, recipient: 8, body: 'To nobody', date_created: '2024-05-02 10:00:00' }],
  ['user', { id: 7, username: 'alice', password_hash: hashes.pbkdf2 }],
  ['user', { id: 9, username: 'bob', password_hash: hashes.scrypt, last_seen: '2024-05-03 10:00:00' }],
]

for (const database of databases) {
  test(`${database.name}: people of chatapp keep their numbers, names, passwords and what they have said`, async () => {
    await using server = await testServer(database)
    const first = await take(server, 'chatapp', chatappRows)
    expect(first.said[0]).toStartWith('took over 2 users, 2 messages in ')
    expect(first.skipped).toEqual([{ line: 3, skipped: true, reason: 'its receiver is not here' }])
    expect(
      (await checkLog(server.house.db, server.house.clock.now())).filter(({ mark }) => mark !== '✓'),
    ).toEqual([])
    const { client } = await logIn(server, { username: 'Alice' })
    expect((await client.get('/user')).json).toMatchObject({ id: 7, username: 'alice' })
    expect((await client.get('/message/9')).json).toEqual([
      { id: 12, from: 7, to: 9, body: 'Second', date_created: '2024-05-02T10:00:00.500Z' },
      { id: 11, from: 9, to: 7, body: 'First', date_created: '2024-05-01T10:00:00.000Z' },
    ])
    expect((await logIn(server, { username: 'bob' })).status).toBe(200)
    for (const name of ['alice', 'bob']) {
      expect(await hashOf(server, name)).toStartWith('$argon2id$')
      expect((await logIn(server, { username: name })).status).toBe(200)
      expect((await logIn(server, { username: name }, 'five')).status).toBe(401)
    }
    // Whoever comes now, and what is said now, gets a number behind theirs.
    expect((await client.post('/message/9', { body: 'Third' })).status).toBe(201)
    expect((await client.get('/message/9')).json[0].id).toBeGreaterThan(13)
    await client.post('/user', { username: 'cleo', password: 'four' })
    const cleo = await logIn(server, { username: 'cleo' })
    expect((await cleo.client.get('/user')).json.id).toBeGreaterThan(9)
    const unread = (await client.get('/api/v1/chats')).json.items.map(
      (chat: { unread_count: number }) => chat.unread_count,
    )
    expect(unread).toEqual([0])

    const before = await everything(server)
    expect((await take(server, 'chatapp', chatappRows)).said).toEqual(
      expect.arrayContaining([expect.stringContaining('took over nothing')]),
    )
    // The same in another file, in another order.
    const turned = await take(server, 'chatapp', chatappRows.toReversed(), 'other.jsonl')
    expect(turned.said).toContain('4 were here already')
    const places = (rows: string[]) => rows.filter((row) => !row.includes('import:'))
    expect(places(await everything(server))).toEqual(places(before))
  })

  test(`${database.name}: of pictever what has arrived is there, and what has not arrives at its hour`, async () => {
    const clock = movableClock()
    await using server = await testServer(database, { clock })
    const now = clock.now() / 1000
    const message = { message: 'Remember?', photo_id: '', video_id: '', sound_id: '', is_blocked: false }
    const { said, skipped } = await take(server, 'pictever', [
      [
        'user',
        { _id: { $oid: 'a1' }, email: 'Alice@example.org', password_hash: hashes.client, country_code: 'fr' },
      ],
      ['user', { _id: { $oid: 'b2' }, email: 'bob@example.org', password_hash: hashes.client.toUpperCase() }],
      ['platform_instance', { user_id: 'a1', phone_num: '0033611111111', os: 'ios' }],
      ['platform_instance', { user_id: 'b2', phone_num: '0033611111111', os: 'ios' }],
      [
        'message',
        {
          ...message,
          _id: 'm1',
          sender_id: 'a1',
          receiver_id: 'b2',
          photo_id: 'p.jpg',
          created_at: now - 900,
          delivery_time: now - 600,
        },
      ],
      [
        'message',
        {
          ...message,
          _id: 'm2',
          sender_id: 'a1',
          receiver_id: 'b2',
          created_at: now - 900,
          delivery_time: String(now + 600),
        },
      ],
      [
        'message',
        {
          ...message,
          _id: 'm3',
          sender_id: 'a1',
          receiver_id: 'a1',
          receiver_phone: '0033622222222',
          is_blocked: true,
          delivery_time: now - 5,
        },
      ],
      [
        'message',
        { ...message, _id: 'm4', sender_id: 'a1', receiver_id: 'b2', is_blocked: true, delivery_time: now },
      ],
      [
        'message',
        { ...message, _id: 'm5', sender_id: 'a1', receiver_id: 'b2', message: '', delivery_time: now - 5 },
      ],
    ])
    expect(said[0]).toStartWith('took over 2 users, 1 telephone numbers, 3 messages to the future in ')
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [8, 'it is blocked'],
      [4, 'somebody else has the number'],
      [9, 'it is empty'],
    ])
    expect(await hashOf(server, 'alice')).not.toContain(hashes.client)
    expect((await logIn(server, { email: 'alice@example.org' }, 'four')).status).toBe(401)
    const bob = await logIn(server, { email: 'bob@example.org' }, hashes.client)
    expect(bob.status).toBe(200)
    expect(await hashOf(server, 'bob')).toStartWith('$argon2id$')
    expect((await logIn(server, { email: 'bob@example.org' }, hashes.client)).status).toBe(200)
    const inbox = async () => (await bob.client.get('/receive_all?ts=0')).json.new_messages
    expect((await bob.client.get('/get_number_of_future_messages')).text).toBe('1')
    const chat = (await bob.client.get('/api/v1/chats')).json.items[0]
    expect(chat.last_message).toMatchObject({ text: 'Remember?', created_at: clock.now() - 600_000 })
    expect(await inbox()).toMatchObject([{ message: 'Remember?', photo_id: 'p.jpg' }])
    clock.move(601_000)
    await deliverAllDue(server.house)
    expect(await inbox()).toHaveLength(2)
    expect((await bob.client.get('/get_number_of_future_messages')).text).toBe('0')
    const waiting = server.house.db.reader
      .selectFrom('occurrences')
      .select('to_phone')
      .where('state', '=', 'waiting')
    expect(await waiting.execute()).toEqual([{ to_phone: '+33622222222' }])
  })

  test(`${database.name}: the ids that the apps of pictever remember are good here`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      '54b0000000000000000000a1',
      '54b0000000000000000000b2',
      '54b0000000000000000000c3',
    ]
    const user = (id: string, name: string): Rows[number] => [
      'user',
      { _id: { $oid: id }, email: `${name}@example.org`, password_hash: hashes.client },
    ]
    await take(server, 'pictever', [
      user(alice, 'alice'),
      user(bob, 'bob'),
      user(cleo, 'cleo'),
      [
        'message',
        {
          _id: { $oid: '54c0000000000000000000d4' },
          sender_id: alice,
          receiver_id: bob,
          message: 'Remember?',
          created_at: 1_420_000_000,
          delivery_time: 1_425_000_000,
        },
      ],
    ])
    const { client } = await logIn(server, { email: 'bob@example.org' }, hashes.client)
    const form = (path: string, fields: object) => client.post(path, { ...fields }, 'form')
    const sent = {
      message: 'Yes!',
      receiver_ids: [`id${alice}`],
      delivery_option: { type: 'day', parameters: 1 },
    }
    expect((await form('/send', sent)).status).toBe(200)
    const to = await logIn(server, { email: 'alice@example.org' }, hashes.client)
    expect((await to.client.get('/get_number_of_future_messages')).text).toBe('1')
    expect((await form('/resend', { message_id: '54c0000000000000000000d4' })).status).toBe(200)
    expect((await client.get('/receive_all?ts=0')).json.new_messages).toEqual([])
    expect((await form('/block_contacts', { contacts_to_block: [cleo] })).status).toBe(200)
    const { status } = await form('/send', { ...sent, receiver_ids: ['id54b0000000000000000000ff'] })
    expect(status).toBe(400)
    expect((await client.get('/api/v1/users/me/blocks')).json.items).toMatchObject([{ username: 'cleo' }])
  })

  for (const codes of [false, true])
    test(`${database.name}: a number of pictever ${codes ? 'is to be confirmed where codes are sent' : 'is found where none are sent'}`, async () => {
      await using server = await testServer(database, { env: codes ? { PARLEY_SMS: 'log' } : {} })
      const user = (id: string, name: string, phone: string): Rows => [
        ['user', { _id: id, email: `${name}@example.org`, password_hash: hashes.client }],
        ['platform_instance', { user_id: id, phone_num: phone }],
      ]
      await take(server, 'pictever', [
        ...user('a1', 'alice', '0033611111111'),
        ...user('b2', 'bob', '0033622222222'),
        [
          'message',
          { _id: 'm1', sender_id: 'a1', receiver_id: 'b2', message: 'Hi', delivery_time: 1_425_000_000 },
        ],
      ])
      const { client } = await logIn(server, { email: 'bob@example.org' }, hashes.client)
      const contacts = await client.post('/upload_contacts', { contacts: ['0033611111111'] }, 'form')
      const [message] = (await client.get('/receive_all?ts=0')).json.new_messages
      if (codes) expect([contacts.status, message.from_numero]).toEqual([403, 'alice@example.org'])
      else expect([contacts.json.length, message.from_numero]).toEqual([1, '0033611111111'])
    })

  test(`${database.name}: eclectic comes with its admins, events and settings; playhub with chats and friends`, async () => {
    await using server = await testServer(database)
    await take(server, 'eclectic', [
      [
        'users',
        { id: 1, username: 'ann', email: 'ann@example.org', password: hashes.bcrypt, scope: 'admin' },
      ],
      [
        'events',
        { id: 1, date: '2023-12-31', time: '8pm', venue: 'Hall', address: 'Road 1', created_by_user_id: 1 },
      ],
      ['events', { id: 2, date: 'tomorrow', time: '8pm', venue: 'Hall', address: '' }],
      ['settings', { id: 1, name: 'BAND_MOTTO', value: 'Play' }],
      ['sociallinks', { id: 1, href_url: 'https://s.example.org', text: 'S' }],
    ])
    const ann = await logIn(server, { username: 'ann' })
    const { data } = (await ann.client.get('/users')).json
    expect(data).toMatchObject([{ username: 'ann', scope: 'admin' }])
    expect((await ann.client.get('/events')).json.data).toMatchObject([
      { date: '2023-12-31', time: '8pm', venue: 'Hall', address: 'Road 1' },
    ])
    expect((await ann.client.get('/settings/name/BAND_MOTTO')).json.data.value).toBe('Play')
    expect((await ann.client.get('/sociallinks')).json.data).toEqual([
      { id: expect.any(String), href_url: 'https://s.example.org', img_url: '', text: 'S' },
    ])

    const [bea, cleo, dora] = ['b', 'c', 'd'].map((letter) => letter.repeat(32)) as [string, string, string]
    const user = (id: string, username: string) => ({ _id: id, username, email: `${username}@example.org` })
    const both = { _id: 'e'.repeat(32), Users: [bea, cleo], name: 'cleo', created_at: '01/02/2024 10:00:00' }
    const three = { _id: 'f'.repeat(32), Users: [bea, cleo, dora], name: 'Trio', isGroup: true }
    const { skipped } = await take(server, 'playhub', [
      [
        'user',
        { ...user(bea, 'bea'), password: hashes.passlib, Friends: [cleo], created_at: '01/02/2024 10:00:00' },
      ],
      ['user', { ...user(cleo, 'cleo'), password: hashes.passlib, Friends: [bea] }],
      ['user', { ...user(dora, 'Ann'), email: 'dora@example.org', password: 'md5$x$y' }],
      ['user', { ...user('9'.repeat(32), 'other'), email: 'ANN@example.org' }],
      ['chat', both],
      ['chat', three],
      [
        'message',
        {
          _id: '1'.repeat(32),
          content: 'Salut',
          Sender: bea,
          Chat: both._id,
          created_at: '02/02/2024 10:00:00',
        },
      ],
      [
        'message',
        {
          _id: '2'.repeat(32),
          content: 'À trois',
          Sender: cleo,
          Chat: three._id,
          created_at: { $date: '2024-02-03T10:00:00Z' },
        },
      ],
      [
        'message',
        {
          _id: '3'.repeat(32),
          content: 'x',
          Sender: bea,
          Chat: '7'.repeat(32),
          created_at: '02/02/2024 10:00:00',
        },
      ],
    ])
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'its username is ann-2 now'],
      [3, 'its password is hashed in a way that is not known here: it has none'],
      [4, 'somebody has its e-mail address'],
      [9, 'its chat is not here'],
    ])
    const { client } = await logIn(server, { email: 'bea@example.org' })
    const me = (await client.get('/api/v1/users/me')).json
    expect([me.id.replaceAll('-', ''), me.created_at]).toEqual([bea, Date.UTC(2024, 1, 1, 10)])
    const chats = (await client.get('/api/v1/chats')).json.items
    expect(
      chats.map((chat: { id: string; kind: string; last_message: { text: string } }) => [
        chat.id.replaceAll('-', ''),
        chat.kind,
        chat.last_message.text,
      ]),
    ).toEqual([
      [three._id, 'group', 'À trois'],
      [both._id, 'direct', 'Salut'],
    ])
    expect((await client.get('/api/v1/friends')).json.items).toHaveLength(1)
  })

  test(`${database.name}: projects of txchat come with their people, and what is private stays so`, async () => {
    await using server = await testServer(database)
    const user = (id: number, username: string, more = {}) => ({
      ...{ id, username, email: `${username}@example.org`, password_hash: hashes.bcrypt },
      ...{ first_name: username, last_name: 'X', ...more },
    })
    const message = { project_id: 5, owner_id: 1, created_at: '2024-01-01 10:00:00' }
    const { said, skipped } = await take(server, 'txchat', [
      ['user', user(1, 'olga', { admin: true })],
      ['user', user(2, 'carl')],
      ['user', user(3, 'pia')],
      ['user', user(4, 'ulf', { archived: true })],
      ['project', { id: 5, title: 'Launch', owner_id: 1, coaches: [2], participants: [{ id: 3 }, 2, 99] }],
      ['project', { id: 6, title: 'launch', owner_id: 1 }],
      ['project', { id: 7, title: 'Launch', owner_id: 1 }],
      ['message', { ...message, id: 1, content: 'To all', receiver_id: 0 }],
      ['message', { ...message, id: 2, content: 'To pia', receiver_id: 3 }],
      ['message', { ...message, id: 3, content: 'Lost', project_id: 8 }],
    ])
    expect(said[0]).toStartWith('took over 4 users, 3 projects, 2 messages in ')
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'not everybody of it is here'],
      [7, 'its title is Launch (7) now'],
      [10, 'its project is not here'],
    ])
    expect(
      (await checkLog(server.house.db, server.house.clock.now())).filter(({ mark }) => mark !== '✓'),
    ).toEqual([])
    expect((await logIn(server, { username: 'ulf' })).status).toBe(403)
    const read = async (username: string) => {
      const { client } = await logIn(server, { username })
      const project = (await client.get('/api/v1/projects')).json.data.find(
        ({ title }: { title: string }) => title === 'Launch',
      )
      const chats = (await client.get('/api/v1/chats')).json.items
      return [
        project.role,
        chats.map((chat: { last_message: { text: string } | null }) => chat.last_message?.text),
      ]
    }
    expect(await read('carl')).toEqual(['coach', ['To all']])
    const within = server.house.db.reader
      .selectFrom('messages')
      .innerJoin('projects', 'projects.id', 'messages.project_id')
      .select(['messages.text', 'projects.title'])
    expect(await within.execute()).toEqual([{ text: 'To pia', title: 'Launch' }])
    const [part, texts] = await read('pia')
    expect([part, (texts as string[]).toSorted()]).toEqual(['participant', ['To all', 'To pia']])
  })

  test(`${database.name}: killed in the middle it goes on, and nothing is there twice`, async () => {
    await using server = await testServer(database)
    const at = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString()
    const rows: Rows = [
      ...chatappRows.slice(3),
      ...Array.from({ length: 2500 }, (_, n): Rows[number] => [
        'message',
        { id: n + 1, sender: 7, recipient: 9, body: `${n}`, date_created: at(n) },
      ]),
    ]
    const path = join(server.place.dataDir, 'dump.jsonl')
    writeFileSync(path, rows.map(([table, row]) => JSON.stringify({ collection: table, ...row })).join('\n'))
    const dying = {
      ...testTerminal(),
      progress(line: string) {
        if (line.startsWith('1002 of 2502')) throw new Error('killed')
      },
    }
    await expect(importDump(server.house, 'chatapp', path, dying)).rejects.toThrow('killed')
    const count = async () =>
      (await server.house.db.reader.selectFrom('messages').select('position').execute()).length
    expect(await count()).toBe(1000)
    const terminal = testTerminal()
    await importDump(server.house, 'chatapp', path, terminal)
    expect(terminal.lines[0]).toBe('1002 of 2502 have been taken over before')
    expect(terminal.lines[1]).toStartWith('took over 1500 messages in ')
    const said = server.house.db.reader
      .selectFrom('messages')
      .select(['position', 'number', 'text'])
      .orderBy('position')
    expect(await said.execute()).toEqual(
      Array.from({ length: 2500 }, (_, n) => ({ position: n + 1, number: n + 1, text: `${n}` })),
    )
  })
}

test('messages of early playhub say neither chat nor time: their chat names them, and they are as old as it is', async () => {
  await using server = await testServer(databases[0]!)
  const [alice, bob] = ['a'.repeat(32), 'b'.repeat(32)]
  const begun = '31/01/2024 10:00:00'
  const { skipped } = await take(server, 'playhub', [
    ['user', { _id: alice, username: 'alice', email: 'alice@example.org', password: hashes.passlib }],
    ['user', { _id: bob, username: 'bob', email: 'bob@example.org', password: hashes.passlib }],
    ['message', { _id: 'm1', user_id: alice, message: 'One' }],
    ['message', { _id: 'm2', user_id: bob, message: 'Two' }],
    ['message', { _id: 'm3', user_id: bob, message: 'Nowhere' }],
    ['message', { _id: 'm4', user_id: bob, message: 'Never', Chat: 'c2' }],
    ['chat', { _id: 'c1', name: '', Users: [alice, bob], messages: ['m1', 'm2'], created_at: begun }],
    ['chat', { _id: 'c2', name: 'Two', Users: [alice, bob], isGroup: true }],
  ])
  const said = await server.house.db.reader
    .selectFrom('messages')
    .select(['text', 'created_at', 'position'])
    .orderBy('position')
    .execute()
  const created_at = Date.UTC(2024, 0, 31, 10)
  expect(said).toEqual([
    { text: 'One', created_at, position: 1 },
    { text: 'Two', created_at, position: 2 },
  ])
  expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'no chat is said, and none names it'],
    [6, 'its time is missing'],
  ])
})

test('who is in a project may stand as a list in JSON text, as SQLite writes one', async () => {
  await using server = await testServer(databases[0]!)
  const { skipped } = await take(server, 'txchat', [
    ['user', { id: 1, email: 'alice@example.org', username: 'alice', password_hash: hashes.bcrypt }],
    ['user', { id: 2, email: 'bob@example.org', username: 'bob' }],
    ['user', { id: 3, email: 'cleo@example.org', username: 'cleo' }],
    ['project', { id: 1, title: 'Garden', owner_id: 1, coaches: '[2]', participants: '[3,2]' }],
    ['project', { id: 2, title: 'Shed', owner_id: 1, coaches: '[]', participants: '2,3' }],
  ])
  const { client } = await logIn(server, { email: 'alice@example.org' })
  expect((await client.get('/api/v1/projects/')).json.data).toMatchObject([
    { title: 'Garden', coaches: [{ username: 'bob' }], participants: [{ username: 'cleo' }] },
  ])
  expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([[5, 'participants is no list']])
})

test('bytes that are no UTF-8 are not guessed at: the line is skipped, and can come again', async () => {
  await using server = await testServer(databases[0]!)
  const path = join(server.place.dataDir, 'latin.jsonl')
  const row = { table: 'user', id: 1, username: 'alice', password_hash: hashes.pbkdf2, last_seen: null }
  writeFileSync(path, Buffer.from(`${JSON.stringify({ ...row, note: 'caf\u00e9' })}\n`, 'latin1'))
  await importDump(server.house, 'chatapp', path, testTerminal())
  expect(readFileSync(`${path}.skipped`, 'utf8')).toBe(
    '{"line":1,"skipped":true,"reason":"the line is no UTF-8"}\n',
  )
  const { said } = await take(server, 'chatapp', [['user', row]])
  expect(said[0]).toStartWith('took over 1 users in ')
})

test('days that no calendar has are no times; with a comma the month comes first, as txchat wrote them', async () => {
  await using server = await testServer(databases[0]!)
  const message = (id: number, created_at: string): Rows[number] => [
    'message',
    { id, content: `${id}`, owner_id: 1, project_id: 1, created_at },
  ]
  const { skipped } = await take(server, 'txchat', [
    ['user', { id: 1, email: 'alice@example.org', username: 'alice', password_hash: hashes.bcrypt }],
    ['project', { id: 1, title: 'Garden', owner_id: 1 }],
    message(1, '12/31/2022, 10:05'),
    message(2, '31/12/2022 10:06:07'),
    message(3, '12/31/2022 10:00:00'),
    message(4, '30/02/2022 10:00:00'),
    message(5, '31/12/2022 25:00:00'),
  ])
  const times = await server.house.db.reader
    .selectFrom('messages')
    .select(['text', 'created_at'])
    .orderBy('text')
    .execute()
  expect(times.map(({ text, created_at }) => [text, created_at])).toEqual([
    ['1', Date.UTC(2022, 11, 31, 10, 5)],
    ['2', Date.UTC(2022, 11, 31, 10, 6, 7)],
  ])
  expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'created_at is no time'],
    [6, 'created_at is no time'],
    [7, 'created_at is no time'],
  ])
})

test('lines that cannot be read are skipped, each with its reason, and the rest is taken over', async () => {
  await using server = await testServer(databases[0]!)
  const good = JSON.stringify({ table: 'user', id: 1, username: 'alice' })
  const bad = [
    '{"table": "user", ',
    '[]',
    '"user"',
    'null',
    '{"id": 1}',
    '{"table": "token_blocklist", "jti": "x"}',
    '{"table": "__proto__", "id": 1}',
    '{"table": "user", "username": "nobody"}',
    '{"table": "user", "id": 2, "username": {"a": 1}}',
    '{"table": "user", "id": 3, "username": "a\\u0000"}',
    '{"table": "user", "id": 4}',
    '{"table": "user", "id": 5, "username": "bob", "created_at": "soon"}',
    `{"table": "message", "id": 1, "sender": 1, "recipient": 1, "body": "${'x'.repeat(20_001)}", "date_created": 1}`,
    '{"table": "message", "id": 1, "sender": 1, "recipient": 1, "body": "x"}',
  ]
  const { said, skipped } = await take(server, 'chatapp', `\uFEFF${good}\r\n\n${bad.join('\n')}`)
  expect(said[0]).toStartWith('took over 1 users in ')
  expect(skipped.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(bad.map((_, i) => i + 3))
  expect(new Set(skipped.map(({ reason }) => reason))).toEqual(
    new Set([
      'the line is no JSON',
      'the line is no object',
      'the line says neither table nor collection',
      'there is nothing to do with token_blocklist',
      'there is nothing to do with __proto__',
      'id is missing',
      'username is no text',
      'username is no text that can be kept',
      'it has neither a username nor an e-mail address',
      'created_at is no time',
      'body has more than 20000 characters',
      'its time is missing',
    ]),
  )
  expect(said).toContain('nobody is an admin here; "parley user create --admin <username>" makes one')
})
