// Alice has no mouse. Whatever she does, the focus is somewhere; a page that loses it leaves her at its beginning.
import { strict as assert } from 'node:assert'
import { eventually, PASSWORD } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ scripter, visitor }) => {
  const bob = await scripter('bob', { name: 'Bob Osei' })
  const cleo = await scripter('cleo', { name: 'Cleo Marin' })
  const account = await scripter('alice')
  const chat = await bob.ask('PUT', `/api/v1/chats/direct/${account.id}`)
  await bob.ask('POST', `/api/v1/chats/${chat.id}/messages`, { text: 'Do you like walnuts?' })
  await cleo.ask('PUT', `/api/v1/chats/direct/${account.id}`)
  const alice = await visitor('alice at her keyboard')

  await sheLogsIn(alice)
  await sheOpensTheChat(alice)
  await sheWrites(alice)
  await sheReplies(alice)
  await sheReacts(alice)
  await sheEdits(alice)
  await sheDeletes(alice)
  await sheSearches(alice)
  await sheReadsTheSheet(alice)
  await sheLooksAtDetails(alice)
  await sheGoesElsewhere(alice)
  await sheLogsOut(alice)
})

async function press({ page }, ...keys) {
  for (const key of keys) await page.keyboard.press(key)
}

function type({ page }, text) {
  return page.keyboard.type(text)
}

/** What has the focus, as it is read out. It is an error if nothing has, or if it cannot be seen. */
async function focusOf({ page }) {
  const [name, seen] = await page.evaluate(async () => {
    await new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(settled)))
    const it = document.activeElement
    if (!it || it === document.body) return ['nothing', false]
    const label = it.labels?.[0]?.textContent ?? it.getAttribute('aria-label') ?? it.textContent
    return [`${it.localName} ${label.trim()}`.slice(0, 80), it.checkVisibility({ visibilityProperty: true })]
  })
  assert(seen, `The focus is on ${name}`)
  return name
}

/** Waits for the focus to come to something. */
async function focusComes(alice, pattern) {
  await eventually(async () => {
    const name = await focusOf(alice)
    return pattern.test(name) ? 'as it should be' : name
  }, 'as it should be')
}

async function sheLogsIn(alice) {
  await alice.page.goto('/')
  await alice.button('Log in').waitFor()
  await focusComes(alice, /^input Username/)
  await type(alice, 'alice')
  await press(alice, 'Tab')
  await focusComes(alice, /^input Password/)
  await type(alice, PASSWORD)
  await press(alice, 'Enter')
  await alice.link('Bob Osei').waitFor()
  await focusOf(alice)
}

async function sheOpensTheChat(alice) {
  await press(alice, 'Tab')
  for (let n = 0; !/^a Bob Osei/.test(await focusOf(alice)); n++) {
    assert(n < 12, 'a few keys lead to the chat')
    await press(alice, n < 6 ? 'Tab' : 'ArrowDown')
  }
  await press(alice, 'Enter')
  await focusComes(alice, /^textarea Message to Bob/)
  await eventually(alice.said, ['Do you like walnuts?'])
}

async function sheWrites(alice) {
  await type(alice, 'Very much')
  await press(alice, 'Shift+Enter')
  await type(alice, 'thank you')
  await press(alice, 'Enter')
  await eventually(alice.said, ['Do you like walnuts?', 'Very much\nthank you'])
  await focusComes(alice, /^textarea/)
}

async function sheReplies(alice) {
  await press(alice, 'Control+ArrowUp')
  await focusComes(alice, /^li You, .*: Very much/)
  await press(alice, 'ArrowUp')
  await focusComes(alice, /^li Bob Osei, .*: Do you like walnuts\?$/)
  await press(alice, 'r')
  await focusComes(alice, /^textarea/)
  await alice.page.getByText('Replying to Bob Osei').waitFor()
  await type(alice, 'Why?')
  await press(alice, 'Enter')
  await alice.message('Why?').locator('.quote', { hasText: 'walnuts' }).waitFor()
  await focusComes(alice, /^textarea/)
}

async function sheReacts(alice) {
  await press(alice, 'Control+ArrowUp', 'ArrowUp', 'ArrowUp', '+')
  await focusComes(alice, /^button 👍/)
  await press(alice, 'ArrowRight', 'ArrowRight')
  await focusComes(alice, /^button 😂/)
  await press(alice, 'Enter')
  await alice.button('😂, 1').waitFor()
  await focusComes(alice, /^li Bob Osei/)
  await press(alice, '+')
  await focusComes(alice, /^button 👍/)
  await press(alice, 'Escape')
  await focusComes(alice, /^li Bob Osei/)
  await press(alice, 'Escape')
  await focusComes(alice, /^textarea/)
}

async function sheEdits(alice) {
  await press(alice, 'ArrowUp')
  await alice.page.getByText('Editing your message').waitFor()
  await focusComes(alice, /^textarea/)
  await press(alice, 'Escape')
  await eventually(() => alice.page.getByText('Editing your message').count(), 0)
  await press(alice, 'Control+ArrowUp', 'e')
  await alice.page.getByText('Editing your message').waitFor()
  await focusComes(alice, /^textarea/)
  await press(alice, 'Control+a')
  await type(alice, 'Why do you ask?')
  await press(alice, 'Enter')
  await alice.message('Why do you ask?').getByText('edited').waitFor()
  await focusComes(alice, /^textarea/)
}

async function sheDeletes(alice) {
  await press(alice, 'Control+ArrowUp', 'Enter')
  await focusComes(alice, /^button Reply/)
  await press(alice, 'Escape')
  await focusComes(alice, /^li You/)
  await press(alice, 'Enter')
  await focusComes(alice, /^button Reply/)
  await press(alice, 'ArrowUp', 'ArrowUp')
  await focusComes(alice, /^button Delete for everybody/)
  await press(alice, 'Enter')
  await alice.page.getByRole('dialog').waitFor()
  for (let n = 0; !/^button Delete for everybody/.test(await focusOf(alice)); n++) {
    assert(n < 4)
    await press(alice, 'Tab')
  }
  await press(alice, 'Enter')
  await eventually(async () => (await alice.said()).at(-1), 'Message deleted')
  await focusComes(alice, /^li You, .*: Message deleted/)
  await press(alice, 'End')
  await focusComes(alice, /^textarea/)
}

async function sheSearches(alice) {
  await press(alice, 'Control+k')
  await focusComes(alice, /^input Search messages/)
  await type(alice, 'walnuts')
  await alice.page.locator('.found mark', { hasText: 'walnuts' }).waitFor()
  for (let n = 0; !/^a .*walnuts/.test(await focusOf(alice)); n++) {
    assert(n < 4)
    await press(alice, 'Tab')
  }
  await press(alice, 'Enter')
  await focusComes(alice, /^li Bob Osei, .*walnuts/)
}

async function sheReadsTheSheet(alice) {
  await press(alice, '?')
  await alice.page.getByRole('dialog', { name: 'By keyboard' }).waitFor()
  await focusComes(alice, /^button Close/)
  await press(alice, 'Escape')
  await eventually(() => alice.page.getByRole('dialog').count(), 0)
  await focusComes(alice, /^li Bob Osei/)
}

async function sheLooksAtDetails(alice) {
  await press(alice, 'i')
  await alice.button('Block').waitFor()
  await focusOf(alice)
  await press(alice, 'Escape')
  await eventually(() => alice.button('Block').count(), 0)
  await focusOf(alice)
}

async function sheGoesElsewhere(alice) {
  await press(alice, 'Alt+ArrowDown')
  await focusComes(alice, /^textarea Message to Cleo/)
  await press(alice, 'Escape')
  await focusComes(alice, /^a /)
  await press(alice, 'n')
  await focusComes(alice, /^input Find people/)
  await type(alice, 'cleo')
  await alice.button('Cleo Marin @cleo').waitFor()
  await eventually(() => alice.page.locator('.person-button').count(), 1)
  await press(alice, 'Tab')
  await focusComes(alice, /^button Cleo Marin/)
  await press(alice, 'Enter')
  await focusComes(alice, /^textarea Message to Cleo/)
}

async function sheLogsOut(alice) {
  await press(alice, 'Escape')
  for (let n = 0; !/^a Settings/.test(await focusOf(alice)); n++) {
    assert(n < 12)
    await press(alice, 'Shift+Tab')
  }
  await press(alice, 'Enter')
  await focusComes(alice, /^h1 Settings/)
  for (let n = 0; !/^button Log out/.test(await focusOf(alice)); n++) {
    assert(n < 30)
    await press(alice, 'Tab')
  }
  await press(alice, 'Enter')
  await focusComes(alice, /^input Username/)
}
