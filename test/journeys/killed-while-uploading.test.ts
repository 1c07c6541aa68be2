import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { doctor } from '../../src/cli/doctor.ts'
import { readConfig } from '../../src/config.ts'
import { openDb } from '../../src/db/open.ts'
import { auditMedia } from '../../src/media/audit.ts'
import { openStorage } from '../../src/media/storage/storage.ts'
import { type Client, client } from '../client.ts'
import { type Database, databases, type Place } from '../databases.ts'
import { form, sample } from '../media.ts'
import { often } from '../often.mjs'
import { testTerminal } from '../terminal.ts'

const KILLS = often(2, 5)
const PIECE = 1024 * 1024
const PIECES = 40
const UPLOADS = '/api/v1/media/uploads'

const envOf = (place: Place) => ({
  PARLEY_DATA_DIR: place.dataDir,
  DATABASE_URL: place.databaseUrl,
  PARLEY_LOG_LEVEL: 'silent',
})

async function start(place: Place) {
  const command = [process.execPath, join(import.meta.dir, '../../src/main.ts'), 'serve']
  const env = { ...process.env, PORT: '0', ...envOf(place) }
  const child = Bun.spawn(command, { env, stdout: 'pipe', stderr: 'ignore' })
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

/** A megabyte that is like no other. */
const piece = (n: number) => new Uint8Array(PIECE).fill(n).map((byte, i) => byte ^ (i % 251))

/** One who speaks tus, and asks where to go on whenever he comes back. */
function sender(url: string, token: string) {
  const ask = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ) =>
    fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      ...(body ? { body } : {}),
    })
  const type = { 'Content-Type': 'application/offset+octet-stream' }
  return {
    begin: async () => {
      const answer = await ask('POST', UPLOADS, { 'Upload-Length': String(PIECE * PIECES) })
      return answer.headers.get('location')!
    },
    offset: async (path: string) => Number((await ask('HEAD', path, {})).headers.get('upload-offset')),
    send: (path: string, offset: number) => {
      const n = Math.floor(offset / PIECE)
      return ask(
        'PATCH',
        path,
        { ...type, 'Upload-Offset': String(offset) },
        piece(n).slice(offset - n * PIECE),
      )
    },
    photo: async () => {
      const { headers, body } = form(sample('photo.jpg'), 'photo.jpg')
      const answer = await ask('POST', '/api/v1/media', headers, Uint8Array.from(body))
      return answer.status === 201 ? ((await answer.json()) as { id: string }).id : undefined
    },
  }
}

/** Sends on, and photos beside it, until the server is gone or all is there. Answers what was acknowledged. */
async function sendUntilKilled(url: string, { token }: Client, path: string, kill?: () => Promise<void>) {
  const { offset, send, photo } = sender(url, token)
  const acknowledged: string[] = []
  const first = Promise.withResolvers<void>()
  let over = false
  async function photos() {
    while (!over) {
      const id = await photo().catch(() => undefined)
      if (!id) continue
      acknowledged.push(id)
      first.resolve()
    }
  }
  async function large() {
    for (let at = await offset(path); at < PIECE * PIECES; at += PIECE - (at % PIECE))
      if ((await send(path, at)).status !== 204) throw new Error('not taken')
  }
  const beside = photos()
  const sending = large().catch((error) => (kill ? undefined : Promise.reject(error)))
  if (kill) {
    await first.promise
    await Bun.sleep(Math.random() * 250).then(kill)
  }
  await sending
  over = true
  await beside
  return acknowledged
}

async function digestAt(url: string, alice: Client, id: string): Promise<string> {
  const headers = { Authorization: `Bearer ${alice.token}` }
  const { url: address } = (await (await fetch(`${url}/api/v1/media/${id}`, { headers })).json()) as {
    url: string
  }
  const bytes = await (await fetch(url + address)).arrayBuffer()
  return createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
}

async function survive(database: Database) {
  const place = await database.fresh()
  let server = await start(place)
  const alice = await client(server.url, 'alice')
  const path = await sender(server.url, alice.token).begin()
  const acknowledged: string[] = []
  for (let kills = 0; kills < KILLS; kills++) {
    acknowledged.push(...(await sendUntilKilled(server.url, alice, path, server.kill)))
    server = await start(place)
  }
  await sendUntilKilled(server.url, alice, path)
  const whole = createHash('sha256')
  for (let n = 0; n < PIECES; n++) whole.update(piece(n))
  expect(await digestAt(server.url, alice, path.split('/').at(-1)!)).toBe(whole.digest('hex'))
  expect(acknowledged.length).toBeGreaterThan(0)
  const digests = await Promise.all(acknowledged.map((id) => digestAt(server.url, alice, id)))
  expect(new Set(digests).size).toBe(1)
  await server.kill()

  const db = openDb(place.databaseUrl)
  const audit = await auditMedia(db, openStorage(readConfig(envOf(place))), Date.now())
  await db.close()
  expect(audit).toMatchObject({ missing: [], orphans: [], foreign: [], leftovers: [] })
  expect(audit.media).toBeGreaterThan(acknowledged.length)
  const terminal = testTerminal()
  await doctor(terminal, { ...envOf(place), PORT: '0' }, undefined, true)
  expect(terminal.lines).toContain('✓ no file is left over')
  await place.remove()
}

for (const database of databases)
  test(
    `${database.name}: killed ${KILLS} times in the middle, an upload is whole in the end, and nothing is left over`,
    () => survive(database),
    90_000,
  )
