// Alice reads a long chat from where she had stopped. Whatever comes above or below, what she reads stays where it is.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const MANY = 240

await play(async ({ person }) => {
  const alice = await person('alice')
  const bob = await person('bob', { account: { name: 'Bob Stone' } })
  const chat = await alice.ask('POST', '/api/v1/chats', { title: 'Tea', member_ids: [bob.id] })
  const path = `/api/v1/chats/${chat.id}`
  const sent = await talk(bob, path)
  await alice.ask('PUT', `${path}/read`, { position: MANY - 12 })

  await namesComeLate(alice, chat)
  await sheScrollsBack(alice)
  await somethingAboveGrows(alice, bob, path, sent)
  await sheGoesToTheEnd(alice)
})

async function talk(bob, path) {
  const sent = []
  for (let n = 1; n <= MANY; n++)
    sent.push(await bob.ask('POST', `${path}/messages`, { text: `${n} ${'words '.repeat((n * 7) % 30)}` }))
  return sent
}

/** She lands at the line above what is new; who spoke is known only a little later. */
async function namesComeLate(alice, chat) {
  let answer = () => {}
  const held = new Promise((resolve) => {
    answer = resolve
  })
  const slow = (route) => held.then(() => route.continue())
  await alice.page.route('**/members?*', slow)
  await alice.page.route('**/users/*', (route) =>
    route.request().url().endsWith('/me') ? route.continue() : slow(route),
  )
  await alice.open(`/app/chat/${chat.id}`)
  const line = alice.page.locator('.unread-line')
  await line.waitFor()
  const before = await topOf(line)
  assert.equal(await alice.page.getByText('Bob Stone').count(), 0)
  answer()
  await alice.page.locator('.author', { hasText: 'Bob Stone' }).first().waitFor()
  assert.equal(await topOf(line), before)
}

async function topOf(thing) {
  return Math.round((await thing.boundingBox()).y)
}

/** A message in sight, and where it is. */
function inSight({ page }) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('[data-id]')]
    const row = rows.find((one) => one.getBoundingClientRect().top > 250)
    return { position: Number(row.dataset.position), top: Math.round(row.getBoundingClientRect().top) }
  })
}

/** Half a pixel is nothing. */
async function stands({ page }, position, top) {
  const is = await page.evaluate((position) => {
    return document.querySelector(`[data-position="${position}"]`)?.getBoundingClientRect().top
  }, position)
  return Math.abs(is - top) <= 1
}

/** Through several pages of the history: it moves by as much as she turns the wheel. */
async function sheScrollsBack(alice) {
  await alice.page.locator('.history').hover()
  for (let turn = 0; turn < 20; turn++) {
    const { position, top } = await inSight(alice)
    await alice.page.mouse.wheel(0, -300)
    await eventually(() => stands(alice, position, top + 300), true)
  }
  assert.ok((await inSight(alice)).position < MANY - 80)
}

async function somethingAboveGrows(alice, bob, path, sent) {
  const { position, top } = await inSight(alice)
  const above = sent.find((message) => message.position === position - 12)
  await bob.ask('PATCH', `${path}/messages/${above.id}`, { text: `much ${'longer '.repeat(200)}` })
  await alice.page.locator('.text', { hasText: 'much longer' }).waitFor({ state: 'attached' })
  await bob.ask('POST', `${path}/messages`, { text: 'And one more' })
  await alice.page.locator('.chat-list').getByText('And one more').waitFor()
  assert.ok(await stands(alice, position, top))
}

async function sheGoesToTheEnd(alice) {
  await alice.page.locator('.to-end').click()
  await alice.message('And one more').waitFor()
  await eventually(() => alice.page.locator('.to-end').count(), 0)
}
