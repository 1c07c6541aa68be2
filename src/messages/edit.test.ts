import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import { block, unblock } from '../users/block.ts'
import { listEdits, MOST_EDITS } from './edit.ts'
import { viewMessage } from './view.ts'

for (const database of databases) {
  test(`${database.name}: an edit keeps what was there before, and all members hear of it`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo, dora } = its
    const { edit } = doing(house)
    const chat = await group(house, [alice, bob, cleo])
    const sent = await say(house, alice, chat, 'Hello @bob')
    const before = await its.head()
    clock.move(1000)
    const edited = await edit(alice, sent, 'Hello @cleo')
    expect(edited).toEqual({
      ...sent,
      text: 'Hello @cleo',
      mentions: [cleo.id],
      edited_at: clock.now(),
      version: 2,
    })
    expect(await viewMessage(house.db.reader, bob.id, chat.id, sent.id)).toEqual({ ...edited, reactions: [] })
    clock.move(1000)
    await edit(alice, sent, 'Hello')
    expect(await listEdits(house.db.reader, bob.id, chat.id, sent.id)).toEqual([
      { version: 1, text: 'Hello @bob', written_at: sent.created_at },
      { version: 2, text: 'Hello @cleo', written_at: edited.edited_at! },
    ])
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => [entry.kind, entry.about, entry.body.message.text])).toEqual([
      ['message.edited', sent.id, 'Hello @cleo'],
      ['message.edited', sent.id, 'Hello'],
    ])
    expect(heard[0]!.body).toEqual({ message: edited })
    expect(await its.hears(dora, before)).toEqual([])
    expect(await refusalOf(listEdits(house.db.reader, dora.id, chat.id, sent.id))).toBe('not_found')
  })

  test(`${database.name}: the same words again are no edit`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Hello @bob')
    const before = await its.head()
    its.clock.move(1000)
    expect(await doing(house).edit(alice, sent, 'Hello @bob')).toEqual(sent)
    expect(await its.head()).toBe(before)
    expect(await listEdits(house.db.reader, bob.id, chat.id, sent.id)).toEqual([])
  })

  test(`${database.name}: only the sender edits, only what is not deleted, and only the version that he saw`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const { edit, erase, hide } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await say(house, bob, chat, 'Hello')
    const before = await its.head()
    expect(await refusalOf(edit(alice, sent, 'Words in his mouth'))).toBe('forbidden')
    expect(await refusalOf(edit(dora, sent, 'From outside'))).toBe('not_found')
    expect(await refusalOf(edit(bob, sent, 'Too late', 2))).toBe('stale')
    expect(await its.head()).toBe(before)
    expect((await edit(bob, sent, 'In time', 1)).version).toBe(2)
    const other = await say(house, bob, chat, 'Gone soon')
    await erase(bob, other)
    expect(await refusalOf(edit(bob, other, 'Back again'))).toBe('conflict')
    await hide(bob, sent)
    expect(await refusalOf(edit(bob, sent, 'Unseen'))).toBe('not_found')
  })

  test(`${database.name}: of two who edit the same version at once, one is told that it is stale`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Hello')
    const { edit } = doing(house)
    const outcomes = await Promise.all(['One', 'Two'].map((text) => refusalOf(edit(alice, sent, text, 1))))
    expect(outcomes.toSorted()).toEqual(['stale', undefined])
    expect(await listEdits(house.db.reader, alice.id, chat.id, sent.id)).toHaveLength(1)
  })

  test(`${database.name}: where one blocks the other, nothing is edited, and everything can be read`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { edit } = doing(house)
    const chat = await direct(house, alice, bob)
    const sent = await say(house, bob, chat, 'Hello')
    await house.commit((tx) => block(tx, alice, bob.id))
    expect(await refusalOf(edit(bob, sent, 'An insult'))).toBe('forbidden')
    expect(await refusalOf(say(house, bob, chat, 'An insult'))).toBe('forbidden')
    expect(await refusalOf(say(house, alice, chat, 'A word back'))).toBe('forbidden')
    expect((await viewMessage(house.db.reader, bob.id, chat.id, sent.id)).text).toBe('Hello')
    await house.commit((tx) => unblock(tx, alice, bob.id))
    expect((await edit(bob, sent, 'Sorry')).text).toBe('Sorry')
  })

  test(`${database.name}: of many former texts the latest are kept`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { edit } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Text 1')
    for (let i = 2; i <= MOST_EDITS + 3; i++) await edit(alice, sent, `Text ${i}`)
    const kept = await listEdits(house.db.reader, bob.id, chat.id, sent.id)
    expect(kept).toHaveLength(MOST_EDITS)
    expect([kept[0]!.text, kept.at(-1)!.text]).toEqual(['Text 3', `Text ${MOST_EDITS + 2}`])
  })
}
