// Alice writes to bob in two seconds, and again and again; he opens her letter by keyboard, and she thinks better of the rest.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const TEXT = 'Open this when the kettle boils'

await play(async ({ person }) => {
  const [alice, bob] = await Promise.all([
    person('alice', { account: { name: 'Alice Lind' } }),
    person('bob', { account: { name: 'Bob Osei', zone: 'Asia/Tokyo' }, reducedMotion: 'reduce' }),
  ])
  const chat = await alice.ask('PUT', `/api/v1/chats/direct/${bob.id}`)
  await Promise.all([alice.open(`/app/chat/${chat.id}`), bob.open(`/app/chat/${chat.id}`)])
  await aLetter(alice, bob)
  const recurring = await againAndAgain(alice)
  await somebodyElseChangesIt(alice, recurring)
  await theyAreSteered(alice)
  await itIsAnnounced(alice, bob)
  await itComesBack(bob)
})

/** Fills in a delay of so many seconds, and sends off. */
async function inSeconds(one, seconds) {
  await one.button('After a while').click()
  await one.page.getByLabel('After').fill(String(seconds))
  await one.page.getByLabel('Of what').selectOption('second')
}

async function aLetter(alice, bob) {
  await alice.field().fill(TEXT)
  await alice.link('Send later…').click()
  assert.equal(await alice.page.getByLabel('Your message').inputValue(), TEXT)
  await alice.button('Send it off').click()
  await alice.page.getByText('When is it to arrive?').waitFor()
  await inSeconds(alice, 2)
  const sentAt = Date.now()
  await alice.button('Send it off').click()
  await alice.field().waitFor()
  assert.equal(await alice.field().inputValue(), '')
  assert.deepEqual(await bob.page.locator('li.message').count(), 0, 'bob sees nothing before')
  await bob.page.locator('.letter').waitFor()
  assert(Date.now() - sentAt > 1900)
  assert(!(await bob.page.content()).includes(TEXT), 'what is in a letter is not seen before it is opened')
  await bob.link('Alice Lind').getByText('A letter for you').waitFor()
  await bob.field().press('Control+ArrowUp')
  await bob.page.keyboard.press('Enter')
  await eventually(bob.said, [TEXT])
  await bob.message(TEXT).getByText('written a moment ago').waitFor()
  assert.equal(await bob.page.evaluate(() => document.activeElement.className), 'message')
  await bob.page.reload()
  await eventually(bob.said, [TEXT])
  await eventually(alice.said, [TEXT])
}

async function againAndAgain({ page, button, link, ask }) {
  await link('Messages to the future').click()
  await page.getByText('Nothing is on its way').waitFor()
  await link('Write to the future').first().click()
  await page.getByPlaceholder('Name, group or telephone number').fill('bob')
  await page.keyboard.press('Enter')
  await page.getByLabel('Your message').fill('Is it Friday already?')
  await button('Again and again').click()
  await page.getByLabel('Of what').selectOption('month')
  await page.getByLabel('On which day?').selectOption('weekday')
  await page.getByLabel('Which one').selectOption('-1')
  await page.getByLabel('Weekday').selectOption('FR')
  await page.getByLabel('Until when?').selectOption('count')
  await page.getByText('every last Friday of the month at 09:00, 10 times').waitFor()
  await eventually(() => page.locator('.dates li').count(), 5)
  await page.getByText('by the clocks of Tokyo').first().waitFor()
  await button('Send it off').click()
  await page.getByRole('heading', { name: 'To Bob Osei' }).waitFor()
  const { items } = await ask('GET', '/api/v1/scheduled?state=pending')
  assert.deepEqual(
    items.map(({ text, when }) => [text, when.repeat.rule]),
    [['Is it Friday already?', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=10']],
  )
  return items[0]
}

/** While she changes it in the page, a script of hers has changed it: she is told, and keeps what she typed. */
async function somebodyElseChangesIt({ page, link, button, ask }, { id }) {
  await link('Change').click()
  await page.getByLabel('Your message').fill('Is it Friday at last?')
  await ask('PATCH', `/api/v1/scheduled/${id}`, { text: 'Is it the weekend?' })
  await page.getByRole('alert').getByText('Is it the weekend?').waitFor()
  assert.equal(await page.getByLabel('Your message').inputValue(), 'Is it Friday at last?')
  await button('Keep the change').click()
  await page.locator('.future-one .text', { hasText: 'Is it Friday at last?' }).waitFor()
  assert.equal((await ask('GET', `/api/v1/scheduled/${id}`)).text, 'Is it Friday at last?')
}

async function theyAreSteered({ page, link, button }) {
  await button('Pause').click()
  await page.getByRole('heading', { name: 'Paused' }).waitFor()
  await link('Back').last().click()
  await page.getByRole('heading', { name: 'Paused, or waiting for somebody' }).waitFor()
  await page.getByText('1 on the way from you, 0 to you').waitFor()
  await page.getByText('Is it Friday at last?').click()
  await button('Cancel it').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('heading', { name: 'Was cancelled' }).waitFor()
  await link('Back').last().click()
  await page.getByText('Nothing is on its way').waitFor()
  await link('Not arrived').click()
  await page.getByText('was cancelled').waitFor()
}

async function itIsAnnounced(alice, bob) {
  const when = { local: '2031-07-14T09:00', zone: 'Asia/Tokyo' }
  const to = [{ user_id: bob.id }]
  const { id } = await alice.ask('POST', '/api/v1/scheduled', { to, text: 'x', when, secrecy: 'announced' })
  await bob.link('Something for you opens on July 14, 2031').waitFor()
  await alice.ask('POST', `/api/v1/scheduled/${id}/cancel`)
  await bob.page.getByText('Something for you').waitFor({ state: 'detached' })
}

/** He sends her message on into his own future, and it comes back as a letter. */
async function itComesBack(bob) {
  await bob.message(TEXT).click({ button: 'right' })
  await bob.page.getByRole('menuitem', { name: 'Send it back to me later' }).click()
  await inSeconds(bob, 1)
  await bob.button('Send it off').click()
  await eventually(() => bob.page.locator('ol.messages li.message').count(), 0)
  await bob.page.locator('.letter').click()
  await eventually(bob.said, [TEXT])
}
