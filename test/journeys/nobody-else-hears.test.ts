import { expect, test } from 'bun:test'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { type Live, liveSocket, liveSource } from './live.ts'
import { call, prepared, type Row } from './row.ts'
import { rowsOn } from './verbs.ts'
import { names, type Town, town, type World } from './world.ts'

async function cursorOf(person: Client): Promise<string> {
  return (await person.get('/api/v1/log')).cursor
}

async function kindsAfter(person: Client, cursor: string): Promise<string[]> {
  const page = await person.get(`/api/v1/log?after=${cursor}`)
  expect(page.complete).toBe(true)
  return page.entries.map((entry: { kind: string }) => entry.kind)
}

/** Dora is there, and she does hear: by her log and by both of her connections. */
async function hearsHerself(dora: Client, ears: Live[], { server }: Town) {
  const before = await cursorOf(dora)
  for (const ear of ears) expect(ear.heard).toEqual([])
  const about = `Here I am: ${before}`
  expect((await dora.ask('PATCH', '/api/v1/users/me', { about })).body).toMatchObject({
    username: 'dora',
    about,
  })
  expect(await kindsAfter(dora, before)).toEqual(['me.updated'])
  for (const ear of ears) {
    await ear.allHeard(server.house)
    expect(ear.heard.splice(0)).toMatchObject([
      { kind: 'me.updated', actor: dora.id, body: { me: { about } } },
    ])
  }
}

/** Performs the row, and answers who of this world heard anything. Dora never does, nor the server's other admin. */
async function whoHears(row: Row, w: World) {
  const { dora, root } = w.town
  const asking = names.filter((name) => name !== row.gone)
  const before = await cursorOf(dora)
  expect((await call(w, row)).status).toBeLessThan(300)
  expect(await kindsAfter(dora, before)).toEqual([])
  expect(await kindsAfter(root, before)).toEqual([])
  const heard = await Promise.all(asking.map((name) => kindsAfter(w[name], before)))
  return asking.filter((_, i) => heard[i]!.length > 0)
}

for (const database of databases)
  test(`${database.name}: of all that is done, those hear whom it concerns, and nobody else`, async () => {
    await using server = await testServer(database)
    const here = await town(server)
    const ears = [await liveSocket(server.url, here.dora), await liveSource(server.url, here.dora)]
    await hearsHerself(here.dora, ears, here)
    for await (const { row, w } of prepared(rowsOn(database, 'nobody else hears'), here)) {
      expect([row.name, await whoHears(row, w)]).toEqual([
        row.name,
        names.filter((name) => row.hears.includes(name)),
      ])
      for (const ear of ears) {
        await ear.allHeard(server.house)
        expect([row.name, ear.heard]).toEqual([row.name, []])
      }
    }
    await hearsHerself(here.dora, ears, here)
    for (const ear of ears) ear.close()
  }, 120_000)
