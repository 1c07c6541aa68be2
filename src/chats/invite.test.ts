import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { type Person, person } from '../../test/people.ts'
import { openHouse } from '../app.ts'
import { minute } from '../clock.ts'
import { readConfig } from '../config.ts'
import { acceptInvite } from './accept-invite.ts'
import { createInvite, listInvites, readInvite, revokeInvite } from './invite.ts'
import { listMembers } from './members.ts'
import { openDirect } from './open-direct.ts'
import { setRole } from './set-role.ts'
import { viewChat } from './view.ts'

const invite = (its: TestHouse, chat: { id: string }, terms: Parameters<typeof createInvite>[3] = {}) =>
  its.house.commit((tx) => createInvite(tx, its.alice, chat.id, terms))
const accept = (its: TestHouse, actor: Person, code: string, most = 100) =>
  its.house.commit((tx) => acceptInvite(tx, actor, code, most))
const peek = (its: TestHouse, code: string) => readInvite(its.house.db.reader, its.clock.now(), code)
const list = (its: TestHouse, actor: Person, chat: { id: string }, page: { after?: string; limit: number }) =>
  listInvites(its.house.db, its.clock.now(), actor.id, chat.id, page)

for (const database of databases) {
  test(`${database.name}: dora joins by a link, and hears what comes after`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'Before')
    const { code, url } = await invite(its, chat)
    expect(url).toBe(`/app/join/${code}`)
    expect(await peek(its, code)).toEqual({
      chat: { id: chat.id, title: 'Walks', picture: null, member_count: 2 },
    })
    const before = await its.head()
    expect(await its.hears(dora, before)).toEqual([])
    const joined = await accept(its, dora, code)
    expect(joined).toMatchObject({ id: chat.id, role: 'member', member_count: 3, unread_count: 0 })
    for (const one of [bob, dora]) {
      const [heard] = await its.hears(one, before)
      expect(heard).toMatchObject({ kind: 'chat.member_added', actor_id: dora.id, about: dora.id })
    }
  })

  test(`${database.name}: an invite of two uses lets two in; members use none up`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice])
    const { code } = await invite(its, chat, { maxUses: 2 })
    await accept(its, alice, code)
    await accept(its, bob, code)
    await accept(its, bob, code)
    expect((await list(its, alice, chat, { limit: 50 })).items).toMatchObject([{ code, uses_left: 1 }])
    await accept(its, cleo, code)
    expect(await refusalOf(accept(its, dora, code))).toBe('not_found')
    expect(await refusalOf(peek(its, code))).toBe('not_found')
    expect((await list(its, alice, chat, { limit: 50 })).items).toEqual([])
    expect((await accept(its, cleo, code)).member_count).toBe(3)
  })

  test(`${database.name}: of many who come at once, to two processes, as many get in as may`, async () => {
    await using its = await testHouse(database)
    const { house, alice, place } = its
    const settings = {
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const second = await openHouse(readConfig(settings), { clock: its.clock })
    const crowd = await Promise.all(Array.from({ length: 12 }, (_, i) => person(house, `guest${i}`)))
    const rush = async (maxUses?: number) => {
      const chat = await group(house, [alice])
      const { code } = await invite(its, chat, { maxUses })
      const attempts = crowd.map((guest, i) =>
        refusalOf((i % 2 ? house : second.house).commit((tx) => acceptInvite(tx, guest, code, 100))),
      )
      const outcomes = await Promise.all(attempts)
      const { items } = await listMembers(house.db, alice.id, chat.id, undefined, 50)
      const { member_count } = await viewChat(house.db.reader, alice.id, chat.id)
      const refused = outcomes.filter((outcome) => outcome === 'not_found').length
      return { members: items.length, member_count, refused }
    }
    try {
      expect(await rush(3)).toEqual({ members: 4, member_count: 4, refused: 9 })
      expect(await rush()).toEqual({ members: 13, member_count: 13, refused: 0 })
    } finally {
      await second.close()
    }
  })

  test(`${database.name}: an invite expires, or is withdrawn, or meets a full house`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo } = its
    const chat = await group(house, [alice])
    const brief = await invite(its, chat, { expiresIn: 60 })
    const lasting = await invite(its, chat)
    clock.move(minute - 1)
    expect((await peek(its, brief.code)).chat.id).toBe(chat.id)
    clock.move(1)
    expect(await refusalOf(peek(its, brief.code))).toBe('not_found')
    expect(await refusalOf(accept(its, bob, brief.code))).toBe('not_found')
    expect(await refusalOf(accept(its, bob, lasting.code, 1))).toBe('conflict')
    await accept(its, bob, lasting.code)
    await house.commit((tx) => revokeInvite(tx, alice, chat.id, lasting.code))
    expect(await refusalOf(accept(its, cleo, lasting.code))).toBe('not_found')
    expect(await refusalOf(accept(its, cleo, 'no-such-code'))).toBe('not_found')
    expect(await refusalOf(house.commit((tx) => revokeInvite(tx, alice, chat.id, lasting.code)))).toBe(
      'not_found',
    )
  })

  test(`${database.name}: invites are for admins of a group to make, see and withdraw`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const other = await group(house, [alice, cleo])
    await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin'))
    const { code } = await invite(its, chat)
    const attempts = (actor: Person, target = chat) =>
      Promise.all([
        refusalOf(house.commit((tx) => createInvite(tx, actor, target.id, {}))),
        refusalOf(list(its, actor, target, { limit: 50 })),
        refusalOf(house.commit((tx) => revokeInvite(tx, actor, target.id, code))),
      ])
    expect(await attempts(cleo)).toEqual(['forbidden', 'forbidden', 'forbidden'])
    expect(await attempts(dora)).toEqual(['not_found', 'not_found', 'not_found'])
    expect(await attempts(alice, other)).toEqual([undefined, undefined, 'not_found'])
    expect(await attempts(bob)).toEqual([undefined, undefined, undefined])
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    expect(await attempts(alice, direct)).toEqual(['conflict', 'conflict', 'conflict'])
  })

  test(`${database.name}: many invites come page by page`, async () => {
    await using its = await testHouse(database)
    const chat = await group(its.house, [its.alice])
    const made = await Promise.all([1, 2, 3].map(() => invite(its, chat)))
    const first = await list(its, its.alice, chat, { limit: 2 })
    const second = await list(its, its.alice, chat, { after: first.next!, limit: 2 })
    const codes = [...first.items, ...second.items].map((item) => item.code)
    expect(codes.toSorted()).toEqual(made.map((one) => one.code).toSorted())
    expect(second.next).toBeNull()
  })
}
