// The server fails at one message of alice's, and at nothing else. She sees it, writes on, and decides what becomes of it.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ person }) => {
  const alice = await person('alice')
  const bob = await person('bob')
  const chat = await alice.ask('POST', '/api/v1/chats', { title: 'Tea', member_ids: [bob.id] })
  const curse = { on: true }
  await alice.context.route('**/messages', (route) => failIf(curse.on, route))
  await Promise.all([alice, bob].map((one) => one.open(`/app/chat/${chat.id}`)))

  await alice.say('cursed one')
  await alice.say('cursed two')
  await alice.say('and this is fine')
  for (const one of [alice, bob]) await eventually(one.said, ['and this is fine'])
  await eventually(alice.unsent, ['cursed one', 'cursed two'])
  await sheSeesWhy(alice, 'cursed one')
  await sheSeesWhy(alice, 'cursed two')

  await alice.message('cursed two').getByRole('button', { name: 'Discard' }).click()
  await eventually(alice.unsent, ['cursed one'])
  await alice.page.reload()
  await eventually(alice.unsent, ['cursed one'])
  await sheSeesWhy(alice, 'cursed one')

  curse.on = false
  await alice.message('cursed one').getByRole('button', { name: 'Try again' }).click()
  for (const one of [alice, bob]) await eventually(one.said, ['and this is fine', 'cursed one'])
  assert.deepEqual(await alice.unsent(), [])
})

function failIf(on, route) {
  if (!on || !route.request().postData()?.includes('cursed')) return route.fallback()
  const problem = {
    type: 'about:blank',
    title: 'It failed',
    status: 500,
    code: 'internal',
    detail: 'It failed',
  }
  const headers = { 'parley-test': 'meant' }
  return route.fulfill({ status: 500, headers, contentType: 'application/problem+json', json: problem })
}

async function sheSeesWhy(alice, text) {
  const message = alice.message(text)
  await message.getByText('Not sent yet').waitFor()
  await message.getByRole('alert').filter({ hasText: 'It failed' }).waitFor()
}
