import { expect, test } from 'bun:test'
import naughty from 'big-list-of-naughty-strings/blns.json'
import { anotherHouse } from '../../test/another-house.ts'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import { often } from '../../test/often.mjs'
import type { Person } from '../../test/people.ts'
import { addMembers } from '../chats/add-members.ts'
import { removeMember } from '../chats/remove-member.ts'
import { deleteMessage } from './delete.ts'
import { searchMessages, type Wanted } from './search.ts'
import { indexStep } from './search-index.ts'
import { wantedWords } from './words.ts'

const find = async ({ house }: TestHouse, person: Person, query: string, more: Partial<Wanted> = {}) =>
  searchMessages(house, person.id, { query, limit: 50, ...more })

const texts = async (its: TestHouse, person: Person, query: string, more: Partial<Wanted> = {}) =>
  (await find(its, person, query, more)).items.map((item) => item.text)

for (const database of databases) {
  test(`${database.name}: all words must be there, each may go on, in any order and spelling`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const said = [
      'Le café est prêt',
      'Coffee is ready',
      'see https://example.com/path/file.txt',
      'it\'s "quoted" a&b|c:* (not) \\ OR',
      '你好世界，再见',
      '東京タワーへ行く',
      'ＦＵＬＬ width and ﬁne',
      'Die Straße',
      '👍🏽 thumbs ❤️',
      '한국어 검색',
    ]
    for (const text of said) await say(house, alice, chat, text)
    const hits: [query: string, ...found: number[]][] = [
      ['cafe', 0],
      ['CAFÉ', 0],
      ['cafe\u0301', 0],
      ['pret caf', 0],
      ['cafe ready'],
      ['rea', 1],
      ['eady'],
      ['example.com', 2],
      ['file', 2],
      ['path txt', 2],
      ["it's", 3],
      ['"quoted"', 3],
      ['a&b', 3],
      ['b|c:*', 3],
      ['not OR', 3],
      ["' or '1'='1"],
      ['世界', 4],
      ['你好', 4],
      ['界', 4],
      ['世好'],
      ['タワー', 5],
      ['full FINE', 6],
      ['ｗｉｄｔｈ', 6],
      ['strasse', 7],
      ['thumbs 👍', 8],
      ['검색', 9],
    ]
    for (const [query, ...found] of hits)
      expect([query, await texts(its, bob, query)]).toEqual([query, found.map((i) => said[i]!)])
  })

  test(`${database.name}: a query without a word, or with too many, is refused`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    await say(house, alice, await group(house, [alice, bob]), '👍❤️ 1')
    for (const query of ['👍', '❤️', '👨‍👩‍👧', ' ', '"*"', "'", '\u200d'])
      expect([query, await refusalOf(find(its, bob, query))]).toEqual([query, 'invalid'])
    expect(await refusalOf(find(its, bob, 'a b c d e f g h i j'))).toBeUndefined()
    expect(await refusalOf(find(its, bob, 'a b c d e f g h i j k'))).toBe('invalid')
    expect(await refusalOf(find(its, bob, '世界'.repeat(100)))).toBeUndefined()
    expect(await refusalOf(find(its, bob, 'x'.repeat(200)))).toBeUndefined()
  })

  test(`${database.name}: only what I may read is found`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { hide, erase, edit } = doing(house)
    const chat = await group(house, [alice, bob], false)
    await say(house, alice, chat, 'Walnut one')
    await house.commit((tx) => addMembers(tx, alice, chat.id, [cleo.id], 10))
    await say(house, alice, chat, 'Walnut two')
    const third = await say(house, alice, chat, 'Walnut three')
    const fourth = await say(house, alice, chat, 'Walnut four')
    const fifth = await say(house, alice, chat, 'Walnut five')
    expect(await texts(its, dora, 'walnut')).toEqual([])
    expect(await refusalOf(find(its, dora, 'walnut', { chat: chat.id }))).toBe('not_found')
    expect(await texts(its, bob, 'walnut')).toHaveLength(5)
    await hide(bob, third)
    await erase(alice, fourth)
    await edit(alice, fifth, 'Hazelnut five')
    expect(await texts(its, bob, 'walnut')).toEqual(['Walnut two', 'Walnut one'])
    expect(await texts(its, cleo, 'walnut')).toEqual(['Walnut three', 'Walnut two'])
    expect(await texts(its, bob, 'hazel')).toEqual(['Hazelnut five'])
    const gone = (at: number | null) =>
      house.commit(({ db }) =>
        db.updateTable('messages').set({ deleted_at: at }).where('id', '=', fifth.id).execute(),
      )
    await gone(1)
    expect(await texts(its, bob, 'hazel')).toEqual([])
    await gone(null)
    await house.commit((tx) => removeMember(tx, alice, chat.id, cleo.id))
    expect(await texts(its, cleo, 'walnut')).toEqual([])
  })

  if (database.isShared)
    test(`${database.name}: the words of a message that one process deletes while another indexes it do not come back`, async () => {
      await using its = await testHouse(database)
      await using other = await anotherHouse(its)
      const { house, alice, bob } = its
      const chat = await group(house, [alice, bob])
      const { id, number } = await say(house, alice, chat, 'Walnut')
      const [deleted, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const deleting = other.house.commit(async (tx) => {
        await deleteMessage(tx, alice, { chat: chat.id, message: id })
        deleted.resolve()
        await seen.promise
      })
      await deleted.promise
      const indexing = house.commit(indexStep)
      // So long it has to wait; that it does nobody says.
      await Bun.sleep(200)
      seen.resolve()
      await Promise.all([deleting, indexing])
      const { words } = await house.db.reader
        .selectFrom('messages')
        .select('words')
        .where('number', '=', number)
        .executeTakeFirstOrThrow()
      expect(words).toBe('')
    })

  test(`${database.name}: by chat, by sender, and page by page, the newest first`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const one = await group(house, [alice, bob])
    const two = await direct(house, alice, bob)
    for (let i = 1; i <= 4; i++) {
      await say(house, i % 2 ? alice : bob, one, `Tree ${i}`)
      its.clock.move(i % 2)
    }
    const last = await say(house, bob, two, 'Tree 5 for @alice')
    await doing(house).react(alice, last, '🌳')
    expect(await texts(its, alice, 'tree', { chat: one.id })).toEqual([
      'Tree 4',
      'Tree 3',
      'Tree 2',
      'Tree 1',
    ])
    expect(await texts(its, alice, 'tree', { sender: bob.id })).toEqual([
      'Tree 5 for @alice',
      'Tree 4',
      'Tree 2',
    ])
    const met: string[] = []
    for (let before: number | undefined; ; ) {
      const page = await find(its, alice, 'tree', { before, limit: 2 })
      met.push(...page.items.map((item) => item.text))
      if (page.next === null) break
      before = page.next
    }
    expect(met).toEqual(['Tree 5 for @alice', 'Tree 4', 'Tree 3', 'Tree 2', 'Tree 1'])
    expect(await refusalOf(find(its, alice, 'tree', { before: 1_000_000 }))).toBe('invalid')
    expect(await refusalOf(find(its, dora, 'tree', { before: last.number }))).toBe('invalid')
    expect((await find(its, alice, 'tree', { limit: 1 })).items[0]).toEqual({
      ...last,
      mentions: [alice.id],
      reactions: [{ emoji: '🌳', count: 1, mine: true }],
    })
  })

  test(`${database.name}: every naughty string with a word in it finds itself`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const said = (naughty as string[]).filter((text) => text.length < 200 && wantedWords(text).length > 0)
    expect(said.length).toBeGreaterThan(300)
    await Promise.all(said.map((text) => say(house, alice, chat, text)))
    for (const text of said.filter((_, i) => i % often(3, 1) === 0)) {
      const query = wantedWords(text).slice(0, 10).join(' ')
      expect([text, (await texts(its, bob, query, { limit: 1000 })).includes(text)]).toEqual([text, true])
    }
  }, 60_000)
}
