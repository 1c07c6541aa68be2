/**
 * Messages to the future: what a million that wait cost, how fast what falls due in one second is delivered, and how
 * late it comes. `PARLEY_BENCH_PENDING` says how many wait (a million, if it does not).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse } from '../src/app.ts'
import { openDirect } from '../src/chats/open-direct.ts'
import { hour, second } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { insertAll } from '../src/db/insert.ts'
import type { House } from '../src/http/house.ts'
import { newId } from '../src/id.ts'
import { sendAll } from '../src/messages/send.ts'
import { deliverAllDue, nextDue, startAlarm } from '../src/scheduled/alarm.ts'
import { deliverDue } from '../src/scheduled/deliver.ts'
import { movableClock } from '../test/house.ts'
import { type Person, person } from '../test/people.ts'
import { median, report } from './process.ts'

const MANY = Number(process.env.PARLEY_BENCH_PENDING ?? 1_000_000)
const FEW = 10_000
const CLAIM = 500
const PEOPLE = 200

async function fresh(clock = movableClock()) {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const { house, close } = await openHouse(
    readConfig({ PARLEY_DATA_DIR: dataDir, PARLEY_LOG_LEVEL: 'error' }),
    {
      clock,
    },
  )
  const senders: Person[] = []
  for (let i = 0; i < PEOPLE; i++) senders.push(await person(house, `person${i}`))
  async function end() {
    await close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { house, clock, senders, end }
}

/** Writes letters into the tables by hand, each due at its time. */
async function fill(house: House, senders: Person[], many: number, dueAt: (n: number) => number) {
  const at = house.clock.now()
  for (let from = 0; from < many; from += 5000)
    await house.commit(async ({ db }) => {
      const all = Array.from({ length: Math.min(5000, many - from) }, (_, i) =>
        letter(senders, from + i, at, dueAt(from + i)),
      )
      await insertAll(
        db,
        'scheduled_messages',
        all.map(([one]) => one),
      )
      await insertAll(
        db,
        'occurrences',
        all.map(([, one]) => one),
      )
    })
}

function letter(senders: Person[], n: number, at: number, due_at: number) {
  const id = newId()
  const sender_id = senders[n % senders.length]!.id
  const to_user_id = senders[(n + 1) % senders.length]!.id
  const local = new Date(due_at).toISOString().slice(0, 19)
  const scheduled = {
    id,
    sender_id,
    text: `A letter from the past, the ${n}th of its kind`,
    asked: JSON.stringify({ at: due_at }),
    plan: JSON.stringify({ at: due_at, local, zone: 'UTC' }),
    hides_time: 0,
    late: 'send',
    late_after_ms: hour,
    secrecy: 'sealed',
    returns_id: null,
    state: 'active',
    version: 1,
    created_at: at,
    active_at: at,
  } as const
  const occurrence = {
    id: newId(),
    scheduled_id: id,
    recipient: `user:${to_user_id}`,
    n: 1,
    is_last: 1,
    sender_id,
    to_user_id,
    to_chat_id: null,
    to_phone: null,
    zone: null,
    due_at,
    next_at: due_at,
    state: 'planned',
    state_at: at,
    reason: null,
    barred: 0,
    attempts: 0,
    chat_id: null,
    message_id: null,
  } as const
  return [scheduled, occurrence] as const
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The time of finding the next hour, and of delivering 500, with so many waiting, in milliseconds. */
async function waiting(many: number) {
  const { house, clock, senders, end } = await fresh()
  const now = clock.now()
  // The due ones lie among the rest, a few in each stretch of time.
  await fill(house, senders, many, (n) => now + (n % 20 === 0 ? second : hour + n * 1000))
  clock.move(second)
  const finds: number[] = []
  for (let i = 0; i < 200; i++) finds.push(await timed(() => nextDue(house)))
  const claims: number[] = []
  const rounds = Math.min(20, Math.floor(many / 20 / CLAIM))
  for (let i = 0; i < rounds; i++) claims.push(await timed(() => house.commit((tx) => deliverDue(tx, CLAIM))))
  await end()
  return { find: median(finds), claim: median(claims) }
}

const few = await waiting(FEW)
const many = await waiting(MANY)
console.log(`next hour: ${few.find.toFixed(3)} ms of ${FEW}, ${many.find.toFixed(3)} ms of ${MANY}`)
console.log(
  `${CLAIM} delivered: ${few.claim.toFixed(1)} ms of ${FEW}, ${many.claim.toFixed(1)} ms of ${MANY}`,
)
const worse = Math.max(many.find / few.find, many.claim / few.claim)
report('time with many waiting, to that with few', worse, 'at most 2', worse <= 2)

{
  const { house, clock, senders, end } = await fresh()
  const chats = await Promise.all(
    senders.map((one, i) => house.commit((tx) => openDirect(tx, one, senders[(i + 1) % PEOPLE]!.id))),
  )
  const rates: number[] = []
  for (let round = 0; round < 5; round++) {
    const bulk = await timed(async () => {
      for (let from = 0; from < FEW; from += CLAIM)
        await house.commit((tx) =>
          sendAll(
            tx,
            Array.from({ length: CLAIM }, (_, i) => ({
              actor: senders[(from + i) % PEOPLE]!,
              chatId: chats[(from + i) % PEOPLE]!.id,
              text: `A letter from today, the ${from + i}th of its kind`,
              mediaIds: [],
              replyToId: null,
              clientId: null,
            })),
          ),
        )
    })
    await fill(house, senders, FEW, () => clock.now() + 1)
    clock.move(second)
    const due = await timed(() => deliverAllDue(house))
    console.log(
      `${FEW} at once: sent in bulk ${((FEW / bulk) * 1000) | 0}/s, delivered ${((FEW / due) * 1000) | 0}/s`,
    )
    rates.push(bulk / due)
  }
  const rate = median(rates)
  report('delivering 10,000 due at once, of the rate of sending in bulk', rate, 'at least 0.5', rate >= 0.5)
  await end()
}

{
  const SECONDS = 5
  const PER_SECOND = 1000
  const { house, senders, end } = await fresh({ now: Date.now, move() {} })
  const start = Date.now() + 3000
  await fill(house, senders, SECONDS * PER_SECOND, (n) => start + n)
  const lates: number[] = []
  house.tail.listen({
    entry({ kind, body }) {
      if (kind !== 'scheduled.updated') return
      const [one] = JSON.parse(body).scheduled.recipients
      lates.push(Date.now() - one.due_at)
    },
  })
  const floor: number[] = []
  const stop = startAlarm(house)
  const until = start + SECONDS * 1000 + 2000
  while (Date.now() < until) {
    const wanted = Date.now() + 10
    await Bun.sleep(10)
    floor.push(Date.now() - wanted)
  }
  await stop()
  const p99 = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.99)]!
  console.log(`${lates.length} delivered; the timer's own lateness, p99: ${p99(floor)} ms`)
  report(
    `lateness at ${PER_SECOND} due a second, p99 in ms`,
    p99(lates),
    'at most 250',
    p99(lates) <= 250 && lates.length === SECONDS * PER_SECOND,
  )
  await end()
}
