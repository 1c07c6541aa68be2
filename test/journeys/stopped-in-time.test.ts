import { expect, test } from 'bun:test'
import { createGroup } from '../../src/chats/create-group.ts'
import { leaveAllChats } from '../../src/chats/leave-all.ts'
import { removeMember } from '../../src/chats/remove-member.ts'
import type { House } from '../../src/http/house.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'
import { forgetFuture } from '../../src/scheduled/cascade.ts'
import { openFuture } from '../../src/scheduled/future.ts'
import { writeToFuture } from '../../src/scheduled/write.ts'
import { block } from '../../src/users/block.ts'
import { removeUser } from '../../src/users/remove.ts'
import { anotherHouse } from '../another-house.ts'
import { type Database, databases } from '../databases.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { type Person, person } from '../people.ts'

/** How many races of each kind. */
const RACES = Number(process.env.PARLEY_TEST_RACES ?? 40)
const AT_ONCE = 40
const hour = 3_600_000

interface Race {
  sender: Person
  /** What must not come before what is said in the log under this kind. */
  stopped: { kind: string; stream?: string; actor: string }
  stop(house: House): Promise<unknown>
}

type Start = (its: TestHouse, n: number) => Promise<Race>

function write(house: House, sender: Person, to: { user_id: string } | { chat_id: string }) {
  const when = { in: { unit: 'second' as const, count: 1 } }
  const ways = { late: 'send', lateAfter: hour, secrecy: 'sealed' } as const
  const draft = { to: [to], text: 'Now?', mediaIds: [], when, ...ways }
  return house.commit((tx) => writeToFuture(tx, sender, draft, house.config, openFuture(house.config)))
}

const blocked: Start = async ({ house }, n) => {
  const [sender, reader] = [await person(house, `sender${n}`), await person(house, `reader${n}`)]
  await write(house, sender, { user_id: reader.id })
  return {
    sender,
    stopped: { kind: 'block.added', actor: reader.id },
    stop: (house) => house.commit((tx) => block(tx, reader, sender.id)),
  }
}

const left: Start = async ({ house, alice }, n) => {
  const sender = await person(house, `leaver${n}`)
  const club = await house.commit((tx) =>
    createGroup(tx, alice, { title: 'Club', memberIds: [sender.id], sharesHistory: true }, 100),
  )
  await write(house, sender, { chat_id: club.id })
  return {
    sender,
    stopped: { kind: 'chat.member_removed', actor: sender.id },
    stop: (house) => house.commit((tx) => removeMember(tx, sender, club.id, sender.id)),
  }
}

const erased: Start = async ({ house, alice }, n) => {
  const sender = await person(house, `goer${n}`)
  await write(house, sender, { user_id: alice.id })
  return {
    sender,
    stopped: { kind: 'session.revoked', actor: sender.id },
    stop: (house) => house.commit((tx) => removeUser(tx, sender.id, [forgetFuture, leaveAllChats])),
  }
}

/** What was delivered, and of that, what came after it was stopped. */
async function judge({ house }: TestHouse, races: Race[]) {
  const { reader } = house.db
  const senders = races.map(({ sender }) => sender.id)
  const entries = await reader
    .selectFrom('entries')
    .select(['seq', 'kind', 'actor_id', 'stream'])
    .where('kind', 'in', ['message.sent', ...races.map(({ stopped }) => stopped.kind)])
    .execute()
  const sent = entries.filter((one) => one.kind === 'message.sent' && senders.includes(one.actor_id!))
  const late = races.filter(({ sender, stopped }) => {
    const message = sent.find((one) => one.actor_id === sender.id)
    const stop = entries.find(
      (one) =>
        one.kind === stopped.kind &&
        (one.actor_id === stopped.actor || one.stream === `user:${stopped.actor}`),
    )
    if (!stop) throw new Error(`${stopped.kind} was not said`)
    return message !== undefined && message.seq > stop.seq
  })
  return { sent: sent.length, late: late.length }
}

async function race(database: Database, start: Start) {
  await using its = await testHouse(database)
  await using other = database.isShared
    ? await anotherHouse(its)
    : { house: its.house, async [Symbol.asyncDispose]() {} }
  const counts = { sent: 0, late: 0, races: 0 }
  for (let done = 0; done < RACES; done += AT_ONCE) {
    const races = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => start(its, done + i)))
    its.clock.move(2000)
    const stop = async (some: Race[]) => {
      for (const one of some) await one.stop(other.house)
    }
    const deliveries = async () => {
      while (await deliverAllDue(its.house, 1 + Math.floor(Math.random() * 4)));
    }
    // Some are stopped before, most beside, and some after the deliveries.
    await stop(races.slice(0, 5))
    await Promise.all([stop(races.slice(5, -5)), deliveries()])
    await deliveries()
    await stop(races.slice(-5))
    const { sent, late } = await judge(its, races)
    counts.sent += sent
    counts.late += late
    counts.races += races.length
  }
  return counts
}

for (const database of databases)
  for (const [name, start] of Object.entries({ blocked, left, erased }))
    test(`${database.name}: what is ${name} in the moment of its delivery never arrives after that`, async () => {
      const { sent, late, races } = await race(database, start)
      expect(late).toBe(0)
      // Some came first, some did not: it was a race.
      expect(sent).toBeGreaterThan(0)
      expect(sent).toBeLessThan(races)
    }, 600_000)
