// Alice mutes what bob says, by keyboard; it is counted quietly, but for what mentions her, until she, or the clock, ends it.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ person, scripter }) => {
  const alice = await person('alice')
  const bob = await scripter('bob', { name: 'Bob Osei' })
  const group = await bob.ask('POST', '/api/v1/chats', { title: 'Walks', member_ids: [alice.id] })
  const direct = await bob.ask('PUT', `/api/v1/chats/direct/${alice.id}`)
  const says = (chat, text) => bob.ask('POST', `/api/v1/chats/${chat.id}/messages`, { text })
  const mutedUntil = async (chat) => (await alice.ask('GET', `/api/v1/chats/${chat.id}`)).muted_until

  await alice.open(`/app/chat/${group.id}/info`)
  await byKeyboard(alice, ['For 1 hour', 'For 8 hours', 'Until tomorrow morning', 'For ever'])
  await alice.page.locator('.info').getByText('Muted until tomorrow').waitFor()
  const morning = new Date(await mutedUntil(group))
  assert.deepEqual([morning.getHours(), morning.getMinutes()], [8, 0])

  await goHome(alice)
  await says(group, 'Shall we walk?')
  const row = alice.page.locator('.chat-list a.row', { hasText: 'Walks' })
  await row.getByText('1 unread message').waitFor()
  assert.match(await row.textContent(), /Muted/)
  assert.equal(await alice.page.title(), 'Parley')
  await says(group, 'You, too, @alice')
  await row.getByText('mentions you').waitFor()
  await eventually(() => alice.page.title(), '(1) Parley')
  await says(direct, 'Between us')
  await eventually(() => alice.page.title(), '(2) Parley')

  await sheEndsIt(alice, group, mutedUntil)
  await itEndsByItself(alice, direct, says)
  await itHasEndedMeanwhile(alice, direct)
  await farDown(alice, bob)
})

/** The menu opens by Enter, is gone through by the arrows and left by Escape; then she takes the last but one. */
async function byKeyboard({ page, button }, choices) {
  await button('Mute').focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('menu', { name: 'Mute' })
  await menu.waitFor()
  assert.deepEqual(await menu.getByRole('menuitem').allTextContents(), choices)
  const focused = () => page.evaluate(() => document.activeElement.textContent)
  await eventually(focused, 'For 1 hour')
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await eventually(focused, 'Mute')
  await page.keyboard.press('Enter')
  await eventually(focused, 'For 1 hour')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await button('Unmute').waitFor()
  // Whoever does not see it hears it, and stands where he stood.
  await page.getByRole('status').filter({ hasText: 'Muted until' }).waitFor({ state: 'attached' })
  assert.equal(await focused(), 'Unmute')
}

async function goHome({ page }) {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.waitForURL('**/')
}

async function sheEndsIt(alice, group, mutedUntil) {
  await alice.open(`/app/chat/${group.id}/info`)
  await alice.button('Unmute').click()
  await alice.button('Mute').waitFor()
  assert.equal(await mutedUntil(group), null)
  // The chat is beside its details, and read by now.
  await eventually(() => alice.page.title(), '(1) Walks · Parley')
}

/** The mute passes while the page is still being opened. */
async function itHasEndedMeanwhile({ ask, open, page }, chat) {
  await ask('PUT', `/api/v1/chats/${chat.id}/mute`, { muted_until: Date.now() + 1500 })
  await open('/')
  const mark = page.locator('.chat-list a.row', { hasText: 'Bob Osei' }).getByText('Muted')
  await mark.waitFor({ state: 'attached' })
  await mark.waitFor({ state: 'detached' })
}

/** On another device of hers it is muted for a moment, which this page hears, and sees pass. */
async function itEndsByItself(alice, direct, says) {
  await goHome(alice)
  await eventually(() => alice.page.title(), '(1) Parley')
  await alice.ask('PUT', `/api/v1/chats/${direct.id}/mute`, { muted_until: Date.now() + 4000 })
  const mark = alice.page.locator('.chat-list a.row', { hasText: 'Bob Osei' }).getByText('Muted')
  await mark.waitFor({ state: 'attached' })
  await eventually(() => alice.page.title(), 'Parley')
  await says(direct, 'Are you there?')
  await mark.waitFor({ state: 'detached' })
  await eventually(() => alice.page.title(), '(2) Parley')
}

/** What is only for the ear has no place, also in a row that is far below: the page itself never scrolls. */
async function farDown({ ask, id, page }, bob) {
  const first = await bob.ask('POST', '/api/v1/chats', { title: 'Far down', member_ids: [id] })
  for (let i = 0; i < 30; i++)
    await bob.ask('POST', '/api/v1/chats', { title: `Group ${i}`, member_ids: [id] })
  await ask('PUT', `/api/v1/chats/${first.id}/mute`, {})
  const row = page.locator('.chat-list a.row', { hasText: 'Far down' })
  await row.getByText('Muted').waitFor({ state: 'attached' })
  const { y } = await row.boundingBox()
  const { height } = page.viewportSize()
  assert.ok(y > height, `the row is at ${y}, in sight`)
  const scrolls = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
  assert.equal(scrolls, 0)
}
