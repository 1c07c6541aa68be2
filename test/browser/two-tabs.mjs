// Alice has the same chat open in two tabs. Whatever she writes, in whichever, is sent once, and shown once in both.
import { strict as assert } from 'node:assert'
import { eventually, settle } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ server, person }) => {
  const left = await person('alice')
  const bob = await person('bob')
  const right = settle('alice', server.url, left.context, await left.context.newPage())
  const tabs = [left, right]
  const answered = noteSends(left.context)
  const chat = await left.ask('POST', '/api/v1/chats', { title: 'Tea', member_ids: [bob.id] })
  await Promise.all([...tabs, bob].map((one) => one.open(`/app/chat/${chat.id}`)))

  const said = await theyTakeTurns(tabs, bob)
  await sheWritesInBothOffline(left, right)
  await sheRegrets(left, right)
  await left.page.close()
  await right.context.setOffline(false)
  const all = [...said, 'l1', 'r1', 'l2', 'r2']
  for (const one of [right, bob]) await eventually(one.said, all)
  await eventually(right.unsent, [])
  assert.equal(answered.length, all.length)
  assert.equal(new Set(answered).size, all.length)
})

/** The key of each message that the server was sent and has answered. */
function noteSends(context) {
  const keys = []
  context.on('response', (response) => {
    const request = response.request()
    if (request.method() === 'POST' && request.url().endsWith('/messages'))
      keys.push(request.headers()['idempotency-key'])
  })
  return keys
}

async function theyTakeTurns(tabs, bob) {
  const texts = Array.from({ length: 12 }, (_, n) => `number ${n}`)
  for (const [n, text] of texts.entries()) await tabs[n % 2].say(text)
  for (const one of [...tabs, bob]) await eventually(async () => (await one.said()).length, texts.length)
  const seen = await bob.said()
  assert.deepEqual(seen.toSorted(), texts.toSorted())
  for (const one of tabs) await eventually(one.said, seen)
  return seen
}

async function sheWritesInBothOffline(left, right) {
  await left.context.setOffline(true)
  for (const [tab, text, waiting] of [
    [left, 'l1', ['l1']],
    [right, 'r1', ['l1', 'r1']],
    [left, 'l2', ['l1', 'r1', 'l2']],
    [right, 'r2', ['l1', 'r1', 'l2', 'r2']],
  ]) {
    await tab.say(text)
    for (const one of [left, right]) await eventually(one.unsent, waiting)
  }
}

/** She takes back in one tab what she wrote in the other. */
async function sheRegrets(left, right) {
  const before = await right.unsent()
  await left.say('No, rather not')
  await eventually(right.unsent, [...before, 'No, rather not'])
  await right.message('No, rather not').getByRole('button', { name: 'Discard' }).click()
  for (const one of [left, right]) await eventually(one.unsent, before)
}
