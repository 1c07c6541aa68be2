import { expect, test } from 'bun:test'
import { anotherApp } from '../../../test/another-app.ts'
import { databases, shared } from '../../../test/databases.ts'
import { liveSocket } from '../../../test/journeys/live.ts'
import { pushStage } from '../../../test/push-stage.ts'
import { until } from '../../../test/until.ts'
import { minute } from '../../clock.ts'

const postgres = databases.find((database) => database.name === 'postgres')

for (const database of shared)
  test(`${database.name}: two processes tell everybody once of each thing`, async () => {
    await using on = await pushStage(database)
    const { clock, env, pushPlaces } = on
    await using other = await anotherApp(on.server, { schedule: false, clock, env, pushPlaces })
    const apps = [on.server.app, other]
    await on.android(on.bob)
    await on.iphone(on.cleo)
    const chats = Array.from({ length: 8 }, (_, i) => `Chat ${i}`).map((title) =>
      on.alice.post('/api/v1/chats', { title, member_ids: [on.bob.id, on.cleo.id] }),
    )
    for (const { id } of await Promise.all(chats))
      await on.alice.post(`/api/v1/chats/${id}/messages`, { text: 'Hi' })
    await Promise.all(apps.map((app) => app.house.tail.look()))
    await Promise.all(apps.map((app) => app.push.run()))
    await Promise.all(apps.map((app) => app.outbox.run()))
    const titles = (all: ({ title: string } | undefined)[]) => new Set(all.map((one) => one?.title))
    expect([on.fcm.came.length, on.apns.came.length]).toEqual([8, 8])
    expect(titles(on.fcm.came.map((message) => message.notification)).size).toBe(8)
    expect(titles(on.apns.came.map((came) => came.body.aps.alert)).size).toBe(8)
  }, 20_000)

test.if(postgres !== undefined)(
  'who is connected to another process is not away',
  async () => {
    await using on = await pushStage(postgres!)
    const { clock, env, pushPlaces } = on
    await using other = await anotherApp(on.server, { schedule: false, clock, env, pushPlaces })
    await on.android(on.bob)
    await on.iphone(on.cleo)
    const live = await liveSocket(other.url, on.bob)
    const dueAt = async () => {
      const rows = await on.outbox()
      return rows.map((row) => row.due_at - clock.now()).toSorted((a, b) => a - b)
    }
    await until(async () => {
      await on.server.house.db.writer.deleteFrom('outbox').execute()
      await on.say('Hello')
      await on.server.app.push.run()
      return (await dueAt()).at(-1) === minute
    }, 5000)
    expect(await dueAt()).toEqual([0, minute])
    await on.settle()
    clock.move(minute)
    await on.settle()
    expect([on.fcm.came.length, on.apns.came.length]).toEqual([0, 1])
    live.close()
  },
  20_000,
)

for (const database of shared)
  test(`${database.name}: a process that starts tells what was said while none was there to look`, async () => {
    await using on = await pushStage(database)
    const { clock, env, pushPlaces } = on
    await on.android(on.bob)
    await on.say('In the meantime')
    await using _other = await anotherApp(on.server, { clock, env, pushPlaces })
    await until(() => on.fcm.came.length === 1, 8000)
  }, 20_000)
