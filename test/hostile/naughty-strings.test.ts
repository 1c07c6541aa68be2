import { expect, test } from 'bun:test'
import type { Answer, Client } from '../client.ts'
import { databases } from '../databases.ts'
import { liveSocket } from '../journeys/live.ts'
import { often } from '../often.mjs'
import { type TestServer, testServer } from '../server.ts'
import { characters, naughty, unstorable } from './strings.ts'

const AT_ONCE = 40
/** Every how many strings are searched for: each search costs more than all doors that the string comes through. */
const EVERY = often(3, 1)

const some = <T>(all: T[]): T[] => all.filter((_, i) => i % EVERY === 0)

/** Asks for each string, several at once, and answers in their order. */
async function forEach<T>(strings: string[], ask: (text: string, i: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (let from = 0; from < strings.length; from += AT_ONCE) {
    const some = strings.slice(from, from + AT_ONCE)
    answers.push(...(await Promise.all(some.map((text, i) => ask(text, from + i)))))
  }
  return answers
}

/** The strings that are taken, where each is either taken or refused for a reason that is told. */
function expectTaken(what: string, answers: Answer[], refuses: (text: string) => boolean): string[] {
  for (const [i, { status, body }] of answers.entries()) {
    const text = naughty[i]!
    const about = `${what} ${JSON.stringify(text.slice(0, 60))}`
    expect([about, status === 400, status < 300]).toEqual([about, refuses(text), !refuses(text)])
    if (status === 400) expect([about, body.errors.length > 0]).toEqual([about, true])
  }
  return naughty.filter((text) => !refuses(text))
}

/** The bytes of a stream of server-sent events, taken apart by the letter of the standard, up to `ready`. */
async function textsOfStream({ url }: TestServer, { token }: Client, cursor: string): Promise<string[]> {
  const stop = new AbortController()
  const answer = await fetch(`${url}/api/v1/log/stream?after=${cursor}`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: stop.signal,
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(bytes, { stream: true })
    if (text.includes('\nevent: ready\ndata: ')) break
  }
  stop.abort()
  const lines = text.split(/\r\n|\n|\r/)
  const strange = lines.filter(
    (line) => !/^($|:|retry: \d+$|id: [\w.-]+$|event: ready$|data: \{.*\}$)/su.test(line),
  )
  expect(strange).toEqual([])
  const entries = lines
    .filter((line) => line.startsWith('data: {"seq"'))
    .map((line) => JSON.parse(line.slice(6)))
  return entries.map((entry) => entry.body.message.text)
}

async function textsOfPoll(person: Client, cursor: string): Promise<string[]> {
  const { entries, complete } = await person.get(`/api/v1/log?after=${cursor}&limit=1000`)
  expect(complete).toBe(true)
  return entries.map((entry: { body: { message: { text: string } } }) => entry.body.message.text)
}

async function textsOfChat(person: Client, chat: string): Promise<string[]> {
  const texts: string[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { items: { text: string }[]; next: number | null } = await person.get(
      `/api/v1/chats/${chat}/messages?after=${after}&limit=200`,
    )
    texts.push(...page.items.map((message) => message.text))
    after = page.next
  }
  return texts
}

const search = (person: Client, query: string, before?: number) =>
  person.ask(
    'GET',
    `/api/v1/search/messages?limit=200&query=${encodeURIComponent(query)}${before === undefined ? '' : `&before=${before}`}`,
  )

async function isFound(person: Client, query: string, text: string, before?: number): Promise<boolean> {
  const { status, body } = await search(person, query, before)
  if (status !== 200) return false
  if (body.items.some((item: { text: string }) => item.text === text)) return true
  return body.next !== null && isFound(person, query, text, body.next)
}

/** Found is what has words, by the longest of them; and no query is too naughty to be asked. */
async function expectFound(person: Client, taken: string[]) {
  const found = await forEach(some(taken), async (text) => {
    const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]{1,40}/gu)
    const longest = words?.toSorted((a, b) => b.length - a.length)[0]
    if (!longest) return 0
    const about = JSON.stringify(text.slice(0, 60))
    expect([about, await isFound(person, longest, text)]).toEqual([about, true])
    return 1
  })
  expect(found.filter(Boolean).length).toBeGreaterThan(200 / EVERY)
  const queries = some(naughty).map((text) => text.toWellFormed())
  const asked = await forEach(queries, (query) => search(person, query))
  const people = await forEach(queries, (query) =>
    person.ask('GET', `/api/v1/users?query=${encodeURIComponent(query)}`),
  )
  // An address of a quarter of a megabyte does not get as far as our checks.
  for (const { status } of [...asked, ...people]) expect([200, 400, 431]).toContain(status)
  expect(asked.filter(({ status }) => status === 200).length).toBeGreaterThan(200 / EVERY)
}

for (const database of databases) {
  test(`${database.name}: what can be said at all comes through every door as it was said, and is found`, async () => {
    await using server = await testServer(database)
    const [alice, bob] = [await server.signUp('alice'), await server.signUp('bob')]
    const chat = await alice.post('/api/v1/chats', { title: 'Naughty', member_ids: [bob.id] })
    const { cursor } = await bob.get('/api/v1/log')
    const ear = await liveSocket(server.url, bob)
    const address = `/api/v1/chats/${chat.id}/messages`
    const sent = await forEach(naughty, (text) => alice.ask('POST', address, { text }))
    const taken = expectTaken(
      'text',
      sent,
      (text) => unstorable(text) || !/\S/.test(text) || characters(text) > 20_000,
    )
    expect(taken.length).toBeGreaterThan(450)
    const told = sent.filter(({ status }) => status === 201).map(({ body }) => body)
    expect(told.map((message) => message.text)).toEqual(taken)

    const inOrder = told.toSorted((a, b) => a.position - b.position).map((message) => message.text)
    expect(await textsOfChat(bob, chat.id)).toEqual(inOrder)
    expect(await textsOfPoll(bob, cursor)).toEqual(inOrder)
    expect(await textsOfStream(server, bob, cursor)).toEqual(inOrder)
    await ear.allHeard(server.house)
    expect(ear.heard.map((entry) => entry.body.message.text)).toEqual(inOrder)
    ear.close()
    await expectFound(bob, taken)
  }, 60_000)

  test(`${database.name}: names, titles, keys and what one says of oneself are kept as they are, or refused`, async () => {
    await using server = await testServer(database)
    const alice = await server.signUp('alice')
    const { id } = await alice.post('/api/v1/chats', { title: 'Naughty' })
    const named = (text: string, most: number) =>
      unstorable(text) || text.trim() === '' || characters(text) > most
    const fields = {
      title: [`/api/v1/chats/${id}`, (text: string) => named(text, 200)],
      name: ['/api/v1/users/me', (text: string) => named(text, 100)],
      about: ['/api/v1/users/me', (text: string) => unstorable(text) || characters(text) > 1000],
    } as const
    for (const [field, [path, refuses]] of Object.entries(fields)) {
      const answers = await forEach(naughty, (text) => alice.ask('PATCH', path, { [field]: text }))
      const taken = expectTaken(field, answers, refuses)
      expect(taken.length).toBeGreaterThan(400)
      const kept = answers.filter(({ status }) => status === 200).map(({ body }) => body[field])
      expect(kept).toEqual(field === 'about' ? taken : taken.map((text) => text.trim()))
      const newest = answers.reduce((one, other) => (other.body.version > one.body.version ? other : one), {
        body: { version: 0 },
      } as Answer)
      expect((await alice.get(path))[field]).toBe(newest.body[field])
    }
    const keyed = await forEach(naughty, (client_id) =>
      alice.ask('POST', `/api/v1/chats/${id}/messages`, { text: 'x', client_id }),
    )
    const keys = expectTaken(
      'client_id',
      keyed,
      (text) => unstorable(text) || text === '' || characters(text) > 100,
    )
    expect(keyed.filter(({ status }) => status === 201).map(({ body }) => body.client_id)).toEqual(keys)
    const again = await forEach(keys, (client_id) =>
      alice.ask('POST', `/api/v1/chats/${id}/messages`, { text: 'x', client_id }),
    )
    expect(again.map(({ body }) => body.client_id)).toEqual(keys)
    expect(new Set(again.map(({ body }) => body.id)).size).toBe(keys.length)

    const renamed = await forEach(naughty, (username) => alice.ask('PATCH', '/api/v1/users/me', { username }))
    for (const [i, { status, body }] of renamed.entries())
      if (status === 200) expect(body.username).toBe(naughty[i]!.normalize('NFC'))
      else expect([400, 409]).toContain(status)
    expect(renamed.filter(({ status }) => status === 200).length).toBeGreaterThan(20)
  }, 60_000)
}
