import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { eventHouse, type Who } from '../../test/events.ts'
import { person } from '../../test/people.ts'
import { listMembers } from '../chats/members.ts'
import type { Tx } from '../db/commit.ts'
import { removeUser } from '../users/remove.ts'
import { answer as answerVerb } from './answer.ts'
import { forgetEvents } from './cascade.ts'

type House = Awaited<ReturnType<typeof eventHouse>>

/** Who has which answer, by username. */
async function listed({ must }: House, who: Who, event: { id: string }) {
  const { items } = await must(who, 'GET', `/events/${event.id}/guests`)
  return Object.fromEntries(
    items.map(({ user, answer }: { user: { username: string }; answer: string }) => [user.username, answer]),
  )
}

for (const database of databases) {
  test(`${database.name}: places are given in turn, and whoever gets one is told`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, must, plan, answer, show } = its
    const emil = await person(house, 'emil')
    const event = await plan(alice, { capacity: 1 })
    expect((await answer(bob, event, 'yes')).answer).toBe('yes')
    expect(await answer(cleo, event, 'yes')).toMatchObject({
      answer: 'waiting',
      counts: { yes: 1, waiting: 1 },
    })
    expect((await answer(dora, event, 'yes')).answer).toBe('waiting')
    // To ask again gives no better place.
    expect((await answer(cleo, event, 'yes')).answer).toBe('waiting')
    const before = await its.head()
    expect((await answer(bob, event, 'maybe')).counts).toEqual({
      yes: 1,
      waiting: 1,
      maybe: 1,
      no: 0,
      invited: 0,
    })
    const promoted = (await its.hearsOf(cleo, before)).map(({ kind, body }) => [
      kind,
      body.user_id,
      body.answer,
    ])
    expect(promoted).toEqual([
      ['event.answered', cleo.id, 'yes'],
      ['event.promoted', undefined, undefined],
      ['event.answered', bob.id, 'maybe'],
    ])
    const [alert] = (await its.hears(cleo, before)).flatMap((one) => one.alert ?? [])
    expect(JSON.parse(alert!)).toMatchObject({ key: 'event.promoted', args: { title: 'Concert' } })
    expect((await its.hearsOf(dora, before)).map(({ kind }) => kind)).toEqual([
      'event.answered',
      'event.answered',
    ])

    await must(alice, 'PATCH', `/events/${event.id}`, { capacity: 3 })
    await answer(emil, event, 'yes')
    expect(await listed(its, bob, event)).toEqual({ bob: 'maybe', cleo: 'yes', dora: 'yes', emil: 'yes' })
    // There is less room: who asked last waits first in line again.
    const lowered = await its.head()
    await must(alice, 'PATCH', `/events/${event.id}`, { capacity: 1 })
    expect(await listed(its, alice, event)).toEqual({
      bob: 'maybe',
      cleo: 'yes',
      dora: 'waiting',
      emil: 'waiting',
    })
    expect((await its.hearsOf(dora, lowered)).map(({ kind }) => kind)).toContain('event.demoted')
    await must(alice, 'DELETE', `/events/${event.id}/guests/${cleo.id}`)
    expect(await listed(its, alice, event)).toEqual({ bob: 'maybe', dora: 'yes', emil: 'waiting' })
    await must(alice, 'PATCH', `/events/${event.id}`, { capacity: null })
    expect((await show(emil, event)).counts).toMatchObject({ yes: 2, waiting: 0 })
  })

  test(`${database.name}: names are for guests; who is blocked cannot come, be invited or be seen`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, must, plan, answer, show, code } = its
    const event = await plan(bob)
    const guests = `/events/${event.id}/guests`
    expect(await code(bob, 'PUT', `/events/${event.id}/answer`, { answer: 'yes' })).toBe('conflict')
    expect(await code(dora, 'GET', guests)).toBe('forbidden')
    await must(bob, 'POST', guests, { user_ids: [cleo.id, bob.id] })
    expect((await show(dora, event)).counts).toMatchObject({ invited: 1 })
    expect(await its.hearsOf(cleo, 0)).toMatchObject([
      {
        kind: 'event.invited',
        body: { event: { id: event.id } },
        alert: expect.stringContaining('event.invited'),
      },
      { kind: 'event.guests_added', body: { user_ids: [cleo.id], counts: { invited: 1 } } },
    ])
    await answer(cleo, event, 'no')
    // To be invited once more changes no answer.
    await must(bob, 'POST', guests, { user_ids: [cleo.id, alice.id] })
    expect(await listed(its, cleo, event)).toEqual({ cleo: 'no', alice: 'invited' })

    await must(cleo, 'PUT', `/users/me/blocks/${alice.id}`)
    expect(await listed(its, cleo, event)).toEqual({ cleo: 'no' })
    expect(await listed(its, alice, event)).toEqual({ alice: 'invited' })
    await must(dora, 'PUT', `/users/me/blocks/${bob.id}`)
    expect(await code(bob, 'POST', guests, { user_ids: [dora.id] })).toBe('forbidden')
    expect(await code(dora, 'PUT', `/events/${event.id}/answer`, { answer: 'yes' })).toBe('forbidden')
    expect(await code(cleo, 'POST', guests, { user_ids: [dora.id] })).toBe('forbidden')

    const head = await its.head()
    await must(alice, 'DELETE', `/events/${event.id}/answer`)
    await must(alice, 'DELETE', `/events/${event.id}/answer`)
    expect(await code(bob, 'DELETE', `/events/${event.id}/guests/${alice.id}`)).toBe('not_found')
    await must(bob, 'PATCH', `/events/${event.id}`, { title: 'Without alice' })
    expect((await its.hearsOf(alice, head)).map(({ kind }) => kind)).toEqual(['event.guest_removed'])
    expect((await its.hearsOf(cleo, head)).map(({ kind }) => kind)).toEqual([
      'event.guest_removed',
      'event.updated',
    ])
  })

  test(`${database.name}: the chat of an event is of those who come or may come, and ends with it`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, must, plan, answer, code } = its
    const event = await plan(alice, { capacity: 1 })
    await answer(bob, event, 'yes')
    await answer(dora, event, 'no')
    expect(await code(bob, 'POST', `/events/${event.id}/chat`)).toBe('forbidden')
    const { own_chat_id: id } = await must(alice, 'POST', `/events/${event.id}/chat`)
    expect((await must(alice, 'POST', `/events/${event.id}/chat`)).own_chat_id).toBe(id)
    const members = async () =>
      (await listMembers(house.db, alice.id, id, undefined, 9)).items.map(({ user }) => user.username)
    expect(await members()).toEqual(['alice', 'bob'])
    await say(house, bob, { id }, 'Who brings what?')
    await answer(cleo, event, 'yes')
    expect(await members()).toEqual(['alice', 'bob'])
    await answer(bob, event, 'no')
    expect(await members()).toEqual(['alice', 'cleo'])
    await answer(cleo, event, 'maybe')
    await answer(dora, event, 'maybe')
    expect(await members()).toEqual(['alice', 'cleo', 'dora'])
    await must(alice, 'PATCH', `/events/${event.id}`, { title: 'Opera' })
    expect((await must(cleo, 'GET', `/chats/${id}`)).title).toBe('Opera')
    expect(await code(cleo, 'DELETE', `/chats/${id}/members/${cleo.id}`)).toBe('conflict')
    await must(alice, 'DELETE', `/events/${event.id}`)
    expect(await code(alice, 'GET', `/chats/${id}`)).toBe('not_found')
  })

  test(`${database.name}: who leaves the chat, or the server, is no guest any more, and his place is free`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, must, plan, answer, show, code } = its
    const chat = await group(house, [alice, bob, cleo])
    const inside = await plan(alice, { chat_id: chat.id, capacity: 1 })
    const outside = await plan(dora, { capacity: 1 })
    const his = await plan(bob)
    const other = await plan(dora, { capacity: 1 })
    for (const event of [inside, other]) {
      await answer(bob, event, 'yes')
      await answer(cleo, event, 'yes')
    }
    await answer(cleo, his, 'yes')
    expect(await code(alice, 'POST', `/events/${inside.id}/guests`, { user_ids: [dora.id] })).toBe('conflict')
    await must(bob, 'DELETE', `/chats/${chat.id}/members/${bob.id}`)
    expect(await code(bob, 'GET', `/events/${inside.id}`)).toBe('not_found')
    expect((await show(cleo, inside)).answer).toBe('yes')

    const head = await its.head()
    await house.commit((tx) => removeUser(tx, bob.id, [forgetEvents(house.config)]))
    expect((await show(cleo, other)).answer).toBe('yes')
    expect(await code(cleo, 'GET', `/events/${his.id}`)).toBe('not_found')
    expect((await its.hearsOf(cleo, head)).map(({ kind }) => kind).sort()).toEqual([
      'event.answered',
      'event.deleted',
      'event.guest_removed',
      'event.promoted',
    ])
    await must(alice, 'DELETE', `/chats/${chat.id}`)
    const left = await house.db.reader.selectFrom('events').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual([outside.id, other.id])
  })
}

for (const database of databases)
  test(`${database.name}: however many ask at once, on PostgreSQL in two processes, no more come than there is room for`, async () => {
    await using its = await eventHouse(database)
    const { alice, plan, house, show } = its
    await using other = database.isShared ? await anotherHouse(its) : undefined
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => person(house, `guest${i}`)))
    const event = await plan(alice, { capacity: 5 })
    const awake = async (tx: Tx) => void (await tx.db.selectFrom('users').select('id').execute())
    await Promise.all([house.commit(awake), other?.house.commit(awake)])
    const say = (said: 'yes' | 'no') => (who: Who, i: number) =>
      (i % 2 === 0 ? house : (other?.house ?? house)).commit((tx) => answerVerb(tx, who, event.id, said))
    await Promise.all(people.map(say('yes')))
    expect((await show(alice, event)).counts).toMatchObject({ yes: 5, waiting: 7 })
    // Some go while others come back.
    await Promise.all(people.map((who, i) => say(i < 6 ? 'no' : 'yes')(who, i)))
    expect((await show(alice, event)).counts).toMatchObject({ yes: 5, waiting: 1, no: 6 })
  })
