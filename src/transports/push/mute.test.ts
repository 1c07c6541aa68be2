import { describe, expect, test } from 'bun:test'
import { databases } from '../../../test/databases.ts'
import { liveSocket } from '../../../test/journeys/live.ts'
import { type PushStage, pushStage } from '../../../test/push-stage.ts'
import { minute } from '../../clock.ts'
import { deliverAllDue } from '../../scheduled/alarm.ts'

const mute = (on: PushStage, chatId = on.group, muted_until?: number) =>
  on.must(on.bob, 'PUT', `/api/v1/chats/${chatId}/mute`, muted_until === undefined ? {} : { muted_until })
const unmute = (on: PushStage) => on.must(on.bob, 'DELETE', `/api/v1/chats/${on.group}/mute`)
const shown = (on: PushStage) => on.fcm.came.map((message) => message.notification?.body)

for (const database of databases)
  describe(`push from a muted chat on ${database.name}`, () => {
    test('bob is not told of what is said while he has muted it, then he is again; cleo always is', async () => {
      await using on = await pushStage(database)
      const { bob, cleo } = on
      await on.android(bob)
      await on.browser(cleo)
      await mute(on, on.group, on.clock.now() + minute)
      await on.say('one')
      await on.settle()
      on.clock.move(minute - 1)
      await on.say('two')
      expect(shown(on)).toEqual([])
      on.clock.move(1)
      await on.say('three')
      await on.settle()
      expect(shown(on)).toEqual(['three'])
      expect(on.web.came.map((came) => came.read.body)).toEqual(['one', 'three'])
    })

    test('a mention and an answer are told nevertheless, and what was said besides takes no place from them', async () => {
      await using on = await pushStage(database)
      const { alice, bob, cleo } = on
      await on.android(bob)
      const mine = await on.say('I come', bob)
      const hers = await on.say('So do I', cleo)
      await mute(on)
      const says = (text: string, more: object = {}) =>
        on.must(alice, 'POST', `/api/v1/chats/${on.group}/messages`, { text, ...more })
      await says('and @bob?')
      await says('nobody else')
      await on.settle()
      expect(shown(on)).toEqual(['and @bob?'])
      expect(on.fcm.came[0]?.data).toMatchObject({ badge: '1' })
      await says('good', { reply_to_id: hers.id })
      await on.settle()
      expect(shown(on)).toEqual(['and @bob?'])
      await says('when?', { reply_to_id: mine.id })
      await on.server.app.push.run()
      const waiting = (await on.outbox()).find((row) => row.state === 'waiting')!
      expect([waiting.body.includes('when?'), waiting.body.includes(bob.id)]).toEqual([true, false])
      await on.server.app.outbox.run()
      expect(shown(on)).toEqual(['and @bob?', 'when?'])
      await unmute(on)
      await says('at nine')
      await on.settle()
      expect(shown(on)).toEqual(['and @bob?', 'when?', 'at nine'])
    })

    test('a letter that was written to bob comes; one to the group is like all that is said there', async () => {
      await using on = await pushStage(database)
      const { alice, bob } = on
      await on.android(bob)
      const direct = await on.must(alice, 'PUT', `/api/v1/chats/direct/${bob.id}`)
      await mute(on, direct.id)
      await mute(on)
      const at = on.clock.now() + minute
      const writes = (text: string, to: object) =>
        on.must(alice, 'POST', '/api/v1/scheduled', { text, to: [to], when: { at } })
      await writes('To you', { user_id: bob.id })
      await writes('To all of you', { chat_id: on.group })
      on.clock.move(minute)
      await deliverAllDue(on.server.house)
      await on.must(alice, 'POST', `/api/v1/chats/${direct.id}/messages`, { text: 'Have you got it?' })
      await on.settle()
      expect(shown(on)).toEqual(['To you'])
    })

    test('what waits to be sent is not sent once he has muted the chat, unless it mentions him', async () => {
      await using on = await pushStage(database)
      const { alice, bob } = on
      await on.android(bob)
      const direct = await on.must(alice, 'PUT', `/api/v1/chats/direct/${bob.id}`)
      const live = await liveSocket(on.url, bob)
      await on.say('Are you there?')
      await on.must(alice, 'POST', `/api/v1/chats/${direct.id}/messages`, { text: 'I mean you, @bob' })
      await on.settle()
      live.close()
      await on.empty()
      await mute(on, on.group, on.clock.now() + 1)
      await mute(on, direct.id)
      on.clock.move(minute)
      await on.settle()
      expect(shown(on)).toEqual(['I mean you, @bob'])
      expect((await on.outbox()).map((row) => row.state).toSorted()).toEqual(['sent', 'skipped'])
    })

    test('a mention is not lost behind what is said after it, if the chat is muted before; unless it is read, or of somebody blocked', async () => {
      await using on = await pushStage(database)
      const { bob, cleo } = on
      await on.android(bob)
      const position = async (text: string) => (await on.say(text)).position
      /** What is said while bob is there, who then mutes the chat and goes. */
      async function muting(sayAll: () => Promise<unknown>) {
        const live = await liveSocket(on.url, bob)
        await sayAll()
        await on.settle()
        live.close()
        await on.empty()
        await mute(on)
        on.clock.move(minute)
        await on.settle()
        await unmute(on)
        on.clock.move(minute)
      }
      await muting(async () => {
        await on.say('@bob')
        await on.say('and nobody else')
      })
      expect(shown(on)).toEqual(['and nobody else'])
      await muting(async () => {
        await on.say('@bob, again')
        for (const text of ['as', 'I', 'said']) {
          await on.settle()
          await on.say(text)
        }
      })
      expect(shown(on)).toEqual(['and nobody else', 'said'])
      await muting(async () => {
        const called = await position('@bob, and you have seen it')
        await on.settle()
        await on.must(bob, 'PUT', `/api/v1/chats/${on.group}/read`, { position: called })
        await on.say('This is for nobody')
      })
      await muting(async () => {
        await on.say('@bob, hear me', cleo)
        await on.must(bob, 'PUT', `/api/v1/users/me/blocks/${cleo.id}`)
        await on.say('Nor is this')
      })
      expect(shown(on)).toEqual(['and nobody else', 'said'])
    })
  })
