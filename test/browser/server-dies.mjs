// The server is killed and started again while alice and bob talk. The page says so, and everything arrives once, in order.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ server, person }) => {
  const alice = await person('alice')
  const bob = await person('bob')
  const chat = await alice.ask('POST', '/api/v1/chats', { title: 'Tea', member_ids: [bob.id] })
  await Promise.all([alice, bob].map((one) => one.open(`/app/chat/${chat.id}`)))
  await alice.say('before')
  for (const one of [alice, bob]) await eventually(one.said, ['before'])

  await server.kill()
  await theySeeThatNobodyAnswers([alice, bob])
  await theyWriteOn(alice, bob)
  await server.start()
  await theySeeThatAllIsWell([alice, bob])
  await allHaveTheSame(chat, alice, bob, { alice: ['before', 'a1', 'a2'], bob: ['b1'] })
  await alice.message('a2').getByText('Read').waitFor()
  await bob.message('b1').getByText('Read').waitFor()

  const many = Array.from({ length: 20 }, (_, n) => `many ${n}`)
  for (const text of many) {
    await alice.say(text)
    if (text === 'many 9') await Promise.all([server.kill(), alice.say('while it dies')])
  }
  await server.start()
  const lines = [...many.slice(0, 10), 'while it dies', ...many.slice(10)]
  await allHaveTheSame(chat, alice, bob, { alice: ['before', 'a1', 'a2', ...lines], bob: ['b1'] })
})

async function theySeeThatNobodyAnswers(people) {
  for (const one of people)
    await one
      .lineState()
      .filter({ hasText: /^(?:Reconnecting…|Offline)$/ })
      .waitFor()
}

/** What cannot be sent is shown as such, and counted. */
async function theyWriteOn(alice, bob) {
  await alice.say('a1')
  await alice.say('a2')
  await bob.say('b1')
  await eventually(alice.unsent, ['a1', 'a2'])
  await eventually(bob.unsent, ['b1'])
  await alice.message('a2').getByText('Waits for a connection').waitFor()
  await alice
    .lineState()
    .filter({ hasText: /^(?:Reconnecting…|Offline) · 2 waiting to send$/ })
    .waitFor()
  await bob
    .lineState()
    .filter({ hasText: /^(?:Reconnecting…|Offline) · 1 waiting to send$/ })
    .waitFor()
  assert.deepEqual(await alice.said(), ['before'])
}

/** It is said once, and then there is nothing more to say. */
async function theySeeThatAllIsWell(people) {
  await Promise.all(
    people.map(async (one) => {
      await one.lineState().getByText('Caught up').waitFor()
      await one.lineState().waitFor({ state: 'hidden' })
    }),
  )
}

/** Both pages show what the server has; and what each of them wrote is there once, in the order of writing. */
async function allHaveTheSame(chat, alice, bob, written) {
  for (const one of [alice, bob]) await eventually(one.unsent, [])
  const { items } = await alice.ask('GET', `/api/v1/chats/${chat.id}/messages?limit=100`)
  for (const one of [alice, bob]) {
    assert.deepEqual(
      items.filter(({ sender_id }) => sender_id === one.id).map(({ text }) => text),
      written[one.name],
    )
    await eventually(
      one.said,
      items.map(({ text }) => text),
    )
  }
}
