import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { openDb } from '../../src/db/open.ts'
import { ask, type Client, client } from '../client.ts'
import { type Database, databases, type Place } from '../databases.ts'
import { often } from '../often.mjs'

const KILLS = often(4, 20)
const SENDERS = 16

async function start(place: Place): Promise<{ url: string; kill(): Promise<void> }> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../../src/main.ts'), 'serve'], {
    env: {
      ...process.env,
      PORT: '0',
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    },
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const { value } = await child.stdout.getReader().read()
  const url = /listening on (\S+)/.exec(new TextDecoder().decode(value))?.[1]
  if (!url) throw new Error('the server did not start')
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

/** Everybody sends as fast as he can until the server is gone; answers what was acknowledged. */
async function sendUntilKilled(url: string, alice: Client, chatId: string, kill: () => Promise<void>) {
  const acknowledged: string[] = []
  let enough = 5 + Math.floor(Math.random() * 200)
  let dead: Promise<void> | undefined
  async function send() {
    while (!dead) {
      const body = { text: 'hold on to me', client_id: crypto.randomUUID() }
      const headers = { Authorization: `Bearer ${alice.token}` }
      const sent = await ask(url, 'POST', `/api/v1/chats/${chatId}/messages`, body, headers).catch(
        () => undefined,
      )
      if (sent?.status === 201) acknowledged.push(sent.body.id)
      if (--enough === 0) dead = kill()
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  await dead
  return acknowledged
}

async function inspect(place: Place, chatId: string) {
  const db = openDb(place.databaseUrl)
  const messages = await db.reader
    .selectFrom('messages')
    .select(['id', 'position'])
    .where('chat_id', '=', chatId)
    .orderBy('position')
    .execute()
  const entries = await db.reader
    .selectFrom('entries')
    .select(['seq', 'kind', 'about'])
    .orderBy('seq')
    .execute()
  const chat = await db.reader
    .selectFrom('chats')
    .select('last_position')
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow()
  await db.close()
  return { messages, entries, lastPosition: chat.last_position }
}

async function survive(database: Database) {
  const place = await database.fresh()
  let server = await start(place)
  const alice = await client(server.url, 'alice')
  const chat = await alice.post('/api/v1/chats', { title: 'in danger' })
  const acknowledged: string[] = []
  for (let kills = 0; kills < KILLS; kills++) {
    acknowledged.push(...(await sendUntilKilled(server.url, alice, chat.id, server.kill)))
    server = await start(place)
  }
  await server.kill()

  const { messages, entries, lastPosition } = await inspect(place, chat.id)
  const stored = messages.map((message) => message.id)
  expect(acknowledged.length).toBeGreaterThan(KILLS)
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([])
  const told = entries.filter((entry) => entry.kind === 'message.sent').map((entry) => entry.about!)
  expect(told).toEqual(stored)
  expect(messages.map((message) => message.position)).toEqual(messages.map((_, i) => i + 1))
  expect(lastPosition).toBe(messages.length)
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1))
  await place.remove()
}

for (const database of databases)
  test(
    `${database.name}: killed ${KILLS} times under load, every acknowledged message is there, none half`,
    () => survive(database),
    90_000,
  )
