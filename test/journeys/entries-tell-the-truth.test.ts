import { expect, test } from 'bun:test'
import { PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import type { Wired } from '../doors.ts'
import { testServer } from '../server.ts'
import { type Fetch, reduce } from './reducer.ts'
import { call, prepare, type Row } from './row.ts'
import { type State, snapshot } from './snapshot.ts'
import { rowsOn } from './verbs.ts'
import { type Name, names, town, type World, world } from './world.ts'

type Told = Record<string, { entries: Wired[]; before: State; after: State }>

/** What these people saw before and after something was done, and what the log told them of it. */
async function toldTo(w: World, watching: Name[], done: () => Promise<void>): Promise<Told> {
  const before = await Promise.all(watching.map((name) => snapshot(w[name])))
  await done()
  const told = watching.map(async (name, i) => {
    const { state, cursor } = before[i]!
    const { entries, complete } = await w[name].get(`/api/v1/log?after=${cursor}`)
    expect(complete).toBe(true)
    return [name, { entries, before: state, after: (await snapshot(w[name])).state }] as const
  })
  return Object.fromEntries(await Promise.all(told))
}

/** What was before, and the entries, are what is now; however often each of them is applied. */
function expectTruth(what: string, told: Told) {
  for (const [name, { entries, before, after }] of Object.entries(told)) {
    const fetch: Fetch = {
      room: (chatId) => after.rooms.find(({ chat }) => chat.id === chatId),
      project: (projectId) => after.projects.find(({ id }) => id === projectId),
    }
    const apply = (state: State, some: Wired[]) => ({ what, name, ...reduce(state, some, fetch) })
    const truth = { what, name, ...after }
    expect(apply(before, entries)).toEqual(truth)
    expect(
      apply(
        before,
        entries.flatMap((entry) => [entry, entry]),
      ),
    ).toEqual(truth)
    expect(apply(after, entries)).toEqual(truth)
  }
}

/** Each has a world of its own; together they fill the log with much that does not concern each other. */
async function eightAtATime(all: Row[], perform: (row: Row) => Promise<void>) {
  for (let from = 0; from < all.length; from += 8) await Promise.all(all.slice(from, from + 8).map(perform))
}

for (const database of databases) {
  test(`${database.name}: what one knew, and the entries since, are what one would be told anew`, async () => {
    await using server = await testServer(database)
    const here = await town(server)
    await eightAtATime(rowsOn(database, 'entries tell the truth'), async (row) => {
      const w = await prepare(row, here)
      const watching = names.filter((name) => name !== row.gone)
      const told = await toldTo(w, watching, async () => {
        expect((await call(w, row)).status).toBeLessThan(300)
      })
      expectTruth(row.name, told)
    })
  }, 120_000)

  test(`${database.name}: it is so, too, after a day on which much was taken back again`, async () => {
    await using server = await testServer(database)
    const w = await world(await town(server))
    const told = await toldTo(w, ['alice', 'bob', 'cleo', 'frida'], () => aDay(w))
    for (const { entries } of Object.values(told).slice(0, 3))
      expect(entries.filter(({ body }) => body === null).map(({ kind }) => kind)).toEqual([
        ...[
          'message.sent',
          'reaction.added',
          'message.edited',
          'message.pinned',
          'chat.member_added',
          'message.sent',
        ],
      ])
    expect(told.frida!.after.rooms[0]!.chat.first_position).toBeGreaterThan(1)
    expectTruth('a day', told)
  })
}

/** Said, reacted to, edited, pinned, and deleted; somebody comes, speaks, and goes for good; and so on. */
async function aDay(w: World) {
  const ask = async (who: Name, method: string, path: string, body?: unknown) => {
    const answer = await w[who].ask(method, `/api/v1${path}`, body)
    expect([method, path, answer.status < 300]).toEqual([method, path, true])
    return answer.body
  }
  const group = `/chats/${w.group}`
  const say = async (who: Name, text: string) => {
    const { id } = await ask(who, 'POST', `${group}/messages`, { text })
    return `${group}/messages/${id}`
  }
  const slip = await say('alice', `Psst, @${w.bob.username}, a surprise for @${w.cleo.username}`)
  await ask('bob', 'PUT', `${slip}/reactions/😀`)
  await ask('alice', 'PATCH', slip, { text: `Psst, @${w.bob.username}` })
  await ask('alice', 'PUT', `${slip}/pin`)
  await say('bob', 'Not here!')
  await ask('alice', 'DELETE', slip)
  await ask('alice', 'POST', `${group}/members`, { user_ids: [w.emil.id] })
  const words = await say('emil', `I do not belong here, @${w.cleo.username}`)
  const lost = await say('emil', 'Nor do these words')
  await ask('emil', 'DELETE', lost)
  await ask('cleo', 'PUT', `${words}/hidden`)
  await ask('bob', 'PUT', `${words}/reactions/❤️`)
  await ask('emil', 'DELETE', '/users/me', { password: PASSWORD })
  await ask('alice', 'PATCH', group, { shares_history: false })
  await ask('bob', 'POST', `${group}/members`, { user_ids: [w.cleo.id] })
  await ask('alice', 'DELETE', `${group}/members/${w.cleo.id}`)
  await ask('bob', 'POST', `${group}/members`, { user_ids: [w.cleo.id] })
  await ask('bob', 'DELETE', `${group}/members/${w.bob.id}`)
  await ask('alice', 'DELETE', `/users/me/blocks/${w.frida.id}`)
  await ask('alice', 'POST', `${group}/members`, { user_ids: [w.frida.id, w.bob.id] })
  await ask('bob', 'PATCH', `/users/me`, { username: `${w.bob.username}-the-builder` })
  await ask('alice', 'PUT', `${group}/read`, { position: 7 })
  await say('alice', `All here again? @${w.bob.username}-the-builder?`)
  await ask('cleo', 'PUT', `${group}/read`, { position: 1000 })
  await say('frida', 'Yes')
}
