import { describe, expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { until } from '../../test/until.ts'
import { day, hour, minute, second, systemClock } from '../clock.ts'
import type { House } from '../http/house.ts'
import { LEASE_MS } from './claim.ts'
import { openOutbox } from './deliver.ts'
import { enqueue, type OutboxItem } from './enqueue.ts'
import { dropOutbox, forgetSettled } from './forget.ts'
import type { Outgoing, Sender } from './lane.ts'
import type { Outcome } from './settle.ts'

const never = async () => false

/** Whoever is on the other side: notes what comes, and answers as he is told. */
function receiver(answer: (item: Outgoing) => Outcome | Promise<Outcome> = () => ({ result: 'sent' })) {
  const came: Outgoing[] = []
  const send: Sender = async (item) => {
    came.push(item)
    return answer(item)
  }
  return { came, send, bodies: () => came.map((item) => item.body) }
}

const put = ({ commit }: House, item: Partial<OutboxItem> = {}) =>
  commit((tx) => enqueue(tx, { channel: 'push', userId: null, to: 'phone', body: 'hello', ...item }))

const rowsOf = ({ db }: House) => db.reader.selectFrom('outbox').selectAll().orderBy('id').execute()

for (const database of databases)
  describe(`the outbox on ${database.name}`, () => {
    test('what is put in goes out once, and its words stay nowhere', async () => {
      await using it = await testHouse(database)
      const { house, alice } = it
      const phone = receiver()
      const outbox = openOutbox(house, { push: phone.send }, never)
      await put(house, { userId: alice.id, body: { code: 'secret-123' }, collapseKey: 'code' })
      await outbox.run()
      await outbox.run()
      expect(phone.came).toMatchObject([
        { to: 'phone', userId: alice.id, body: { code: 'secret-123' }, collapseKey: 'code', attempt: 1 },
      ])
      const [row] = await rowsOf(house)
      expect(row).toMatchObject({ state: 'sent', body: 'null', settled_at: it.clock.now() })
      expect(JSON.stringify(row)).not.toContain('secret-123')
    })

    test('what is not committed never goes out', async () => {
      await using it = await testHouse(database)
      const phone = receiver()
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      const changesHerMind = it.house.commit(async (tx) => {
        await enqueue(tx, { channel: 'push', userId: null, to: 'phone', body: 'not this' })
        throw new Error('no')
      })
      expect(changesHerMind).rejects.toThrow('no')
      await put(it.house, { body: 'but this' })
      await outbox.run()
      expect(phone.bodies()).toEqual(['but this'])
    })

    test('it is tried again after 5 s, 1, 5 and 30 min, 2, 5 and 10 h, and then given up', async () => {
      await using it = await testHouse(database)
      const phone = receiver(() => ({ result: 'later', reason: 'The line is dead' }))
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house)
      await outbox.run()
      const delays = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]
      for (const [i, delay] of delays.entries()) {
        expect(phone.came).toHaveLength(i + 1)
        it.clock.move(delay - 1)
        await outbox.run()
        expect(phone.came).toHaveLength(i + 1)
        it.clock.move(delay * 0.2 + 2)
        await outbox.run()
      }
      expect(phone.came.map((item) => item.attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      expect(await rowsOf(it.house)).toMatchObject([
        { state: 'refused', reason: 'The line is dead', body: 'null', tries: 8 },
      ])
      it.clock.move(2 * day)
      await outbox.run()
      expect(phone.came).toHaveLength(8)
    })

    test('whoever says when to come back is not asked before', async () => {
      await using it = await testHouse(database)
      const phone = receiver(({ attempt }) =>
        attempt === 1 ? { result: 'later', reason: 'Busy', afterMs: hour } : { result: 'sent' },
      )
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house)
      await outbox.run()
      it.clock.move(hour - 1)
      await outbox.run()
      expect(phone.came).toHaveLength(1)
      it.clock.move(0.2 * hour + 2)
      await outbox.run()
      expect(phone.came).toHaveLength(2)
    })

    test('a sender that throws is asked again; one bad row does not hold up the others', async () => {
      await using it = await testHouse(database)
      const phone = receiver(({ body, attempt }) => {
        if (body === 'bad' && attempt === 1) throw new Error('Out of order')
        return { result: 'sent' }
      })
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house, { body: 'bad' })
      await put(it.house, { body: 'good' })
      await outbox.run()
      const [bad, good] = await rowsOf(it.house)
      expect([bad, good]).toMatchObject([{ state: 'waiting', reason: 'Out of order' }, { state: 'sent' }])
      it.clock.move(minute)
      await outbox.run()
      expect((await rowsOf(it.house)).map((row) => row.state)).toEqual(['sent', 'sent'])
    })

    test('what has expired, or would before it is tried again, is not sent', async () => {
      await using it = await testHouse(database)
      const phone = receiver(() => ({ result: 'later', reason: 'Busy' }))
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house, { body: 'stale', expiresAt: it.clock.now() + second })
      it.clock.move(second)
      await put(it.house, { body: 'short', expiresAt: it.clock.now() + second })
      await outbox.run()
      expect(phone.bodies()).toEqual(['short'])
      expect(await rowsOf(it.house)).toMatchObject([
        { state: 'expired', body: 'null', reason: null },
        { state: 'expired', body: 'null', reason: 'Busy' },
      ])
    })

    test('what is needless by then is not sent', async () => {
      await using it = await testHouse(database)
      const phone = receiver()
      const read = new Set([1])
      const outbox = openOutbox(it.house, { push: phone.send }, async (unless) => read.has(unless as number))
      await put(it.house, { body: 'one', unless: 1 })
      await put(it.house, { body: 'two', unless: 2 })
      await put(it.house, { body: 'three' })
      await outbox.run()
      expect(phone.bodies().toSorted()).toEqual(['three', 'two'])
      expect((await rowsOf(it.house)).map((row) => row.state)).toEqual(['skipped', 'sent', 'sent'])
    })

    test('a later one under the same key takes the place of what still waits, for the same recipient', async () => {
      await using it = await testHouse(database)
      const phone = receiver(({ attempt }) =>
        attempt === 1 ? { result: 'later', reason: 'Busy' } : { result: 'sent' },
      )
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house, { body: 'one', collapseKey: 'chat' })
      await put(it.house, { body: 'for another', to: 'tablet', collapseKey: 'chat' })
      await put(it.house, { body: 'something else', collapseKey: 'other' })
      await outbox.run()
      await put(it.house, { body: 'two', collapseKey: 'chat' })
      await put(it.house, { body: 'three', collapseKey: 'chat' })
      expect((await rowsOf(it.house)).map((row) => row.body)).toEqual(
        ['for another', 'something else', 'three'].map((body) => JSON.stringify(body)),
      )
      it.clock.move(minute)
      await outbox.run()
      it.clock.move(minute)
      await outbox.run()
      const late = phone.came.slice(3).map((item) => item.body)
      expect(late.toSorted()).toEqual(['for another', 'something else', 'three', 'three'])
    })

    test('the later one waits while the earlier is being sent, and then comes after it', async () => {
      await using it = await testHouse(database)
      const answer = Promise.withResolvers<Outcome>()
      const phone = receiver(({ body }) => (body === 'one' ? answer.promise : { result: 'sent' }))
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house, { body: 'one', collapseKey: 'chat' })
      const running = outbox.run()
      await until(() => phone.came.length === 1)
      await put(it.house, { body: 'two', collapseKey: 'chat' })
      await put(it.house, { body: 'another', collapseKey: 'other' })
      await openOutbox(it.house, { push: phone.send }, never).run()
      expect(phone.bodies()).toEqual(['one', 'another'])
      answer.resolve({ result: 'later', reason: 'Busy' })
      await running
      expect(phone.bodies()).toEqual(['one', 'another', 'two'])
      expect((await rowsOf(it.house)).map((row) => row.state)).toEqual(['replaced', 'sent', 'sent'])
    })

    test('a process that ends between sending and noting it down: it is sent again, under the same key', async () => {
      let breaks = false
      await using it = await testHouse(database, {
        beforeCommit() {
          if (breaks) throw new Error('broken before the commit')
        },
      })
      const phone = receiver(() => {
        breaks = true
        return { result: 'sent' }
      })
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      await put(it.house, { collapseKey: 'chat' })
      await expect(outbox.run()).rejects.toThrow('broken')
      breaks = false
      expect(await rowsOf(it.house)).toMatchObject([{ state: 'waiting', tries: 1 }])
      it.clock.move(LEASE_MS - 1)
      await outbox.run()
      expect(phone.came).toHaveLength(1)
      it.clock.move(1)
      const again = receiver()
      await openOutbox(it.house, { push: again.send }, never).run()
      expect([...phone.came, ...again.came]).toMatchObject([
        { to: 'phone', body: 'hello', collapseKey: 'chat', attempt: 1 },
        { to: 'phone', body: 'hello', collapseKey: 'chat', attempt: 2 },
      ])
      expect(await rowsOf(it.house)).toMatchObject([{ state: 'sent' }])
    })

    test('who comes back after his lease has run out has no say any more', async () => {
      await using it = await testHouse(database)
      const answer = Promise.withResolvers<Outcome>()
      const slow = receiver(() => answer.promise)
      await put(it.house)
      const late = openOutbox(it.house, { push: slow.send }, never).run()
      await until(() => slow.came.length === 1)
      it.clock.move(LEASE_MS)
      const phone = receiver(() => ({ result: 'later', reason: 'Busy' }))
      await openOutbox(it.house, { push: phone.send }, never).run()
      const before = await rowsOf(it.house)
      expect(before).toMatchObject([{ state: 'waiting', tries: 2, reason: 'Busy' }])
      answer.resolve({ result: 'refused', reason: 'Never' })
      await late
      expect(await rowsOf(it.house)).toEqual(before)
    })

    test('of what was left behind under one key only the latest is sent', async () => {
      let breaks = false
      await using it = await testHouse(database, {
        beforeCommit() {
          if (breaks) throw new Error('broken before the commit')
        },
      })
      const first = receiver(async () => {
        await put(it.house, { body: 'two', collapseKey: 'chat' })
        breaks = true
        return { result: 'sent' }
      })
      await put(it.house, { body: 'one', collapseKey: 'chat' })
      const outbox = openOutbox(it.house, { push: first.send }, never)
      await expect(outbox.run()).rejects.toThrow('broken')
      breaks = false
      it.clock.move(LEASE_MS)
      const phone = receiver()
      await openOutbox(it.house, { push: phone.send }, never).run()
      expect([first.bodies(), phone.bodies()]).toEqual([['one'], ['two']])
      expect(await rowsOf(it.house)).toMatchObject([{ state: 'sent' }])
    })

    test('what is noted of an attempt is on disk together with its outcome', async () => {
      await using it = await testHouse(database)
      const { house, alice } = it
      const phone = receiver(() => ({
        result: 'gone',
        reason: 'No such phone',
        noted: async ({ db }) => {
          await db.updateTable('users').set({ about: 'unreachable' }).where('id', '=', alice.id).execute()
        },
      }))
      await put(house)
      await openOutbox(house, { push: phone.send }, never).run()
      expect(await rowsOf(house)).toMatchObject([{ state: 'gone', reason: 'No such phone', body: 'null' }])
      const { about } = await house.db.reader
        .selectFrom('users')
        .select('about')
        .where('id', '=', alice.id)
        .executeTakeFirstOrThrow()
      expect(about).toBe('unreachable')
    })

    test('two processes never send the same at the same time, and each goes out once', async () => {
      await using it = await testHouse(database)
      await using other = await anotherHouse(it, { clock: it.clock })
      const inHand = new Set<string>()
      const came = new Map<string, number>()
      const send: Sender = async ({ id }) => {
        if (inHand.has(id)) throw new Error('twice at the same time')
        inHand.add(id)
        came.set(id, (came.get(id) ?? 0) + 1)
        await Bun.sleep(Math.random() * 4)
        inHand.delete(id)
        return { result: 'sent' }
      }
      for (let i = 0; i < 150; i++) await put(it.house, { body: i })
      const outboxes = [it.house, other.house].map((house) => openOutbox(house, { push: send }, never))
      await Promise.all(outboxes.map((outbox) => outbox.run()))
      expect(came.size).toBe(150)
      expect([...new Set(came.values())]).toEqual([1])
      expect(new Set((await rowsOf(it.house)).map((row) => row.state))).toEqual(new Set(['sent']))
    })

    test('once started it wakes by itself: for what is put in, and when something is due', async () => {
      await using it = await testHouse(database, { clock: systemClock })
      let cameAt = 0
      const phone = receiver(() => {
        cameAt = Date.now()
        return { result: 'sent' }
      })
      const outbox = openOutbox(it.house, { push: phone.send }, never)
      outbox.start()
      // The look that comes every ten seconds would find all of it, too.
      for (const many of [1, 2]) {
        await put(it.house, { body: 'now' })
        await until(() => phone.came.length === many, 8000)
        await Bun.sleep(50)
      }
      const notBefore = Date.now() + 150
      await put(it.house, { body: 'in a moment', notBefore })
      await until(() => phone.came.length === 3, 8000)
      expect(cameAt).toBeGreaterThanOrEqual(notBefore)
      await outbox.close()
      await put(it.house, { body: 'too late' })
      await Bun.sleep(20)
      expect(phone.bodies()).toEqual(['now', 'now', 'in a moment'])
    }, 20_000)

    test('a sender that hangs does not hold up what is put in later, nor the other channels', async () => {
      await using it = await testHouse(database, { clock: systemClock })
      const hanging = Promise.withResolvers<Outcome>()
      const phone = receiver(({ body }) => (body === 'hangs' ? hanging.promise : { result: 'sent' }))
      const mail = receiver()
      const outbox = openOutbox(it.house, { push: phone.send, email: mail.send }, never)
      outbox.start()
      await put(it.house, { body: 'hangs' })
      await until(() => phone.came.length === 1, 8000)
      await put(it.house, { body: 'goes' })
      await put(it.house, { channel: 'email', body: 'letter' })
      await until(() => phone.came.length === 2 && mail.came.length === 1, 8000)
      hanging.resolve({ result: 'sent' })
      await outbox.close()
      expect((await rowsOf(it.house)).map((row) => row.state)).toEqual(['sent', 'sent', 'sent'])
    }, 20_000)

    test('what is old is forgotten, failures later; and an account takes its own along', async () => {
      await using it = await testHouse(database)
      const { house, alice, bob } = it
      const phone = receiver(({ body }) =>
        body === 'no' ? { result: 'refused', reason: 'No' } : { result: 'sent' },
      )
      await put(house, { body: 'yes' })
      await put(house, { body: 'no' })
      await put(house, { channel: 'sms', body: 'nobody sends this' })
      await openOutbox(house, { push: phone.send }, never).run()
      const states = async () => {
        await house.commit(forgetSettled)
        return (await rowsOf(house)).map((row) => row.state)
      }
      expect(await states()).toEqual(['sent', 'refused', 'waiting'])
      it.clock.move(day + 1)
      expect(await states()).toEqual(['refused', 'waiting'])
      it.clock.move(3 * day)
      expect(await states()).toEqual(['refused'])
      it.clock.move(30 * day)
      expect(await states()).toEqual([])
      await put(house, { userId: alice.id })
      await put(house, { userId: bob.id })
      await house.commit((tx) => dropOutbox(tx, alice.id))
      expect((await rowsOf(house)).map((row) => row.user_id)).toEqual([bob.id])
    })
  })
