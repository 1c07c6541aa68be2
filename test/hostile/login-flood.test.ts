import { expect, test } from 'bun:test'
import { second } from '../../src/clock.ts'
import { ask, PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import { movableClock } from '../house.ts'
import { type TestServer, testServer } from '../server.ts'

const MANY = 300
/** Two at once hash with 19 MiB each; the rest is what the runtime takes for three hundred requests. */
const MOST_MEMORY = 200 * 1024 * 1024
/** While both cores hash passwords, and others use this machine too. */
const MOST_LATENCY_MS = 1000

async function logIn({ url }: TestServer, username: string, password: string, from = '192.0.2.1') {
  const headers = { 'X-Forwarded-For': from }
  const { status, headers: told } = await ask(
    url,
    'POST',
    '/api/v1/sessions',
    { username, password },
    headers,
  )
  return { status, retryAfter: Number(told.get('retry-after')) }
}

function count(answers: { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Asks for something small again and again until it is told to stop; answers the longest that it took. */
function watch({ url }: TestServer, token: string) {
  let watching = true
  async function look() {
    const waits: number[] = []
    while (watching) {
      const started = performance.now()
      const { status } = await ask(url, 'GET', '/api/v1/users/me', undefined, {
        Authorization: `Bearer ${token}`,
      })
      expect(status).toBe(200)
      waits.push(performance.now() - started)
      await Bun.sleep(5)
    }
    return waits
  }
  const looking = look()
  return async () => {
    watching = false
    return looking
  }
}

async function scene(database: (typeof databases)[0]) {
  const clock = movableClock()
  const server = await testServer(database, { clock, env: { PARLEY_TRUST_PROXY: 'true' } })
  const alice = await server.signUp('alice')
  return { server, clock, alice }
}

for (const database of databases) {
  test(`${database.name}: at one account, five guesses are free; after the delay the right password is good`, async () => {
    const { server, clock } = await scene(database)
    await using _ = server
    const guesses = Array.from({ length: MANY }, (_, i) =>
      logIn(server, 'alice', `guess ${i}`, `192.0.2.${i % 250}`),
    )
    expect(count(await Promise.all(guesses))).toEqual({ 401: 5, 429: MANY - 5 })
    const early = await logIn(server, 'alice', PASSWORD)
    expect([early.status, early.retryAfter]).toEqual([429, 1])
    clock.move(early.retryAfter * second)
    expect((await logIn(server, 'alice', PASSWORD)).status).toBe(201)
    // And the count starts afresh.
    expect(
      count(await Promise.all(Array.from({ length: 4 }, () => logIn(server, 'alice', 'again')))),
    ).toEqual({ 401: 4 })
    expect((await logIn(server, 'alice', PASSWORD)).status).toBe(201)
  }, 30_000)

  test(`${database.name}: from one address, fifty guesses at many accounts are free; other addresses do not mind`, async () => {
    const { server } = await scene(database)
    await using _ = server
    const guesses = Array.from({ length: MANY }, (_, i) =>
      logIn(server, `nobody${i}`, 'guess', '198.51.100.7'),
    )
    expect(count(await Promise.all(guesses))).toEqual({ 401: 50, 429: MANY - 50 })
    expect((await logIn(server, 'alice', PASSWORD, '198.51.100.7')).status).toBe(429)
    expect((await logIn(server, 'alice', PASSWORD, '198.51.100.8')).status).toBe(201)
  }, 30_000)
}

test('from everywhere at once: what is too much is refused, and whoever is in does not notice', async () => {
  const { server, alice } = await scene(databases[0]!)
  await using _ = server
  Bun.gc(true)
  const before = process.memoryUsage.rss()
  const stop = watch(server, alice.token)
  const flood = Array.from({ length: MANY }, (_, i) =>
    logIn(server, `user${i}`, 'guess', `203.0.${i >> 8}.${i & 255}`),
  )
  const answers = await Promise.all(flood)
  const waits = await stop()
  const grown = process.memoryUsage.rss() - before
  const counts = count(answers)
  expect(counts[401]! + counts[503]!).toBe(MANY)
  expect(counts[401]).toBeWithin(200, 300)
  expect(answers.filter(({ status, retryAfter }) => status === 503 && !(retryAfter > 0))).toEqual([])
  expect(waits.length).toBeGreaterThan(20)
  expect(Math.max(...waits)).toBeLessThan(MOST_LATENCY_MS)
  expect(grown).toBeLessThan(MOST_MEMORY)
  expect((await logIn(server, 'alice', PASSWORD)).status).toBe(201)
}, 30_000)
