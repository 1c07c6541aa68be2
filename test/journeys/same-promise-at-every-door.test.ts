import { expect, test } from 'bun:test'
import { readAfter } from '../../src/log/read.ts'
import { databases } from '../databases.ts'
import { doors, type Ear, newEar } from '../doors.ts'
import { often } from '../often.mjs'
import { type TestServer, testServer } from '../server.ts'

const ROUNDS = often(60, 200)
const RESTARTS = 4

/** Waits until the ear has heard a number; the test's own time limit is the end of patience. */
async function heard(ear: Ear, seq: number): Promise<void> {
  while ((ear.entries.at(-1)?.seq ?? 0) < seq) await ear.more()
}

async function truth(server: TestServer, userId: string, after: number): Promise<number[]> {
  const seqs: number[] = []
  for (let from = after; ; ) {
    const page = await readAfter(server.house.db, userId, from)
    seqs.push(...page.entries.map((entry) => entry.seq))
    from = page.seq
    if (page.complete) return seqs
  }
}

/** A small generator with a seed, so that a failing run can be repeated. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % below
  }
}

for (const database of databases) {
  for (const [name, door] of Object.entries(doors)) {
    test(`${database.name}, ${name}: three, a cut, three more; four, five, six come, once each`, async () => {
      await using server = await testServer(database)
      const alice = await server.signUp('alice')
      const bob = await server.signUp('bob')
      const chat = await alice.post('/api/v1/chats', { title: 'doors', member_ids: [bob.id] })
      const say = (text: string) => alice.post(`/api/v1/chats/${chat.id}/messages`, { text })
      const { cursor } = await bob.get('/api/v1/log')

      const ear = newEar(cursor)
      const first = door(server.url, bob.token, ear)
      for (const text of ['one', 'two', 'three']) await say(text)
      while (ear.entries.length < 3) await ear.more()
      first.cut()
      for (const text of ['four', 'five', 'six']) await say(text)
      expect(ear.entries.length).toBe(3)
      const second = door(server.url, bob.token, ear)
      while (ear.entries.length < 6) await ear.more()
      second.cut()
      const texts = ear.entries.map((entry) => entry.body.message.text)
      expect(texts).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
    })
  }

  test(`${database.name}: bob hops from door to door ${ROUNDS} times, the server restarts, and he misses nothing`, async () => {
    await using server = await testServer(database)
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`hopping with SEED=${seed}`)
    const roll = dice(seed)
    const alice = await server.signUp('alice')
    const bob = await server.signUp('bob')
    const chat = await alice.post('/api/v1/chats', { title: 'hopping', member_ids: [bob.id] })
    const { cursor } = await bob.get('/api/v1/log')
    const start = Number(cursor.split('.')[1])

    let talking = true
    let acknowledged = 0
    async function talk() {
      for (let n = 0; talking; n++) {
        const sent = await alice
          .ask('POST', `/api/v1/chats/${chat.id}/messages`, { text: `message ${n}` })
          .catch(() => undefined)
        if (sent?.status === 201) acknowledged++
        if (n % 3 === 0) await Bun.sleep(roll(4))
      }
    }
    const talker = talk()

    const ear = newEar(cursor)
    const names = Object.keys(doors)
    for (let round = 0; round < ROUNDS; round++) {
      const through = doors[names[roll(names.length)]!]!(server.url, bob.token, ear)
      const enough = ear.entries.length + 1 + roll(12)
      if (roll(4) === 0) await Bun.sleep(roll(15))
      else while (ear.entries.length < enough) await ear.more()
      if (round % Math.floor(ROUNDS / RESTARTS) === 20) await server.restart()
      through.cut()
    }
    talking = false
    await talker

    const expected = await truth(server, bob.id, start)
    const last = doors['plain HTTP']!(server.url, bob.token, ear)
    await heard(ear, expected.at(-1)!)
    last.cut()
    expect(ear.entries.map((entry) => entry.seq)).toEqual(expected)
    expect(acknowledged).toBeGreaterThan(ROUNDS)
    expect(ear.entries.filter((entry) => entry.kind === 'message.sent').length).toBeGreaterThanOrEqual(
      acknowledged,
    )
  }, 60_000)
}
