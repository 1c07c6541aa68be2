// Alice has lost her phone, and ends its session from her laptop. The phone says so and keeps nothing of her chats.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const secret = 'The key lies under the mat'
const another = 'It lies under the flower pot now'
const unsent = 'And the cat is called Tiger'
const draft = 'I have hidden the money in'

await play(async ({ person, scripter, visitor }) => {
  const bob = await scripter('bob')
  const laptop = await person('alice')
  const phone = await visitor('alice on the phone')
  const chat = await laptop.ask('POST', '/api/v1/chats', { title: 'Holidays', member_ids: [bob.id] })
  const bobSays = (text) => bob.ask('POST', `/api/v1/chats/${chat.id}/messages`, { text })
  await bobSays(secret)
  await phone.logIn('alice')
  await sheReads(phone, [secret])
  assert.deepEqual(await placesOf(phone, secret), ['page'])
  await sheWritesInATunnel(phone)
  await sheEndsItsSession(laptop)
  await phone.context.setOffline(false)
  await nothingIsLeft(phone, [secret, unsent, draft, 'Holidays'])

  // She has found it again, but it is not her day.
  await phone.fillIn('alice')
  await sheReads(phone, [secret])
  assert.equal(await phone.field().inputValue(), '')
  await bobSays(another)
  await eventually(phone.said, [secret, another])
  await sheEndsItsSession(laptop)
  await nothingIsLeft(phone, [secret, another, 'Holidays'])
  await phone.page.goBack()
  await phone.page.reload()
  await nothingIsLeft(phone, [secret, another, 'Holidays'], false)
  const { items } = await bob.ask('GET', `/api/v1/chats/${chat.id}/messages`)
  assert.deepEqual(
    items.map(({ text }) => text),
    [secret, another],
  )
})

async function sheReads(phone, texts) {
  await phone.link('Holidays').click()
  await eventually(phone.said, texts)
}

/** Something waits to be sent, and something is only begun. */
async function sheWritesInATunnel(phone) {
  await phone.context.setOffline(true)
  await phone.say(unsent)
  await phone.field().fill(draft)
  await phone.lineState().filter({ hasText: 'Offline · 1 waiting to send' }).waitFor()
  assert.deepEqual(await placesOf(phone, unsent), ['page', 'indexedDB'])
  assert.deepEqual(await placesOf(phone, draft), ['fields'])
}

async function sheEndsItsSession(laptop) {
  await laptop.open('/app/settings/sessions')
  const sessions = laptop.page.locator('.sessions li')
  await eventually(() => sessions.count(), 2)
  await sessions.filter({ hasNotText: 'This device' }).getByRole('button', { name: 'End' }).click()
  await eventually(() => sessions.count(), 1)
}

/** Not in the page, nor by the way back, nor in what the browser keeps. */
async function nothingIsLeft(phone, texts, told = true) {
  await phone.page.getByRole('heading', { name: 'Welcome back' }).waitFor()
  assert.equal(await phone.page.getByText('You were logged out from another device').isVisible(), told)
  for (const text of texts) await eventually(() => placesOf(phone, text), [])
}

/** Where a text is to be found: in the page, or in what the browser keeps for it. */
function placesOf({ page }, text) {
  return page.evaluate(async (wanted) => {
    const answer = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    async function contentOf({ name, version }) {
      const db = await answer(indexedDB.open(name, version))
      const stores = [...db.objectStoreNames].map((store) => db.transaction(store).objectStore(store))
      const rows = await Promise.all(stores.map((store) => answer(store.getAll())))
      db.close()
      return rows
    }
    async function answersIn(name) {
      const cache = await caches.open(name)
      const answers = await cache.matchAll()
      return Promise.all(answers.map((one) => one.text()))
    }
    const fields = [...document.querySelectorAll('input, textarea')]
    const places = {
      title: document.title,
      page: document.body.outerHTML,
      fields: fields.map(({ value }) => value),
      indexedDB: await Promise.all((await indexedDB.databases()).map(contentOf)),
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      caches: await Promise.all((await caches.keys()).map(answersIn)),
    }
    return Object.keys(places).filter((name) => JSON.stringify(places[name]).includes(wanted))
  }, text)
}
