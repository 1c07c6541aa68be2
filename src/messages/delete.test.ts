import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import { setRole } from '../chats/set-role.ts'
import { listEdits } from './edit.ts'
import { listPins } from './pin.ts'
import { sendOne } from './routes.ts'
import { viewMessage } from './view.ts'

for (const database of databases) {
  test(`${database.name}: of a deleted message nothing is left but its place`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, dora } = its
    const { edit, react, pin, erase } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await sendOne(house, alice, chat.id, { text: 'A secret for @bob' }, 'key-1')
    await edit(alice, sent, 'A secret for @bob and more')
    await react(bob, sent, '👍')
    await pin(alice, sent)
    const reply = await sendOne(house, bob, chat.id, { text: 'Really?', reply_to_id: sent.id }, undefined)
    expect(JSON.stringify(await its.hears(bob))).toContain('A secret')
    const before = await its.head()
    clock.move(1000)
    await erase(alice, sent)
    const seen = await viewMessage(house.db.reader, bob.id, chat.id, sent.id)
    expect(seen).toMatchObject({
      position: 1,
      text: '',
      deleted: true,
      mentions: [],
      reactions: [],
      pinned_at: null,
      pinned_by: null,
      version: 3,
    })
    expect(await listEdits(house.db.reader, bob.id, chat.id, sent.id)).toEqual([])
    expect(await listPins(house.db.reader, bob.id, chat.id)).toEqual([])
    expect((await viewMessage(house.db.reader, bob.id, chat.id, reply.id)).reply_to_id).toBe(sent.id)
    const everything = await its.hears(bob)
    expect(JSON.stringify(everything)).not.toContain('A secret')
    expect(everything.find((entry) => entry.kind === 'message.sent')?.body).toBeNull()
    const heard = await its.hears(bob, before)
    const { reactions: _, ...left } = seen
    expect(heard.map((entry) => [entry.kind, entry.body])).toEqual([['message.deleted', { message: left }]])
    expect(await its.hears(dora, before)).toEqual([])
    await erase(alice, sent)
    expect(await its.hears(bob, before)).toEqual(heard)
    const again = await sendOne(house, alice, chat.id, { text: 'A secret for @bob' }, 'key-1')
    expect([again.id, again.deleted, again.text]).toEqual([sent.id, true, ''])
  })

  test(`${database.name}: no table keeps a word of a deleted message`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { edit, react, erase } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await sendOne(house, alice, chat.id, { text: 'Xylophone for @bob' }, 'key-1')
    await edit(alice, sent, 'Xylophones for @bob')
    await react(bob, sent, '👍')
    const tables = [
      'messages',
      'message_edits',
      'mentions',
      'reactions',
      'entries',
      'idempotency_keys',
    ] as const
    const dump = async () => {
      const all = tables.map((table) => house.db.reader.selectFrom(table).selectAll().execute())
      return JSON.stringify(await Promise.all(all)).toLowerCase()
    }
    expect(await dump()).toContain('xylophone')
    await erase(alice, sent)
    expect(await dump()).not.toContain('xylophone')
    for (const table of ['message_edits', 'mentions', 'reactions'] as const)
      expect(await house.db.reader.selectFrom(table).selectAll().execute()).toEqual([])
    const row = await house.db.reader.selectFrom('messages').selectAll().executeTakeFirstOrThrow()
    expect([row.client_digest, row.words]).toEqual([null, ''])
  })

  test(`${database.name}: the sender deletes, and the group's admins; in a direct chat only the sender`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { erase } = doing(house)
    const chat = await group(house, [alice, bob, cleo])
    const said = [
      await say(house, alice, chat, 'One'),
      await say(house, alice, chat, 'Two'),
      await say(house, bob, chat, 'Three'),
    ] as const
    expect(await refusalOf(erase(dora, said[0]))).toBe('not_found')
    expect(await refusalOf(erase(bob, said[0]))).toBe('forbidden')
    await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin'))
    expect(await refusalOf(erase(bob, said[0]))).toBeUndefined()
    expect(await refusalOf(erase(cleo, said[2]))).toBe('forbidden')
    expect(await refusalOf(erase(alice, said[2]))).toBeUndefined()
    const two = await direct(house, alice, bob)
    const whisper = await say(house, alice, two, 'Between us')
    expect(await refusalOf(erase(bob, whisper))).toBe('forbidden')
    expect(await refusalOf(erase(alice, whisper))).toBeUndefined()
  })
}
