// Alice's network goes away. She writes five messages, closes and opens the page, and the network comes back.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const five = ['one', 'two', 'three', 'four', 'five']

await play(async ({ person }) => {
  const alice = await person('alice')
  const bob = await person('bob')
  const chat = await alice.ask('POST', '/api/v1/chats', { title: 'Tea', member_ids: [bob.id] })
  await Promise.all([alice, bob].map((one) => one.open(`/app/chat/${chat.id}`)))
  await alice.say('See you!')
  await eventually(bob.said, ['See you!'])
  await shellIsKept(alice)

  await alice.context.setOffline(true)
  await sheWritesOn(alice)
  await bob.say('Where are you?')
  await eventually(bob.said, ['See you!', 'Where are you?'])
  assert.deepEqual(await alice.said(), ['See you!'])
  await alice.page.reload()
  await thePageOpensAndSaysWhy(alice)

  await alice.context.setOffline(false)
  const all = ['See you!', 'Where are you?', ...five]
  for (const one of [alice, bob]) await eventually(one.said, all)
  await eventually(alice.unsent, [])
  const { items } = await bob.ask('GET', `/api/v1/chats/${chat.id}/messages`)
  assert.deepEqual(
    items.map(({ text }) => text),
    all,
  )
  await alice.page.reload()
  await eventually(alice.texts, all)
  await inOneBreath(alice, bob, all)
})

/** The browser has what it needs to open the page by itself, and nothing of what was said. */
async function shellIsKept({ page }) {
  const kept = () =>
    page.evaluate(async () => {
      await navigator.serviceWorker.ready
      const [name] = await caches.keys()
      const requests = await (await caches.open(name)).keys()
      return requests.map(({ url }) => new URL(url).pathname)
    })
  await eventually(async () => (await kept()).includes('/app'), true)
  assert.deepEqual(
    (await kept()).filter((path) => !path.startsWith('/app')),
    [],
  )
}

async function sheWritesOn(alice) {
  for (const text of five) await alice.say(text)
  await eventually(alice.unsent, five)
  await alice.lineState().filter({ hasText: 'Offline · 5 waiting to send' }).waitFor()
  await alice.message('five').getByText('Waits for a connection').waitFor()
}

async function thePageOpensAndSaysWhy({ page }) {
  await page.getByText('Offline', { exact: true }).waitFor()
  await page.getByText('This server does not answer just now.').waitFor()
}

/** She writes twice, and the page is opened anew before it has heard that this is kept. */
async function inOneBreath(alice, bob, before) {
  const pairs = Array.from({ length: 8 }, (_, n) => [`breath ${n}`, `and ${n}`])
  for (const pair of pairs) {
    await alice.field().waitFor()
    // The page has its outbox open by then.
    await alice.waiting()
    await alice.context.setOffline(true)
    await alice.page.evaluate(writeAll, pair)
    await alice.page.reload({ waitUntil: 'commit' })
    await alice.context.setOffline(false)
  }
  await eventually(bob.said, [...before, ...pairs.flat()])
}

/** Runs in the page: faster than fingers are. */
async function writeAll(texts) {
  const field = document.querySelector('#compose')
  for (const text of texts) {
    field.value = text
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    do await new Promise((drawn) => setTimeout(drawn))
    while (!document.querySelector('.send:enabled'))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  }
}
