import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { spoil } from '../../test/spoil.ts'
import { testTerminal } from '../../test/terminal.ts'
import { day, hour } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { dropIndex } from '../db/dialect.ts'
import { upgrade } from '../db/migrate.ts'
import { prune } from '../log/prune.ts'
import { openOutbox } from '../outbox/deliver.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { createProject } from '../projects/create.ts'
import { checkDatabase } from './doctor/database.ts'
import type { Finding } from './doctor/finding.ts'
import { checkFolder } from './doctor/folder.ts'
import { checkPort, checkRedis } from './doctor/network.ts'
import { checkReach } from './doctor/reach.ts'
import { checkBun, checkPublicUrl, checkSettings } from './doctor/settings.ts'
import { doctor, examine } from './doctor.ts'
import { withNewDb } from './open.ts'

const not = (mark: Finding['mark'], findings: Finding[]) =>
  findings.filter((finding) => finding.mark !== mark)
const config = (env: Record<string, string>) => readConfig(env) as Config

/** A house in which something was said, and what the doctor finds wrong in its database. */
async function livedIn(here: TestHouse) {
  const { house, alice, bob, cleo } = here
  const chat = await group(house, [alice, bob, cleo])
  for (const text of ['one', 'two', 'three']) await say(house, alice, chat, text)
  const ill = async () => not('✓', await checkDatabase(house.config, house.clock.now()))
  expect(await ill()).toEqual([])
  return { chat, ill, db: house.db.writer }
}

for (const database of databases) {
  test(`${database.name}: a gap in the log is found, and a head that is not the last entry's`, async () => {
    await using here = await testHouse(database)
    const { ill, db } = await livedIn(here)
    await db.deleteFrom('entries').where('seq', '=', 3).execute()
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('a gap') }])
    await sql`update log_head set seq = seq + 1`.execute(db)
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('the head of the log is') }])
    await db.deleteFrom('log_head').execute()
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('no head') }])
  })

  test(`${database.name}: a log that has been pruned, or is pruned empty, is whole`, async () => {
    await using here = await testHouse(database)
    const { ill, chat } = await livedIn(here)
    here.clock.move(day)
    await say(here.house, here.alice, chat, 'a day later')
    expect(await prune(here.house.commit, here.clock.now())).toBeGreaterThan(0)
    expect(await ill()).toEqual([])
    expect(await prune(here.house.commit, here.clock.now() + 1)).toBe(1)
    expect(await ill()).toEqual([])
  })

  test(`${database.name}: a position that is given twice is found`, async () => {
    await using here = await testHouse(database)
    const { ill, db, chat } = await livedIn(here)
    await dropIndex(db, here.house.db.dialect, 'messages', 'messages_place')
    await db.updateTable('messages').set({ position: 3 }).where('position', '=', 2).execute()
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining(chat.id) }])
    await spoil(here.house.db)
  })

  test(`${database.name}: chats that count wrongly are found`, async () => {
    await using here = await testHouse(database)
    const { ill, db } = await livedIn(here)
    await db.updateTable('chats').set({ last_position: 4, member_count: 2 }).execute()
    expect((await ill()).map(({ text }) => text)).toEqual([
      expect.stringContaining('last position'),
      expect.stringContaining('number of members'),
    ])
  })

  test(`${database.name}: a member who hears nothing is found, and somebody outside who does`, async () => {
    await using here = await testHouse(database)
    const { ill, db, chat } = await livedIn(here)
    const stream = `chat:${chat.id}`
    await db
      .updateTable('follows')
      .set({ user_id: here.dora.id })
      .where('stream', '=', stream)
      .where('user_id', '=', here.bob.id)
      .execute()
    expect((await ill()).map(({ text }) => text)).toEqual([
      expect.stringContaining('does not follow'),
      expect.stringContaining('that he is not in'),
    ])
  })

  test(`${database.name}: a project that is heard by others than its members is found`, async () => {
    await using here = await testHouse(database)
    const { ill, db } = await livedIn(here)
    const { house, alice, bob } = here
    const project = { title: 'Bridge', description: '', coachIds: [], participantIds: [bob.id] }
    const { id, chat_id } = await house.commit((tx) => createProject(tx, alice, project, 9))
    expect(await ill()).toEqual([])
    const follow = db.updateTable('follows').where('stream', '=', `project:${id}`)
    const who = (one: string, other: string) => follow.where('user_id', '=', one).set({ user_id: other })
    await who(bob.id, here.dora.id).execute()
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining(chat_id) }])
    await db.deleteFrom('members').where('chat_id', '=', chat_id).where('user_id', '=', bob.id).execute()
    await db.updateTable('chats').set({ member_count: 1 }).where('id', '=', chat_id).execute()
    const follows = db.deleteFrom('follows').where('stream', '=', `chat:${chat_id}`)
    await follows.where('user_id', '=', bob.id).execute()
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining(`project:${id}`) }])
  })

  test(`${database.name}: a clock that was set back is found`, async () => {
    await using here = await testHouse(database)
    const { ill } = await livedIn(here)
    here.clock.move(-day)
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('set the clock') }])
    here.clock.move(-30 * 365 * day)
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('NTP') }])
  })

  test(`${database.name}: what could not be sent is told, and what waits for too long`, async () => {
    await using here = await testHouse(database)
    const { ill } = await livedIn(here)
    const { house } = here
    const put = (channel: 'push' | 'email') =>
      house.commit((tx) => enqueue(tx, { channel, userId: null, to: 'somebody', body: 'a secret' }))
    await put('push')
    await put('email')
    const refuse = async () => ({ result: 'refused', reason: '413 PayloadTooLarge' }) as const
    await openOutbox(house, { push: refuse }, async () => false).run()
    const refused: Finding = {
      mark: '!',
      text: expect.stringMatching(/^1 could not be sent by push .* 413 PayloadTooLarge$/),
    }
    expect(await ill()).toEqual([refused])
    here.clock.move(hour + 1)
    expect(await ill()).toEqual([refused, { mark: '!', text: expect.stringMatching(/^1 in the outbox/) }])
  })

  test(`${database.name}: migrations that are missing or not known are named`, async () => {
    await using here = await testHouse(database)
    const { ill, db } = await livedIn(here)
    await sql`insert into migrations (name, timestamp) values ('999-later', '2030-01-01')`.execute(db)
    expect(await ill()).toEqual([{ mark: '✗', text: expect.stringContaining('999-later') }])
    await sql`delete from migrations where name in ('999-later', '006-scheduled')`.execute(db)
    expect(await ill()).toEqual([{ mark: '!', text: expect.stringContaining('006-scheduled') }])
  })
}

test('a damaged page of the file is found', async () => {
  const place = await databases[0]!.fresh()
  const { databaseUrl } = readConfig({ PARLEY_DATA_DIR: place.dataDir })
  await withNewDb((db) => upgrade(db), databaseUrl)
  const file = join(place.dataDir, 'parley.sqlite')
  const bytes = readFileSync(file)
  const pageSize = bytes.readUInt16BE(16)
  // The first page holds the schema; behind it are the tables and indexes.
  writeFileSync(file, bytes.fill(0xa5, 6 * pageSize, 9 * pageSize))
  const found = await checkDatabase(config({ PARLEY_DATA_DIR: place.dataDir }), Date.now())
  expect(found.find(({ mark }) => mark === '✗')?.text).toMatch(/damaged|malformed/)
  await place.remove()
})

test('a file that is no database is found', async () => {
  const place = await databases[0]!.fresh()
  const url = `${place.dataDir}/parley.sqlite`
  writeFileSync(url, 'this is no database at all, '.repeat(500))
  const found = await checkDatabase(config({ PARLEY_DATA_DIR: place.dataDir }), Date.now())
  expect(found).toEqual([{ mark: '✗', text: expect.stringContaining('not a database') }])
  await place.remove()
})

test('a database that does not answer, or is none that we speak, is found', async () => {
  const far = await checkDatabase(config({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }), Date.now())
  expect(far).toEqual([{ mark: '✗', text: expect.stringContaining('DATABASE_URL') }])
  const strange = await checkDatabase(config({ DATABASE_URL: 'oracle://127.0.0.1/none' }), Date.now())
  expect(strange).toEqual([{ mark: '✗', text: expect.stringContaining('DATABASE_URL') }])
})

test('settings that are wrong are named, and those that are none', () => {
  const right = checkSettings({ PORT: '4000', PARLEY_TEST_REQUIRE: 'postgres', OTHER: 'x' })
  expect(not('✓', right.findings)).toEqual([])
  const wrong = checkSettings({ PORT: 'four', PARLEY_REGISTRATON: 'closed', PARLEY_COLOUR: 'blue' })
  expect(wrong.config).toBeUndefined()
  expect(wrong.findings).toEqual([
    { mark: '✗', text: expect.stringContaining('PORT') },
    { mark: '!', text: expect.stringContaining('do you mean PARLEY_REGISTRATION?') },
    { mark: '!', text: expect.stringMatching(/^PARLEY_COLOUR is no setting[^?]*$/) },
  ])
})

test('another Bun than the tested is found', () => {
  expect(checkBun().mark).toBe('✓')
  expect(checkBun('1.3.9').mark).toBe('✗')
})

test('an address that others cannot use, or should not, is found', () => {
  const mark = (env: Record<string, string>) => checkPublicUrl(config(env)).mark
  expect(mark({})).toBe('✓')
  expect(mark({ HOST: '0.0.0.0' })).toBe('!')
  expect(mark({ PARLEY_PUBLIC_URL: 'http://localhost:3000' })).toBe('✓')
  expect(mark({ PARLEY_PUBLIC_URL: 'https://talk.example', PARLEY_TRUST_PROXY: 'true' })).toBe('✓')
  expect(mark({ PARLEY_PUBLIC_URL: 'https://talk.example' })).toBe('!')
  expect(mark({ PARLEY_PUBLIC_URL: 'http://talk.example', PARLEY_TRUST_PROXY: 'true' })).toBe('!')
  expect(mark({ PARLEY_PUBLIC_URL: 'https://example.org/talk', PARLEY_TRUST_PROXY: 'true' })).toBe('✗')
  expect(mark({ PARLEY_PUBLIC_URL: 'ftp://example.org' })).toBe('✗')
})

test('the ways to reach people are named, and credentials that cannot be read', async () => {
  const place = await databases[0]!.fresh()
  const texts = (env: Record<string, string>) =>
    checkReach(config({ PARLEY_DATA_DIR: place.dataDir, ...env })).map(({ mark, text }) => `${mark} ${text}`)
  expect(texts({ PARLEY_PUSH_CONTACT: 'mailto:root@example.org' })).toEqual([
    expect.stringMatching(/^✓ .*reached by webpush; .*off: email, sms, fcm, apns$/),
  ])
  const file = join(place.dataDir, 'a-file')
  writeFileSync(file, 'no key at all')
  const apns = {
    PARLEY_APNS_KEY_FILE: file,
    PARLEY_APNS_KEY_ID: 'a',
    PARLEY_APNS_TEAM_ID: 'b',
    PARLEY_APNS_TOPIC: 'c',
  }
  expect(texts({ ...apns, PARLEY_FCM_CREDENTIALS: file })).toEqual([
    expect.stringMatching(/^✓ .*reached by webpush, fcm, apns; .*off: email, sms$/),
    expect.stringMatching(/^✗ PARLEY_FCM_CREDENTIALS/),
    expect.stringMatching(/^✗ PARLEY_APNS_KEY_FILE/),
    expect.stringMatching(/^! PARLEY_PUSH_CONTACT/),
  ])
  expect(() => config({ PARLEY_APNS_KEY_FILE: file })).toThrow('PARLEY_APNS_TOPIC')
  expect(() => config({ PARLEY_PUSH_CONTACT: 'root@example.org' })).toThrow('PARLEY_PUSH_CONTACT')
  await place.remove()
})

test('a data folder and secrets that others can read are found', async () => {
  await using here = await testHouse(databases[0]!)
  const { dataDir } = here.place
  const marks = async () => (await checkFolder(here.house.config)).map(({ mark }) => mark).join('')
  const secrets = join(dataDir, 'secrets.json')
  expect(await marks()).toBe('✓✓✓')
  chmodSync(dataDir, 0o755)
  expect(await marks()).toBe('!✓✓')
  chmodSync(secrets, 0o644)
  expect(await marks()).toBe('!✗✓')
  writeFileSync(secrets, '{}')
  chmodSync(secrets, 0o600)
  expect(await marks()).toBe('!✗✓')
  rmSync(secrets)
  expect(await marks()).toBe('!!✓')
})

test('a folder that is none is found', async () => {
  const place = await databases[0]!.fresh()
  const file = join(place.dataDir, 'a-file')
  writeFileSync(file, '')
  expect(await checkFolder(config({ PARLEY_DATA_DIR: file }))).toEqual([
    { mark: '✗', text: expect.stringContaining('is no folder') },
  ])
  await place.remove()
})

test('a port that somebody else has is found; a Parley on it is not', async () => {
  using parley = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => Response.json({ status: 'ok' }) })
  expect((await checkPort({ host: '127.0.0.1', port: parley.port! })).mark).toBe('✓')
  const stranger = createServer((socket) => socket.destroy())
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening))
  const { port } = stranger.address() as { port: number }
  expect((await checkPort({ host: '127.0.0.1', port })).mark).toBe('✗')
  await new Promise((closed) => stranger.close(closed))
  expect((await checkPort({ host: '127.0.0.1', port })).mark).toBe('✓')
  expect((await checkPort({ host: '192.0.2.1', port })).mark).toBe('✗')
})

test('a Redis that does not answer is found', async () => {
  const databaseUrl = 'sqlite:x'
  expect(await checkRedis({ databaseUrl, redisUrl: undefined })).toEqual([])
  const onMysql = await checkRedis({ databaseUrl: 'mysql://x/y', redisUrl: undefined })
  expect(onMysql).toEqual([{ mark: '!', text: expect.stringContaining('hear of each other late') }])
  expect(not('✗', await checkRedis({ databaseUrl, redisUrl: 'redis://127.0.0.1:1' }))).toEqual([])
  expect(await checkRedis({ databaseUrl, redisUrl: 'redis://127.0.0.1:1' })).toHaveLength(1)
})

test('the doctor answers whether Parley can work here, and changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const env = { PARLEY_DATA_DIR: join(folder, 'data'), PORT: '0' }
  const terminal = testTerminal()
  expect(await doctor(terminal, env)).toBe(true)
  expect(terminal.lines.filter((line) => !/^[✓!] \S/.test(line))).toEqual([])
  expect(existsSync(env.PARLEY_DATA_DIR)).toBe(false)

  const ill = testTerminal()
  expect(await doctor(ill, { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toBe(false)
  expect(ill.lines.at(-1)).toBe('1 thing is wrong')
  expect(statSync(folder).isDirectory()).toBe(true)
  expect((await examine({ PORT: 'x' })).at(-1)!.mark).toBe('✗')
  rmSync(folder, { recursive: true })
})
