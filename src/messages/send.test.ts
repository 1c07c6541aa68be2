import { expect, test } from 'bun:test'
import naughty from 'big-list-of-naughty-strings/blns.json'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import type { Person } from '../../test/people.ts'
import { createGroup } from '../chats/create-group.ts'
import { viewChat } from '../chats/view.ts'
import { insertAll } from '../db/insert.ts'
import { newId } from '../id.ts'
import { Problem } from '../problem.ts'
import { removeUser } from '../users/remove.ts'
import type { Draft } from './draft.ts'
import { listMessages } from './list.ts'
import { MOST_CHARACTERS, messageText } from './message.ts'
import { markRead } from './receipts.ts'
import { MessageDraft, sendOne } from './routes.ts'
import { sendAll } from './send.ts'

function draft(actor: Person, chat: { id: string }, text: string, more: Partial<Draft> = {}): Draft {
  return { actor, chatId: chat.id, text, mediaIds: [], replyToId: null, clientId: null, ...more }
}

/** One batch, so that it is sure that the drafts stand in the same. Answers the texts, or why not. */
async function batch({ house }: TestHouse, drafts: Draft[]): Promise<string[]> {
  const outcomes = await house.commit((tx) => sendAll(tx, drafts))
  return outcomes.map((one) => (one instanceof Problem ? one.code : one.text))
}

const rowsOf = ({ house }: TestHouse) => house.db.reader.selectFrom('messages').selectAll().execute()

for (const database of databases) {
  test(`${database.name}: two hundred who send at once get two hundred places without a gap, in the log's order`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const before = await its.head()
    const senders = [alice, bob, cleo]
    const sent = await Promise.all(
      Array.from({ length: 200 }, (_, i) => say(house, senders[i % 3]!, chat, `Message ${i}`)),
    )
    const oneTo200 = Array.from({ length: 200 }, (_, i) => i + 1)
    expect(sent.map((message) => message.position).toSorted((a, b) => a - b)).toEqual(oneTo200)
    expect(new Set(sent.map((message) => message.number)).size).toBe(200)
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => entry.body.message.position)).toEqual(oneTo200)
    expect(heard[0]).toMatchObject({ kind: 'message.sent', stream: `chat:${chat.id}` })
    expect(heard[0]!.about).toBe(heard[0]!.body.message.id)
    expect(await its.hears(dora, before)).toEqual([])
    expect((await viewChat(house.db.reader, bob.id, chat.id)).last_position).toBe(200)
  })

  test(`${database.name}: the same key is the same message, and with other words it is refused`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const other = await group(house, [alice, bob])
    const first = await sendOne(house, alice, chat.id, { text: 'Hello @bob' }, 'k')
    const before = await its.head()
    expect(await sendOne(house, alice, chat.id, { text: 'Hello @bob' }, 'k')).toEqual(first)
    expect(first.mentions).toEqual([bob.id])
    expect(await refusalOf(sendOne(house, alice, chat.id, { text: 'Hello' }, 'k'))).toBe('key_reused')
    expect(await refusalOf(sendOne(house, alice, other.id, { text: 'Hello @bob' }, 'k'))).toBe('key_reused')
    expect(await its.head()).toBe(before)
    const his = await sendOne(house, bob, chat.id, { text: 'Hello @bob' }, 'k')
    expect([his.id === first.id, his.position]).toEqual([false, 2])
  })

  test(`${database.name}: the same key twice in one batch is one message`, async () => {
    await using its = await testHouse(database)
    const { alice, bob } = its
    const chat = await group(its.house, [alice, bob])
    const key = { clientId: 'k' }
    const drafts = [
      draft(alice, chat, 'One', key),
      draft(alice, chat, 'One', key),
      draft(alice, chat, 'Two', key),
    ]
    expect(await batch(its, drafts)).toEqual(['One', 'One', 'key_reused'])
    expect(await rowsOf(its)).toHaveLength(1)
  })

  test(`${database.name}: a key is answered as before, even if sending it now would be refused`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await direct(house, alice, bob)
    const asked = await say(house, bob, chat, 'How are you?')
    const reply = { text: 'Fine', reply_to_id: asked.id }
    const first = await sendOne(house, alice, chat.id, reply, 'k')
    await doing(house).erase(bob, asked)
    expect(await sendOne(house, alice, chat.id, reply, 'k')).toEqual(first)
    expect(await refusalOf(sendOne(house, alice, chat.id, reply, 'another'))).toBe('invalid')
  })

  test(`${database.name}: a bad draft takes nobody of its batch with it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    const elsewhere = await group(house, [alice, dora])
    const foreign = await say(house, alice, elsewhere, 'Elsewhere')
    const drafts = [
      draft(alice, chat, 'One'),
      draft(dora, chat, 'From outside'),
      draft(bob, chat, 'A reply to nothing', { replyToId: newId() }),
      draft(bob, chat, 'A reply to elsewhere', { replyToId: foreign.id }),
      draft(alice, { id: newId() }, 'Nowhere'),
      draft(bob, chat, 'Two'),
    ]
    expect(await batch(its, drafts)).toEqual(['One', 'not_found', 'invalid', 'invalid', 'not_found', 'Two'])
    const broken = draft(bob, chat, null as never)
    const outcomes = await Promise.allSettled(
      [draft(alice, chat, 'Three'), broken, draft(alice, chat, 'Four')].map((one) =>
        house.commit.join(sendAll, one),
      ),
    )
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const { items } = await listMessages(house.db.reader, bob.id, chat.id, { limit: 10 })
    expect(items.map((one) => [one.position, one.text])).toEqual([
      [1, 'One'],
      [2, 'Two'],
      [3, 'Three'],
      [4, 'Four'],
    ])
  })

  test(`${database.name}: a message to five thousand members is one row and one entry`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const memberIds = await house.commit(async (tx) => {
      const alike = await tx.db
        .selectFrom('users')
        .selectAll()
        .where('id', '=', alice.id)
        .executeTakeFirstOrThrow()
      const numbers = await tx.numbers(tx, 'users', 4999)
      const users = numbers.map((number) => {
        const username = `guest-${number}`
        return { ...alike, id: newId(), number, username, username_key: username }
      })
      await insertAll(tx.db, 'users', users)
      return users.map((user) => user.id)
    })
    const chat = await house.commit((tx) =>
      createGroup(tx, alice, { title: 'All', memberIds, sharesHistory: true }, 10_000),
    )
    expect(chat.member_count).toBe(5000)
    const before = await its.head()
    await say(house, alice, chat, 'Hello everybody')
    expect(await its.head()).toBe(before + 1)
    expect(await rowsOf(its)).toHaveLength(1)
    expect(await its.hears({ id: memberIds[4998]! }, before)).toHaveLength(1)
  }, 60_000)

  test(`${database.name}: naughty strings come back byte for byte, from the list and from the log`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const texts = (naughty as string[]).filter((text) => messageText.safeParse(text).success)
    expect(texts.length).toBeGreaterThan(450)
    const before = await its.head()
    for (const text of texts) await say(house, alice, chat, text)
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => entry.body.message.text)).toEqual(texts)
    const listed: string[] = []
    for (let after: number | null = 0; after !== null; ) {
      const window = await listMessages(house.db.reader, bob.id, chat.id, { after, limit: 200 })
      listed.push(...window.items.map((item) => item.text))
      after = window.next
    }
    expect(listed).toEqual(texts)
  }, 60_000)

  test(`${database.name}: unread counts are exact through sending, deleting, hiding and reading`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const { edit, erase, hide } = doing(house)
    const chat = await group(house, [alice, bob, cleo])
    const counts = async (person = bob) => {
      const { unread_count, mention_count } = await viewChat(house.db.reader, person.id, chat.id)
      return [unread_count, mention_count]
    }
    const said = await Promise.all(
      ['One @bob', 'Two @bob', 'Three', 'Four @bob'].map((text) => say(house, alice, chat, text)),
    )
    await say(house, bob, chat, 'Mine, for @bob')
    expect([await counts(), await counts(alice), await counts(cleo)]).toEqual([
      [4, 3],
      [1, 0],
      [5, 0],
    ])
    await erase(alice, said[1]!)
    expect(await counts()).toEqual([3, 2])
    await hide(bob, said[3]!)
    expect(await counts()).toEqual([2, 1])
    await edit(alice, said[2]!, 'Three @bob @cleo')
    expect([await counts(), await counts(cleo)]).toEqual([
      [2, 2],
      [4, 1],
    ])
    expect(await markRead(house, bob, chat.id, 1)).toMatchObject({ unread_count: 1, mention_count: 1 })
    expect(await counts()).toEqual([1, 1])
    await markRead(house, bob, chat.id, 5)
    expect(await counts()).toEqual([0, 0])
  })

  test(`${database.name}: nobody can be written to who has deleted his account`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await direct(house, alice, bob)
    expect(await refusalOf(say(house, alice, chat, 'Hello'))).toBeUndefined()
    await house.commit((tx) => removeUser(tx, bob.id, []))
    expect(await refusalOf(say(house, alice, chat, 'Still there?'))).toBe('forbidden')
  })
}

test('twenty thousand characters are a message, whatever they weigh; one more is too long', () => {
  for (const letter of ['a', 'é', '界', '👍']) {
    expect(MessageDraft.safeParse({ text: letter.repeat(MOST_CHARACTERS) }).success).toBe(true)
    expect(MessageDraft.safeParse({ text: letter.repeat(MOST_CHARACTERS + 1) }).success).toBe(false)
  }
  expect(MOST_CHARACTERS).toBe(20_000)
  for (const text of ['', ' \n\t', 'a\0b', 'half \uD83D'])
    expect(MessageDraft.safeParse({ text }).success).toBe(false)
})
