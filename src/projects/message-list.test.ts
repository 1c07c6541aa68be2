import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { scene } from '../../test/projects.ts'
import { block } from '../users/block.ts'

for (const database of databases) {
  test(`${database.name}: what is said to all, and what to one`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { door, emil, id, chat_id, ask } = await scene(its)
    const say = (who: Person, content: string, receiver?: string | null) =>
      door(who, 'POST', `/messages/${id}`, { content, receiver })
    const heard = async (who: Person, query = '') =>
      (await door(who, 'GET', `/messages/${id}${query}`)).body.data.map(
        (one: { content: string }) => one.content,
      )
    await ask(alice, 'POST', '/invite', { participant: emil.id })
    const first = await say(cleo, 'Who brings rope?')
    expect(first).toMatchObject({
      status: 201,
      body: {
        message: expect.any(String),
        content: 'Who brings rope?',
        sender: { id: cleo.id },
        receiver: null,
        chat_id,
      },
    })
    const whisper = await say(bob, 'You do, cleo', cleo.id)
    expect(whisper).toMatchObject({
      status: 201,
      body: { project_id: id, sender: { id: bob.id }, receiver: { id: cleo.id } },
    })
    await say(alice, 'I bring tea', null)
    await say(alice, 'Only for us', bob.id)

    expect(await heard(cleo)).toEqual(['I bring tea', 'You do, cleo', 'Who brings rope?'])
    expect(await heard(bob)).toEqual(['Only for us', 'I bring tea', 'You do, cleo', 'Who brings rope?'])
    expect(await heard(emil)).toEqual(['I bring tea', 'Who brings rope?'])
    expect(await heard(bob, '?page=2&per_page=3')).toEqual(['Who brings rope?'])
    expect((await door(bob, 'GET', `/messages/${id}?page=2&per_page=3`)).body).toMatchObject({
      total: 4,
      pages: 2,
    })
    expect((await door(bob, 'GET', `/messages/${id}?page=3&per_page=3`)).status).toBe(404)

    const direct = (await its.hears(cleo)).findLast((entry) => entry.body.message?.project_id === id)
    expect(direct).toMatchObject({ kind: 'message.sent', actor_id: bob.id })
    for (const stranger of [emil, dora])
      expect(JSON.stringify(await its.hears(stranger))).not.toContain('You do, cleo')
    const refused: [Person, string | undefined, number][] = [
      [cleo, bob.id, 400],
      [bob, dora.id, 400],
      [bob, bob.id, 400],
      [dora, undefined, 404],
      [dora, alice.id, 404],
    ]
    for (const [who, to, status] of refused)
      expect([who.username, to, (await say(who, 'Psst', to)).status]).toEqual([who.username, to, status])
    expect((await say(cleo, ' ')).status).toBe(400)
    expect((await door(dora, 'GET', `/messages/${id}`)).status).toBe(404)

    await house.commit((tx) => block(tx, cleo, bob.id))
    expect((await say(bob, 'Still there?', cleo.id)).status).toBe(403)
    expect(await ask(bob, 'GET', '')).toBe(200)
    const [gone, kept] = [first.body, whisper.body]
    await door(cleo, 'DELETE', `/chats/${chat_id}/messages/${gone.id}`)
    await door(cleo, 'PUT', `/chats/${kept.chat_id}/messages/${kept.id}/hidden`)
    expect(await heard(cleo)).toEqual(['I bring tea'])
    expect(await heard(bob)).toEqual(['Only for us', 'I bring tea', 'You do, cleo'])
    await door(alice, 'DELETE', `/projects/${id}`)
    const left = (await door(bob, 'GET', `/chats/${kept.chat_id}/messages`)).body.items
    expect(left).toMatchObject([{ text: 'You do, cleo', project_id: id }])
  }, 20_000)
}
