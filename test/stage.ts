import type { Client } from './client.ts'
import type { Database } from './databases.ts'
import { town } from './journeys/world.ts'
import { testServer } from './server.ts'
import { until } from './until.ts'

type Options = Parameters<typeof testServer>[1]

/** A server with alice, bob and cleo on it, who are in a group; and dora, who is outside. */
export async function stage(database: Database, options?: Options) {
  const server = await testServer(database, options)
  const here = await town(server)
  const [alice, bob, cleo] = (await Promise.all(['alice', 'bob', 'cleo'].map(here.newcomer))) as [
    Client,
    Client,
    Client,
  ]
  const group = await alice.post('/api/v1/chats', { title: 'Walks', member_ids: [bob.id, cleo.id] })
  const path = `/api/v1/chats/${group.id}`
  async function must(who: Client, method: string, path: string, body?: unknown) {
    const { status, body: answer } = await who.ask(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    server,
    get url() {
      return server.url
    },
    here,
    alice,
    bob,
    cleo,
    dora: here.dora,
    group: group.id as string,
    must,
    say: (text: string, who: Client = alice) => who.post(`${path}/messages`, { text }),
    remove: (who: Client) => must(alice, 'DELETE', `${path}/members/${who.id}`),
    add: (...who: Client[]) => alice.post(`${path}/members`, { user_ids: who.map((one) => one.id) }),
    /** Where somebody stands now. */
    cursorOf: async (who: Client) => (await who.get('/api/v1/log')).cursor as string,
    /** Nobody is connected any more. */
    empty: () => until(() => server.app.hub.size === 0),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export type Stage = Awaited<ReturnType<typeof stage>>

/** What was said, in the order in which it was heard. */
export const texts = ({
  heard,
}: {
  heard: { kind: string; body: { message?: { text: string } } | null }[]
}) => heard.filter((entry) => entry.kind === 'message.sent').map((entry) => entry.body!.message!.text)
