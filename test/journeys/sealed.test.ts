import { expect, test } from 'bun:test'
import { minute } from '../../src/clock.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'
import { databases } from '../databases.ts'
import { operationsOf } from '../hostile/operations.ts'
import { movableClock } from '../house.ts'
import { listenToStream } from '../listener.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'

const SECRET = 'xylophonist'

for (const database of databases)
  test(`${database.name}: before its hour nothing that bob can ask for tells of a sealed letter to him`, async () => {
    const clock = movableClock()
    await using server = await testServer(database, { clock })
    const [alice, bob, cleo] = await Promise.all(['alice', 'bob', 'cleo'].map(server.signUp))
    const chat = await alice!.post('/api/v1/chats', { title: 'Together', member_ids: [bob!.id, cleo!.id] })
    const message = await alice!.post(`/api/v1/chats/${chat.id}/messages`, { text: 'Hello' })
    const ids: Record<string, string> = { chat: chat.id, message: message.id, user: alice!.id }
    const asked = (await operationsOf(server)).filter(({ method, path }) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
      return method === 'GET' && names.every((name) => name in ids) && !/openapi|stream|metrics/.test(path)
    })
    expect(asked.length).toBeGreaterThan(12)

    /** Everything that bob is answered, but for the numbers that the log has come to. */
    async function all(known: Record<string, string> = ids) {
      const answers: Record<string, string> = {}
      for (const { name, path } of asked) {
        const query = name.includes('search')
          ? `?query=${SECRET}`
          : name.includes('GET /api/v1/log')
            ? '?wait=0'
            : ''
        const address = path.replaceAll(/\{(\w+)\}/g, (_, id: string) => known[id]!) + query
        const { status, body } = await bob!.ask('GET', address)
        answers[name] = JSON.stringify([status, { ...body, cursor: null, request_id: null }])
      }
      return answers
    }
    const before = await all()
    const ear = listenToStream(server.url, bob!.token)
    await ear.ready
    const head = server.house.tail.head.seq
    const letter = await alice!.post('/api/v1/scheduled', {
      to: [{ user_id: bob!.id }],
      text: `${SECRET} from the past`,
      when: { in: { unit: 'minute', count: 30 } },
    })
    await cleo!.post('/api/v1/scheduled', {
      to: [{ chat_id: chat.id }],
      text: `${SECRET} for all`,
      when: { in: { unit: 'minute', count: 30 } },
    })
    clock.move(30 * minute - 1)
    expect(await deliverAllDue(server.house)).toBe(0)
    expect(await all()).toEqual(before)
    const occurrence = letter.recipients[0].id
    for (const path of [
      `/api/v1/scheduled/${letter.id}`,
      `/api/v1/scheduled/${letter.id}/occurrences`,
      `/api/v1/chats/${chat.id}/messages/${occurrence}`,
    ])
      expect([path, (await bob!.ask('GET', path)).status]).toEqual([path, 404])
    expect((await bob!.get(`/api/v1/log?after=${head}`)).entries).toEqual([])

    clock.move(1)
    expect(await deliverAllDue(server.house)).toBe(2)
    await until(() => ear.heard.filter((one) => one.kind === 'message.sent').length === 2)
    expect(ear.heard.every((one) => one.seq > head)).toBe(true)
    const found = await bob!.get(`/api/v1/search/messages?query=${SECRET}`)
    expect(found.items).toHaveLength(2)
  })
