// Alice and bob sit at pages, cleo is a script. While they talk, lines are cut, the server dies, pages are closed and put to
// sleep; in the end everybody sees what the server has. SEED repeats a run as far as time lets it be repeated.
import { strict as assert } from 'node:assert'
import { openProxy } from '../../sdk/test/proxy.mjs'
import { often } from '../often.mjs'
import { openChance } from './chance.mjs'
import { compareChat, compareList, truthOf } from './compare.mjs'
import { pause } from './in-turn.mjs'
import { openLedger } from './ledger.mjs'
import { eventually } from './person.mjs'
import { script } from './script.mjs'
import { sit } from './sitter.mjs'
import { play } from './stage.mjs'
import { openTroubles } from './troubles.mjs'

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
const CUTS = Number(process.env.CUTS ?? often(15, 50))
const BETWEEN_MS = 300
const weights = { cut: 3, silence: 2, obstacle: 2, offline: 2, kill: 2, reload: 1, tab: 1, sleep: 1 }

console.log(`SEED=${SEED} CUTS=${CUTS}`)

await play(
  async ({ server, way, person, scripter }) => {
    const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => person(name)))
    const cleo = await scripter('cleo')
    const chats = await makeChats(alice, bob, cleo)
    const ledgers = Object.fromEntries(['alice', 'bob', 'cleo'].map((name) => [name, openLedger(name)]))
    const chance = (n) => openChance(SEED + n)
    const sitters = [alice, bob].map((one, n) => sit(one, chats[one.name], chance(n), ledgers[one.name]))
    await Promise.all([alice, bob].map((one) => open(one, chats[one.name][0])))

    const troubles = openTroubles({ server, way, chance: chance(3), sitters })
    await storm(sitters, script(cleo, chats.cleo, chance(2), ledgers.cleo), troubles, chance(4))
    way.block()
    await allIsQuiet(sitters)
    await allHaveTheSame([alice, bob], cleo, chats, ledgers)
  },
  { between: openProxy },
)

async function makeChats(alice, bob, cleo) {
  const group = await alice.ask('POST', '/api/v1/chats', { title: 'Storm', member_ids: [bob.id, cleo.id] })
  const direct = async (one, other, title) => {
    const { id } = await one.ask('PUT', `/api/v1/chats/direct/${other.id}`)
    return { id, title }
  }
  const alicesBob = await direct(alice, bob, 'alice and bob')
  const alicesCleo = await direct(alice, cleo, 'alice and cleo')
  const bobsCleo = await direct(bob, cleo, 'bob and cleo')
  const all = [group, alicesBob, alicesCleo, bobsCleo]
  for (const { id } of all.slice(0, 1))
    await cleo.ask('POST', `/api/v1/chats/${id}/messages`, { text: 'Hello' })
  return {
    all,
    alice: [group, alicesBob, alicesCleo],
    bob: [group, alicesBob, bobsCleo],
    cleo: [group, alicesCleo, bobsCleo],
  }
}

/** Once the browser keeps the page itself, it can be opened whatever happens. */
async function open(one, chat) {
  await one.open(`/app/chat/${chat.id}`)
  await one.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
}

/** So many troubles, one soon after the other. Some come at once; before most, cleo has had an answer from the server. */
async function storm(sitters, cleo, troubles, chance) {
  let isOver = false
  let answers = 0
  async function talk({ act }, ms) {
    while (!isOver) {
      await act()
      if (act === cleo.act) answers++
      await pause(ms)
    }
  }
  async function befall() {
    const running = {}
    for (let n = 0; n < CUTS && !isOver; n++) {
      const kind = chance.weighed(weights)
      await running[kind]
      running[kind] = troubles[kind]().catch(end)
      const before = answers
      await pause(chance.below(BETWEEN_MS))
      const isPatient = chance.number() < 0.7
      while (isPatient && answers === before && !isOver) await pause(10)
    }
    await Promise.all(Object.values(running))
    isOver = true
  }
  let end
  const broken = new Promise((_, reject) => {
    end = reject
  })
  const whole = Promise.all([befall(), talk(cleo, 50), ...sitters.map((one) => talk(one, 20))])
  try {
    await Promise.race([whole, broken])
  } finally {
    isOver = true
  }
}

/** The networks come back, and nothing waits to be sent any more. */
async function allIsQuiet(sitters) {
  for (const { context } of sitters) {
    await context.setOffline(true)
    await context.setOffline(false)
  }
  for (const { page, someone } of sitters) {
    await page.locator('.line-state[data-link=live]').first().waitFor({ state: 'attached' })
    await eventually(() => someone.waiting(), 0)
  }
}

async function allHaveTheSame(people, cleo, chats, ledgers) {
  for (const [name, ledger] of Object.entries(ledgers)) assert(ledger.size > 0, `${name} spoke`)
  for (const one of people) {
    await compareList(one)
    for (const chat of chats[one.name]) await compareChat(one, chat, await truthOf(one, chat))
  }
  const owners = { ...Object.fromEntries(people.map((one) => [one.name, one])), cleo }
  for (const [name, ledger] of Object.entries(ledgers))
    for (const chat of chats[name]) {
      const items = await truthOf(owners[name], chat)
      const mine = items.filter(({ sender_id, text }) => sender_id === owners[name].id && text !== 'Hello')
      ledger.compare(chat, mine)
    }
}
