import { describe, expect, test } from 'bun:test'
import { databases } from '../../../test/databases.ts'
import { liveSocket } from '../../../test/journeys/live.ts'
import { pushStage } from '../../../test/push-stage.ts'
import { until } from '../../../test/until.ts'
import { day, minute, second } from '../../clock.ts'

for (const database of databases)
  describe(`push on ${database.name}`, () => {
    test('those who are away are told on each of their devices, and nobody else', async () => {
      await using on = await pushStage(database)
      const { alice, bob, cleo, dora } = on
      await on.android(bob)
      await on.browser(cleo)
      await on.iphone(alice)
      await on.iphone(dora)
      await on.say('Shall we walk?')
      await on.settle()
      expect(on.fcm.came).toMatchObject([
        {
          token: 'android-of-bob',
          notification: { title: 'alice · Walks', body: 'Shall we walk?' },
          data: { kind: 'notice', tag: `chat:${on.group}`, chat_id: on.group, position: '1', badge: '1' },
          android: { priority: 'HIGH', ttl: '259200s', notification: { tag: `chat:${on.group}` } },
        },
      ])
      const said = { title: 'alice · Walks', body: 'Shall we walk?' }
      const facts = { tag: `chat:${on.group}`, chat_id: on.group, position: 1, badge: 1, at: on.clock.now() }
      expect(on.web.came.map((came) => [came.browser, came.read])).toEqual([
        ['cleo', { kind: 'notice', ...facts, ...said }],
      ])
      expect(on.apns.came).toEqual([])
      await on.say('I come along', bob)
      await on.settle()
      expect(on.apns.came.map((came) => came.body.aps.alert)).toEqual([
        { title: 'bob · Walks', body: 'I come along' },
      ])
      const texts = JSON.stringify(await on.outbox())
      expect(texts).toContain('"state":"sent"')
      expect(texts).not.toContain('Shall we walk?')
      const log = JSON.stringify(await bob.get('/api/v1/log?after=0'))
      expect(log).toContain('Shall we walk?')
      expect(log).not.toContain('alert')
    })

    test('the reader has a language, and may not want the words on a locked screen', async () => {
      await using on = await pushStage(database)
      const { alice, bob, cleo } = on
      await on.must(bob, 'PATCH', '/api/v1/users/me', { language: 'fr' })
      await on.must(cleo, 'PATCH', '/api/v1/users/me', { language: 'fr' })
      await on.android(bob, { shows_text: false })
      await on.iphone(cleo, { shows_text: false, language: 'en' })
      const direct = await on.must(alice, 'PUT', `/api/v1/chats/direct/${bob.id}`)
      await on.say('A secret')
      await alice.post(`/api/v1/chats/${direct.id}/messages`, { text: 'Another' })
      await on.settle()
      expect(on.fcm.came.map((message) => message.notification)).toEqual([
        { title: 'Nouveau message de alice', body: '' },
        { title: 'Nouveau message de alice', body: '' },
      ])
      expect(on.fcm.came.map((message) => message.data.badge)).toEqual(['2', '2'])
      expect(on.apns.came.map((came) => came.body.aps.alert)).toEqual([
        { title: 'New message from alice', body: '' },
      ])
    })

    test('whoever blocks the speaker, came later or has left is not told; nor a device that was not there', async () => {
      await using on = await pushStage(database)
      const { bob, cleo, dora } = on
      await on.must(bob, 'PUT', `/api/v1/users/me/blocks/${on.alice.id}`)
      await on.android(bob)
      await on.android(dora)
      await on.say('Before dora')
      await on.add(dora)
      await on.settle()
      expect(on.fcm.came).toEqual([])
      await on.say('Before cleo has a device')
      on.clock.move(second)
      await on.android(cleo)
      await on.settle()
      expect(on.fcm.came.map((message) => message.token)).toEqual(['android-of-dora'])
      on.fcm.came.length = 0
      await on.say('For cleo and dora')
      await on.remove(dora)
      await on.say('For cleo only')
      await on.say('Says bob to alice', bob)
      await on.server.app.push.run()
      await on.server.app.outbox.run()
      expect(on.fcm.came.map((message) => [message.token, message.notification?.body])).toEqual([
        ['android-of-cleo', 'Says bob to alice'],
      ])
    })

    test('of much that is said in one chat each device is told once; a later notice replaces it on the screen', async () => {
      await using on = await pushStage(database)
      const { alice, bob } = on
      await on.android(bob)
      const direct = await on.must(alice, 'PUT', `/api/v1/chats/direct/${bob.id}`)
      for (const text of ['one', 'two', 'three']) await on.say(text)
      await alice.post(`/api/v1/chats/${direct.id}/messages`, { text: 'between us' })
      await on.settle()
      const shown = () => on.fcm.came.map((message) => message.notification?.body).toSorted()
      expect(shown()).toEqual(['between us', 'three'])
      on.fcm.answers.push({ status: 503, body: {} })
      await on.say('four')
      await on.settle()
      await on.say('five')
      on.clock.move(second)
      await on.settle()
      expect(shown()).toEqual(['between us', 'five', 'four', 'three'])
      const tags = new Set(on.fcm.came.map((message) => message.android.notification?.tag))
      expect(tags).toEqual(new Set([`chat:${on.group}`, `chat:${direct.id}`]))
      on.clock.move(day)
      await on.settle()
      expect(on.fcm.came).toHaveLength(4)
    })

    test('a device that is connected is not told, another one of the same person is', async () => {
      await using on = await pushStage(database)
      const phone = await on.here.anotherDevice(on.bob)
      await on.iphone(phone)
      await on.browser(on.bob)
      const live = await liveSocket(on.url, on.bob)
      await on.say('Hello')
      await on.settle()
      expect(on.apns.came).toHaveLength(1)
      on.clock.move(minute)
      await on.settle()
      expect(on.web.came).toEqual([])
      expect((await on.outbox()).map((row) => row.state).toSorted()).toEqual(['sent', 'skipped'])
      await on.say('Still there?')
      await on.settle()
      expect(on.apns.came).toHaveLength(2)
      live.close()
      await on.empty()
      await on.settle()
      expect(on.web.came).toEqual([])
      on.clock.move(minute)
      await on.settle()
      expect(on.web.came.map((came) => came.read.body)).toEqual(['Still there?'])
      on.clock.move(minute)
      await on.say('Gone for good')
      await on.settle()
      expect(on.web.came).toHaveLength(2)
    })

    test('what was read, hidden or deleted meanwhile is not sent', async () => {
      await using on = await pushStage(database)
      const { alice, bob, cleo } = on
      const path = `/api/v1/chats/${on.group}`
      await on.android(bob)
      await on.browser(cleo)
      const { id, position } = await on.say('Read before it is sent')
      await on.server.app.push.run()
      await on.must(bob, 'PUT', `${path}/read`, { position })
      await on.must(cleo, 'PUT', `${path}/messages/${id}/hidden`)
      await on.server.app.outbox.run()
      const slip = await on.say('Wrong chat')
      await on.server.app.push.run()
      await on.must(alice, 'DELETE', `${path}/messages/${slip.id}`)
      await on.server.app.outbox.run()
      await on.settle()
      expect([on.fcm.came, on.web.came]).toEqual([[], []])
      expect((await on.outbox()).map((row) => row.state)).toEqual([
        'skipped',
        'skipped',
        'skipped',
        'skipped',
      ])
      expect(JSON.stringify(await on.outbox())).not.toContain('Wrong chat')
      const { position: next } = await on.say('Read before anybody looks')
      await on.must(bob, 'PUT', `${path}/read`, { position: next })
      await on.settle()
      expect([on.fcm.came.length, on.web.came.length, (await on.outbox()).length]).toEqual([0, 1, 5])
    })

    test('to read on one device clears the notice on the others, once', async () => {
      await using on = await pushStage(database)
      const { alice, bob } = on
      const path = `/api/v1/chats/${on.group}`
      const [tablet, laptop] = await Promise.all([on.here.anotherDevice(bob), on.here.anotherDevice(bob)])
      await on.android(bob)
      await on.iphone(tablet)
      await on.say('one')
      await on.settle()
      expect([on.fcm.came.length, on.apns.came.length]).toEqual([1, 1])
      await on.browser(laptop)
      const live = await liveSocket(on.url, bob)
      await on.must(laptop, 'PUT', `${path}/read`, { position: 1 })
      await on.settle()
      expect(on.apns.came.slice(1)).toMatchObject([
        {
          headers: {
            'apns-push-type': 'background',
            'apns-priority': '5',
            'apns-collapse-id': `chat:${on.group}`,
          },
          body: { aps: { 'content-available': 1 }, parley: { kind: 'clear', chat_id: on.group, badge: 0 } },
        },
      ])
      // Bob's Android is connected, so it knows; his laptop has never been told anything.
      on.clock.move(minute)
      await on.settle()
      expect([on.fcm.came.length, on.web.came.length]).toEqual([1, 0])
      live.close()
      await on.must(bob, 'PUT', `${path}/read`, { position: 1 })
      await on.settle()
      expect([on.fcm.came.length, on.apns.came.length]).toEqual([1, 2])
      await on.say('two', alice)
      await on.say('three', alice)
      await on.settle()
      expect(on.apns.came.map((came) => came.body.parley.kind)).toEqual(['notice', 'clear', 'notice'])
      await on.must(laptop, 'PUT', `${path}/read`, { position: 2 })
      await on.settle()
      expect(on.apns.came).toHaveLength(3)
    })

    test('a message that is taken back disappears from the screens', async () => {
      await using on = await pushStage(database)
      await on.android(on.cleo)
      const slip = await on.say('Wrong chat')
      await on.settle()
      const hidden = await on.say('Hm', on.cleo)
      await on.must(on.cleo, 'PUT', `/api/v1/chats/${on.group}/messages/${hidden.id}/hidden`)
      const hers = await on.say('Which chat, please?', on.cleo)
      await on.must(on.cleo, 'DELETE', `/api/v1/chats/${on.group}/messages/${hers.id}`)
      await on.settle()
      expect(on.fcm.came).toHaveLength(1)
      await on.must(on.alice, 'DELETE', `/api/v1/chats/${on.group}/messages/${slip.id}`)
      await on.settle()
      expect(on.fcm.came.map((message) => [message.data.kind, message.notification?.body])).toEqual([
        ['notice', 'Wrong chat'],
        ['clear', undefined],
      ])
      expect(on.fcm.came[1]?.android).toMatchObject({ collapse_key: `chat:${on.group}`, priority: 'NORMAL' })
    })

    test('what is read in the moment in which it is sent is cleared afterwards', async () => {
      await using on = await pushStage(database)
      const { bob } = on
      const laptop = await on.here.anotherDevice(bob)
      await on.android(bob)
      const { position } = await on.say('Just now')
      on.fcm.answers.push(async () => {
        await on.must(laptop, 'PUT', `/api/v1/chats/${on.group}/read`, { position })
        await on.server.app.push.run()
        return { status: 200, body: {} }
      })
      await on.settle()
      await on.settle()
      expect(on.fcm.came.map((message) => message.data.kind)).toEqual(['notice', 'clear'])
    })

    test('what is read is not taken off a screen on which something newer is about to stand', async () => {
      await using on = await pushStage(database)
      const laptop = await on.here.anotherDevice(on.bob)
      await on.android(on.bob)
      await on.say('one')
      await on.settle()
      on.fcm.answers.push({ status: 503, body: {} })
      await on.say('two')
      await on.settle()
      await on.must(laptop, 'PUT', `/api/v1/chats/${on.group}/read`, { position: 1 })
      await on.settle()
      on.clock.move(minute)
      await on.settle()
      const shown = () => on.fcm.came.map((message) => message.notification?.body)
      expect(shown()).toEqual(['one', 'two', 'two'])
      await on.must(laptop, 'PUT', `/api/v1/chats/${on.group}/read`, { position: 2 })
      await on.say('three')
      await on.settle()
      expect(shown()).toEqual(['one', 'two', 'two', 'three'])
    })

    test('a process that ends after sending sends it again under the same tag', async () => {
      let breaks = false
      const beforeCommit = () => {
        if (breaks) throw new Error('broken before the commit')
      }
      await using on = await pushStage(database, { beforeCommit })
      await on.iphone(on.bob)
      await on.say('Once or twice')
      await on.server.app.push.run()
      on.apns.answers.push(() => {
        breaks = true
        return { status: 200 }
      })
      await expect(on.server.app.outbox.run()).rejects.toThrow('broken')
      breaks = false
      await on.server.restart()
      on.clock.move(2 * minute)
      await on.settle()
      const [first, second] = on.apns.came
      expect(on.apns.came).toHaveLength(2)
      for (const name of ['apns-collapse-id', 'apns-id'] as const)
        expect([name, second?.headers[name]]).toEqual([name, first?.headers[name]])
      await on.say('And on it goes')
      await on.settle()
      expect(on.apns.came).toHaveLength(3)
    })

    test('it goes by itself', async () => {
      await using on = await pushStage(database, { schedule: true })
      await on.browser(on.bob)
      await on.say('Now')
      // The look that comes every ten seconds would find it, too.
      await until(() => on.web.came.length === 1, 8000)
    }, 20_000)
  })
