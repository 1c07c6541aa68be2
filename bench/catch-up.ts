/** Catch-up of 10,000 missed entries over 200 streams, against a plain SELECT of the same rows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { append, follow } from '../src/log/append.ts'
import { readAfter } from '../src/log/read.ts'
import { register } from '../src/users/register.ts'
import { median, report } from './process.ts'

const STREAMS = 200
const ENTRIES = 10_000
const ROUNDS = 15

const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const { house, close } = await openHouse(readConfig({ PARLEY_DATA_DIR: dataDir, PARLEY_LOG_LEVEL: 'error' }))
const nobody = { email: null, phone: null, name: 'x', passwordHash: null }
const alice = await house.commit((tx) => register(tx, { ...nobody, username: 'alice' }))
await house.commit(async (tx) => {
  for (let i = 0; i < STREAMS; i++) {
    follow(tx, [alice.id], `chat:${i}`)
    append(tx, { stream: `chat:${i}`, kind: 'chat.created', actorId: alice.id, body: {} })
  }
})
const after = house.tail.head.seq
const text = 'The quick brown fox jumps over the lazy dog, and says so to everybody.'
for (let done = 0; done < ENTRIES; done += 500) {
  await house.commit(async (tx) => {
    for (let i = done; i < done + 500; i++)
      append(tx, {
        stream: `chat:${i % STREAMS}`,
        kind: 'message.sent',
        actorId: alice.id,
        body: { message: { id: i, text } },
      })
  })
}

async function caughtUp(): Promise<number> {
  let count = 0
  for (let seq = after; ; ) {
    const page = await readAfter(house.db, alice.id, seq)
    count += page.entries.length
    seq = page.seq
    if (page.complete) return count
  }
}

async function plain(): Promise<number> {
  const rows = await house.db.reader
    .selectFrom('entries')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .execute()
  return rows.length
}

async function timed(what: () => Promise<number>): Promise<number> {
  const started = performance.now()
  const count = await what()
  if (count !== ENTRIES) throw new Error(`read ${count} entries`)
  return performance.now() - started
}

const ours: number[] = []
const theirs: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  ours.push(await timed(caughtUp))
  theirs.push(await timed(plain))
}
console.log(
  `10,000 entries: catch-up ${median(ours).toFixed(1)} ms, plain select ${median(theirs).toFixed(1)} ms`,
)
const ratio = median(ours.map((took, i) => took / theirs[i]!))
report('catch-up over 200 streams', ratio, 'at most 3', ratio <= 3)
await close()
rmSync(dataDir, { recursive: true, force: true })
process.exit()
