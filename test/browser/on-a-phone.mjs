// Alice holds a phone: the list, a chat and back, her settings, a new group, and a link by which bob joins it.
import { eventually } from './person.mjs'
import { noSideways } from './sideways.mjs'
import { play } from './stage.mjs'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

await play(async ({ person, scripter, visitor }) => {
  const alice = await person('alice', { ...phone, account: { name: 'Alice Lind' } })
  const cleo = await scripter('cleo', { name: longWord })
  const chat = await cleo.ask('PUT', `/api/v1/chats/direct/${alice.id}`)
  await cleo.ask('POST', `/api/v1/chats/${chat.id}/messages`, {
    text: `${longWord} https://example.org/${longWord}`,
  })

  await alice.open()
  await noSideways(alice, 'the list')
  await sheTalks(alice, cleo, chat)
  await sheLooksAtHerSettings(alice)
  const link = await sheMakesAGroup(alice)

  const bob = await visitor('bob', phone)
  await bobFollowsTheLink(bob, link)
  await alice.page.getByText('2 members').first().waitFor()
  await eventually(alice.said, ['Welcome', 'Here I am'])
})

async function sheTalks(alice, cleo, chat) {
  await alice.link(longWord).tap()
  await eventually(async () => (await alice.said()).length, 1)
  await eventually(() => alice.page.locator('.chat-list').isVisible(), false)
  await noSideways(alice, 'a chat')
  await write(alice, 'What a word!')
  await eventually(async () => (await cleo.ask('GET', `/api/v1/chats/${chat.id}/messages`)).items.length, 2)
  await sheReacts(alice)
  await alice.page.locator('.chat-name').tap()
  await alice.button('Block').waitFor()
  await noSideways(alice, 'who somebody is')
  await alice.page.goBack()
  await alice.link('Search messages').tap()
  await alice.page.getByRole('searchbox', { name: 'Search messages' }).fill(longWord)
  await alice.page.locator('.found mark').first().waitFor()
  await noSideways(alice, 'what was found')
  await alice.link('Back').tap()
  await alice.field().waitFor()
  await alice.link('Back').tap()
  await alice.link(longWord).getByText('You: What a word!').waitFor()
}

/** There is no Enter to send with: it begins a new line. */
async function write(one, text) {
  await one.field().tap()
  await one.field().pressSequentially(text)
  await one.field().press('Enter')
  await one.button('Send').tap()
  await one.message(text).waitFor()
}

async function sheReacts(alice) {
  await alice.message(longWord).tap({ position: { x: 40, y: 10 } })
  await alice.message(longWord).getByRole('button', { name: 'More' }).tap()
  await alice.page.getByRole('menu').waitFor()
  await noSideways(alice, 'the menu of a message')
  await alice.page.getByRole('menuitem', { name: 'React' }).tap()
  await alice.page.getByRole('group', { name: 'React' }).waitFor()
  await noSideways(alice, 'the emoji')
  await alice.page.getByRole('group', { name: 'React' }).getByText('😂').tap()
  await alice.button('😂, 1').waitFor()
}

async function sheLooksAtHerSettings(alice) {
  await alice.link('Settings').tap()
  const tabs = alice.page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
  await eventually(() => tabs.count(), 9)
  for (const part of await tabs.allTextContents()) {
    await tabs.filter({ hasText: part }).tap()
    await alice.page.locator('.tabs [aria-current=page]', { hasText: part }).waitFor()
    await noSideways(alice, part)
  }
  await alice.link('Back').tap()
}

async function sheMakesAGroup(alice) {
  await alice.link('New chat').first().tap()
  await alice.page.getByLabel('Find people by name').waitFor()
  await noSideways(alice, 'a new chat')
  await alice.link('New group').tap()
  await alice.page.getByLabel('Name of the group').fill('Walking club')
  await noSideways(alice, 'a new group')
  await alice.button('Create group').tap()
  await write(alice, 'Welcome')
  await alice.page.locator('.chat-name').tap()
  await alice.button('Make a link').tap()
  const link = alice.page.locator('.copyable')
  await link.waitFor()
  await noSideways(alice, 'a group')
  const address = `http://${await link.textContent()}`
  await alice.page.goBack()
  return address
}

async function bobFollowsTheLink(bob, link) {
  await bob.signUp('Bob Osei', link)
  await bob.page.getByText('Walking club').waitFor()
  await noSideways(bob, 'an invite')
  await bob.button('Join the group').tap()
  await eventually(bob.said, ['Welcome'])
  await write(bob, 'Here I am')
}
