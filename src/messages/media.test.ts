import { expect, test } from 'bun:test'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { mediaApi, sample } from '../../test/media.ts'
import { direct, doing } from '../../test/messages.ts'
import type { Person } from '../../test/people.ts'
import { addMembers } from '../chats/add-members.ts'
import { deleteChat } from '../chats/delete-chat.ts'
import { viewChat } from '../chats/view.ts'
import type { House } from '../http/house.ts'
import { mediaOf, messageHolder, pin, requireMedia, scheduledHolder, unpin } from '../media/attach.ts'
import { Problem } from '../problem.ts'
import type { Draft } from './draft.ts'
import { listMessages } from './list.ts'
import type { Message } from './message.ts'
import { MessageDraft, messageRoutes } from './routes.ts'
import { searchMessages } from './search.ts'
import { sendAll } from './send.ts'
import { messageVerbs } from './socket-verbs.ts'

type Chat = { id: string }

function drafting(house: House) {
  const draft = (actor: Person, chat: Chat, mediaIds: string[], more: Partial<Draft> = {}): Draft => ({
    ...{ actor, chatId: chat.id, text: '', mediaIds, replyToId: null, clientId: null },
    ...more,
  })
  const send = async (...args: Parameters<typeof draft>) =>
    (await house.commit.join(sendAll, draft(...args))) as Message
  const codes = async (...drafts: Draft[]) => {
    const outcomes = await house.commit((tx) => sendAll(tx, drafts))
    return outcomes.map((one) => (one instanceof Problem ? one.code : one.media.length))
  }
  return { draft, send, codes }
}

const expiryOf = async ({ db }: House, id: string) =>
  (await db.reader.selectFrom('media').select('expires_at').where('id', '=', id).executeTakeFirst())
    ?.expires_at

for (const database of databases) {
  test(`${database.name}: what alice sends along is told of everywhere, in her order`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload } = mediaApi(house)
    const chat = await group(house, [alice, bob])
    const photo = await upload(alice, sample('photo.png'), 'photo.png')
    const voice = await upload(alice, sample('sound.webm'), 'voice.webm')
    const before = await its.head()
    const sent = await drafting(house).send(alice, chat, [voice.id, photo.id])
    expect([sent.text, sent.media]).toEqual(['', [voice, photo]])
    expect((await its.hears(bob, before)).map(({ kind, body }) => [kind, body.message.media])).toEqual([
      ['message.sent', [voice, photo]],
    ])
    const { items } = await listMessages(house.db.reader, bob.id, chat.id, { limit: 10 })
    expect(items.map(({ media }) => media)).toEqual([[voice, photo]])
    expect((await viewChat(house.db.reader, bob.id, chat.id)).last_message).toMatchObject({
      text: '',
      media_kinds: ['audio', 'image'],
    })
    expect(await expiryOf(house, photo.id)).toBeNull()
    const wordy = await drafting(house).send(alice, chat, [photo.id], { text: 'A mountain' })
    const found = await searchMessages(house, bob.id, { query: 'mountain', limit: 10 })
    expect(found.items.map(({ id, media }) => [id, media])).toEqual([[wordy.id, [photo]]])
  })

  test(`${database.name}: one sends along what is one's own, whole, and not too much of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload, asking } = mediaApi(house)
    const chat = await group(house, [alice, bob])
    const { draft, codes } = drafting(house)
    const mine = await upload(alice, sample('photo.gif'))
    const his = await upload(bob, sample('photo.gif'))
    const many = await Promise.all(Array.from({ length: 11 }, () => upload(alice, sample('photo.gif'))))
    const ids = many.map(({ id }) => id)
    const begun = await asking(alice, 'POST', '/media/uploads', { headers: { 'Upload-Length': '5' } })
    expect(
      await codes(
        draft(alice, chat, [mine.id]),
        draft(alice, chat, [his.id]),
        draft(bob, chat, [mine.id]),
        draft(bob, chat, [his.id], { text: 'this one is mine' }),
        draft(alice, chat, [begun.body.id]),
        draft(alice, chat, ['01a1fd51-0000-7000-8000-000000000000']),
        draft(alice, chat, ids),
        draft(alice, chat, ids.slice(0, 10)),
      ),
    ).toEqual([1, 'invalid', 'invalid', 1, 'invalid', 'invalid', 'invalid', 10])
    await asking(alice, 'DELETE', `/media/${ids[10]}`)
    expect(await codes(draft(alice, chat, [ids[10]!]))).toEqual(['invalid'])
    expect(await house.commit((tx) => requireMedia(tx, alice.id, [mine.id]))).toEqual([mine])
    await expect(house.commit((tx) => requireMedia(tx, bob.id, [mine.id]))).rejects.toThrow('no such medium')
  })

  test(`${database.name}: the same key is the same message with the same media`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload } = mediaApi(house)
    const chat = await group(house, [alice, bob])
    const { send, draft, codes } = drafting(house)
    const [one, two] = [await upload(alice, sample('photo.gif')), await upload(alice, sample('photo.png'))]
    const first = await send(alice, chat, [one.id], { clientId: 'key' })
    expect(await send(alice, chat, [one.id], { clientId: 'key' })).toEqual(first)
    const keyed = (mediaIds: string[]) => draft(alice, chat, mediaIds, { clientId: 'key' })
    expect(await codes(keyed([two.id]), keyed([]), keyed([one.id, two.id]), keyed([one.id]))).toEqual([
      'key_reused',
      'key_reused',
      'key_reused',
      1,
    ])
    const twice = await house.commit((tx) =>
      sendAll(tx, [
        draft(alice, chat, [two.id], { clientId: 'new' }),
        draft(alice, chat, [two.id], { clientId: 'new' }),
      ]),
    )
    expect(twice[0]).toEqual(twice[1]!)
    expect(await house.db.reader.selectFrom('media_pins').select('place').execute()).toHaveLength(2)
  })

  test(`${database.name}: with media the words may be blank, by HTTP and socket, and later too; without they may not`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload, as } = mediaApi(house, messageRoutes)
    const chat = await group(house, [alice, bob])
    const { id } = await upload(alice, sample('photo.gif'))
    for (const text of ['', '  \n']) {
      expect(MessageDraft.safeParse({ text }).success).toBe(false)
      expect(MessageDraft.safeParse({ text, media_ids: [] }).success).toBe(false)
      expect(MessageDraft.safeParse({ text, media_ids: [id] }).success).toBe(true)
    }
    expect(MessageDraft.safeParse({ text: 'x', media_ids: [id, id] }).success).toBe(false)
    expect(MessageDraft.safeParse({ text: 'x', media_ids: Array(11).fill(id) }).success).toBe(false)
    const sent = await as(alice)('POST', `/chats/${chat.id}/messages`, { text: 'Look', media_ids: [id] })
    expect([sent.status, sent.body.media.length]).toEqual([201, 1])
    const edited = await as(alice)('PATCH', `/chats/${chat.id}/messages/${sent.body.id}`, { text: '' })
    expect([edited.body.text, edited.body.media]).toEqual(['', sent.body.media])
    const plain = await as(alice)('POST', `/chats/${chat.id}/messages`, { text: 'Only words' })
    expect(
      (await as(alice)('PATCH', `/chats/${chat.id}/messages/${plain.body.id}`, { text: ' ' })).status,
    ).toBe(400)
    const { input, run } = messageVerbs.send!
    expect(input.safeParse({ chat_id: chat.id, text: '' }).success).toBe(false)
    const bySocket = (await run(
      house,
      alice,
      input.parse({ chat_id: chat.id, text: '', media_ids: [id] }),
    )) as Message
    expect(bySocket.media.map((one) => one.id)).toEqual([id])
  })

  test(`${database.name}: who may read the message may see what came with it, and nobody else`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { upload, asking } = mediaApi(house)
    const { send } = drafting(house)
    const does = doing(house)
    const chat = await group(house, [alice, bob], false)
    const early = await upload(alice, sample('photo.gif'), 'early.gif')
    const late = await upload(alice, sample('photo.png'), 'late.png')
    const first = await send(alice, chat, [early.id])
    await house.commit((tx) => addMembers(tx, alice, chat.id, [cleo.id], 100))
    const second = await send(alice, chat, [late.id])
    const sees = async (medium: { id: string }) => {
      const people = { alice, bob, cleo, dora }
      const statuses = await Promise.all(
        Object.values(people).flatMap((who) =>
          ['', '/content'].map(
            async (part) => (await asking(who, 'GET', `/media/${medium.id}${part}`)).status,
          ),
        ),
      )
      return Object.keys(people).filter((_, i) => {
        const [info, content] = statuses.slice(2 * i)
        expect([
          [200, 302],
          [404, 404],
        ]).toContainEqual([info!, content!])
        return info === 200
      })
    }
    expect([await sees(early), await sees(late)]).toEqual([
      ['alice', 'bob'],
      ['alice', 'bob', 'cleo'],
    ])
    await does.hide(bob, first)
    expect(await sees(early)).toEqual(['alice'])
    const whispers = await direct(house, alice, dora)
    await send(alice, whispers, [early.id])
    expect(await sees(early)).toEqual(['alice', 'dora'])
    await does.erase(alice, second)
    expect(await sees(late)).toEqual(['alice'])
    expect(await expiryOf(house, late.id)).toBeGreaterThan(its.clock.now())
    expect(await expiryOf(house, early.id)).toBeNull()
    const removed = await upload(bob, sample('photo.webp'), 'bobs.webp')
    await send(bob, chat, [removed.id])
    expect(await sees(removed)).toEqual(['alice', 'bob', 'cleo'])
    await house.commit((tx) => deleteChat(tx, alice, chat.id))
    expect(await sees(removed)).toEqual(['bob'])
    expect(await expiryOf(house, removed.id)).toBeGreaterThan(its.clock.now())
    expect(await expiryOf(house, early.id)).toBeNull()
    expect(await house.db.reader.selectFrom('media_pins').selectAll().execute()).toHaveLength(1)
  })

  test(`${database.name}: what waits in a message to the future is held, and sealed until its hour`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload, asking, get } = mediaApi(house)
    const chat = await group(house, [alice, bob])
    const { id } = await upload(alice, sample('photo.png'))
    const holder = scheduledHolder('01a1fd51-0000-7000-8000-000000000001')
    await house.commit((tx) => pin(tx, holder, [id]))
    for (const part of ['', '/content', '/thumbnail'])
      expect((await asking(bob, 'GET', `/media/${id}${part}`)).status).toBe(404)
    expect((await get(`/media/files/${id}?expires=9999999999&signature=x`)).status).toBe(404)
    expect((await asking(alice, 'GET', `/media/${id}`)).status).toBe(200)
    const refused = await asking(alice, 'DELETE', `/media/${id}`)
    expect([refused.status, refused.body.code, await expiryOf(house, id)]).toEqual([409, 'conflict', null])
    const sent = await drafting(house).send(alice, chat, [id])
    await house.commit((tx) => unpin(tx, holder))
    expect((await asking(bob, 'GET', `/media/${id}`)).status).toBe(200)
    expect(await expiryOf(house, id)).toBeNull()
    const held = await mediaOf(house.db.reader, [holder, messageHolder(sent.id)])
    expect([...held.keys()]).toEqual([messageHolder(sent.id)])
  })
}
