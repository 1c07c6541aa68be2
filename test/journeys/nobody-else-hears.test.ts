import { expect, test } from 'bun:test'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { type Live, liveSocket, liveSource } from './live.ts'
import { call, prepare, type Row } from './row.ts'
import { rows } from './verbs.ts'
import { type Name, names, type Town, town } from './world.ts'

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

/** Performs the row in a world of its own, and answers who of all heard anything, and whether dora did. */
async function whoHears(row: Row, here: Town) {
  const w = await prepare(row, here)
  const asking = names.filter((name) => name !== row.gone)
  const before = await cursorOf(here.dora)
  expect((await call(w, row)).status).toBeLessThan(300)
  expect(await kindsAfter(here.dora, before)).toEqual([])
  expect(await kindsAfter(here.root, before)).toEqual([])
  const heard: Name[] = []
  for (const name of asking) if ((await kindsAfter(w[name], before)).length > 0) heard.push(name)
  return heard
}

for (const database of databases)
  test(`${database.name}: of all that is done, those hear whom it concerns, and nobody else`, async () => {
    await using server = await testServer(database)
    const here = await town(server)
    const ears = [await liveSocket(server.url, here.dora), await liveSource(server.url, here.dora)]
    await hearsHerself(here.dora, ears, here)
    for (const row of rows) {
      expect([row.name, await whoHears(row, here)]).toEqual([
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
  }, 60_000)
