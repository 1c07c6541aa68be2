import { expect, test } from 'bun:test'
import { databases } from '../../../test/databases.ts'
import { pushStage } from '../../../test/push-stage.ts'

test('who subscribes as a client of txchat is pushed what its service worker shows, and never told to take it away', async () => {
  await using on = await pushStage(databases[0]!)
  const { bob, cleo } = on
  const subscription = { ...on.web.subscribe('bob'), expirationTime: 0 }
  await on.must(bob, 'POST', '/api/v1/users/subscription', subscription)
  await on.browser(cleo)
  await on.say('Shall we walk?')
  await on.settle()
  const reads = () => on.web.came.map(({ browser, read }) => [browser, read])
  const facts = { tag: `chat:${on.group}`, chat_id: on.group, position: 1, badge: 1, at: on.clock.now() }
  const data = { type: 'new_message', message: 'alice · Walks: Shall we walk?' }
  const shown = { kind: 'notice', ...facts, title: 'alice · Walks', body: 'Shall we walk?' }
  expect(reads().toSorted()).toEqual([
    ['bob', { kind: 'notice', ...facts, type: 'action_message', data }],
    ['cleo', shown],
  ])
  for (const who of [bob, cleo]) await on.must(who, 'PUT', `/api/v1/chats/${on.group}/read`, { position: 1 })
  await on.settle()
  expect(on.web.came.slice(2).map(({ browser, read }) => [browser, read.kind])).toEqual([['cleo', 'clear']])
})
