// Alice and bob sign up in the page, find each other, and do with messages everything that can be done with one.
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ visitor }) => {
  const alice = await visitor('alice')
  const bob = await visitor('bob')
  await Promise.all([alice.signUp('Alice Lind'), bob.signUp('Bob Osei')])
  await eventually(() => alice.page.title(), 'Parley')

  // What bob's page says first of what it has received is lost on the way, while all else goes through.
  await bob.context.route('**/delivered', (route) => route.abort(), { times: 1 })
  await alice.link('New chat').first().click()
  await alice.page.getByLabel('Find people by name').fill('bob')
  await alice.button('Bob Osei @bob').click()
  await alice.field().waitFor()
  await alice.say('Are you there?')
  await eventually(alice.said, ['Are you there?'])

  await theyAreCounted(alice, bob)
  await theyAreRead(alice, bob)
  await typingIsSeen(alice, bob)
  await bobReplies(alice, bob)
  await theyReact(alice, bob)
  await aliceEdits(alice, bob)
  await aliceDeletes(alice, bob)
})

async function theyAreCounted(alice, bob) {
  await bob.link('Alice Lind').getByText('1 unread message').waitFor()
  await eventually(() => bob.page.title(), '(1) Parley')
  await alice.message('Are you there?').getByText('Delivered').waitFor()
}

async function theyAreRead(alice, bob) {
  await bob.link('Alice Lind').click()
  await eventually(bob.said, ['Are you there?'])
  await alice.message('Are you there?').getByText('Read').waitFor()
  await bob.link('Alice Lind').getByText('unread').waitFor({ state: 'detached' })
  await eventually(() => bob.page.title(), 'Alice Lind · Parley')
}

async function typingIsSeen(alice, bob) {
  const typing = alice.page.locator('.typing-line')
  await bob.field().pressSequentially('Yes')
  await eventually(() => typing.textContent(), 'Bob is typing')
  await bob.field().fill('')
  // It is told, and not only believed no more, which would take six seconds.
  await eventually(() => typing.textContent(), '', 4000)
  await bob.field().pressSequentially('Yes!')
  await eventually(() => typing.textContent(), 'Bob is typing')
  await bob.field().press('Enter')
  await eventually(alice.said, ['Are you there?', 'Yes!'])
  await eventually(() => typing.textContent(), '')
}

async function bobReplies(alice, bob) {
  const asked = bob.message('Are you there?')
  await asked.hover()
  await asked.getByRole('button', { name: 'Reply' }).click()
  await bob.page.getByText('Replying to Alice Lind').waitFor()
  await bob.say('And you?')
  await eventually(() => bob.page.getByText('Replying to').count(), 0)
  await alice.message('And you?').locator('.quote', { hasText: 'Are you there?' }).waitFor()
}

async function theyReact(alice, bob) {
  const yes = alice.message('Yes!')
  await yes.hover()
  await yes.getByRole('button', { name: 'React' }).click()
  await alice.page.getByRole('group', { name: 'React' }).getByText('🎉').click()
  await bob.button('🎉, 1').click()
  await alice.button('🎉, 2').waitFor()
  await bob.button('🎉, 2').click()
  await alice.button('🎉, 1').click()
  await eventually(() => bob.page.locator('.reactions').count(), 0)
}

async function aliceEdits(alice, bob) {
  await alice.field().press('ArrowUp')
  await alice.page.getByText('Editing your message').waitFor()
  await alice.say('Are you at home?')
  await eventually(bob.said, ['Are you at home?', 'Yes!', 'And you?'])
  await bob.message('Are you at home?').getByText('edited').waitFor()
}

async function aliceDeletes(alice, bob) {
  await alice.message('Are you at home?').click({ button: 'right' })
  await alice.page.getByRole('menuitem', { name: 'Delete for everybody' }).click()
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete for everybody' }).click()
  for (const one of [alice, bob]) {
    await eventually(one.said, ['Message deleted', 'Yes!', 'And you?'])
    await eventually(
      () => one.message('And you?').locator('.quote').textContent(),
      'The message is not there any more',
    )
  }
}
