import { describe, expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { futureHouse } from '../../test/future.ts'
import { day, hour, minute, second } from '../clock.ts'

const inAnHour = { in: { unit: 'hour', count: 1 } }

for (const database of databases)
  describe(database.name, () => {
    test('alice changes her letter until it has arrived, and only in the version that she knows', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, clock } = its
      const letter = await its.write(alice, { to: [{ user_id: bob.id }], text: 'First', when: inAnHour })
      const path = `/${letter.id}`
      const at = clock.now() + 2 * day
      const changed = await its.must(alice, 'PATCH', path, { text: 'Better', when: { at }, late: 'skip' })
      expect(changed).toMatchObject({ text: 'Better', when: { at }, late: 'skip', next_at: at, version: 2 })
      const stale = await its.ask(alice, 'PATCH', path, { text: 'Worse' }, { 'If-Match': '"1"' })
      expect(stale.status).toBe(412)
      expect(await its.pass(day)).toBe(0)
      expect(await its.pass(day)).toBe(1)
      expect(await its.texts(bob)).toEqual(['Better'])
      for (const [method, more] of [
        ['PATCH', ''],
        ['POST', '/cancel'],
        ['POST', '/send-now'],
        ['POST', '/pause'],
      ] as const) {
        const body = method === 'PATCH' ? { text: 'Too late' } : undefined
        expect([more, (await its.ask(alice, method, path + more, body)).status]).toEqual([more, 409])
      }
    })

    test('nobody but its sender sees or steers it', async () => {
      await using its = await futureHouse(database)
      const { alice, bob } = its
      const letter = await its.write(alice, { to: [{ user_id: bob.id }], text: 'Sealed', when: inAnHour })
      for (const [method, more] of [
        ['GET', ''],
        ['GET', '/occurrences'],
        ['GET', '/preview'],
        ['DELETE', ''],
        ['POST', '/cancel'],
        ['POST', '/send-now'],
        ['POST', '/duplicate'],
      ])
        expect([more, (await its.ask(bob, method!, `/${letter.id}${more}`)).status]).toEqual([more, 404])
      expect((await its.must(bob, 'GET', '')).items).toEqual([])
    })

    test('it is cancelled, sent at once, written once more and forgotten', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, house } = its
      const common = { to: [{ user_id: bob.id }], when: inAnHour }
      const cancelled = await its.write(alice, { ...common, text: 'never' })
      const shown = await its.must(alice, 'POST', `/${cancelled.id}/cancel`)
      expect(shown).toMatchObject({ state: 'cancelled', next_at: null, recipients: [{ state: 'cancelled' }] })
      const now = await its.write(alice, { ...common, text: 'now', late: 'skip', late_after: 0 })
      await its.must(alice, 'POST', `/${now.id}/send-now`)
      await its.pass(5)
      expect(await its.texts(bob)).toEqual(['now'])
      const again = await its.must(alice, 'POST', `/${now.id}/duplicate`)
      expect(again).toMatchObject({ text: 'now', state: 'active', recipients: [{ state: 'planned' }] })
      const before = await its.head()
      await its.must(alice, 'DELETE', `/${again.id}`)
      expect((await its.ask(alice, 'GET', `/${again.id}`)).status).toBe(404)
      expect((await its.hears(alice, before)).map((one) => [one.kind, one.body])).toEqual([
        ['scheduled.forgotten', { scheduled_id: again.id }],
      ])
      const about = house.db.reader.selectFrom('entries').select('body').where('about', '=', again.id)
      expect(new Set((await about.execute()).map((one) => one.body))).toEqual(new Set(['null']))
      expect(await its.pass(day)).toBe(0)
      expect(await its.texts(bob)).toEqual(['now'])
    })

    test('what recurs is paused, resumed, and left out once', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, clock } = its
      const first = clock.now() + hour
      const letter = await its.write(alice, {
        to: [{ user_id: bob.id }],
        text: 'Daily',
        when: { at: first, repeat: { rule: 'FREQ=DAILY' } },
      })
      const path = `/${letter.id}`
      await its.must(alice, 'POST', `${path}/pause`)
      expect(await its.pass(3 * day)).toBe(0)
      const resumed = await its.must(alice, 'POST', `${path}/resume`)
      expect(resumed).toMatchObject({ state: 'active', next_at: first + 3 * day })
      const skipped = await its.must(alice, 'POST', `${path}/skip-next`)
      expect(skipped).toMatchObject({ next_at: first + 4 * day })
      expect(await its.pass(hour)).toBe(0)
      expect(await its.pass(day)).toBe(1)
      expect(await its.texts(bob)).toEqual(['Daily'])
      const { times } = await its.must(alice, 'GET', `${path}/preview?count=3`)
      expect(times).toEqual([{ zone: null, next: [5, 6, 7].map((n) => first + n * day) }])
      const { items } = await its.must(alice, 'GET', `${path}/occurrences`)
      expect(items.map((one: { state: string }) => one.state)).toEqual(['planned', 'delivered', 'skipped'])
    })

    test('nine o’clock is nine o’clock where each of them lives, also when he moves', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, dora, api } = its
      const live = (who: typeof bob, zone: string) => api.as(who)('PATCH', '/users/me', { zone })
      await live(alice, 'Europe/Paris')
      await live(bob, 'America/New_York')
      await live(cleo, 'Asia/Tokyo')
      const letter = await its.write(alice, {
        to: [bob, cleo, dora].map((who) => ({ user_id: who.id })),
        text: 'Good morning',
        when: { local: '2027-01-04T09:00', where_you_are: true },
      })
      const dueOf = async (who: typeof bob) =>
        (await its.show(alice, letter.id)).recipients.find((one) => one.to.user_id === who.id)!.due_at
      expect(await dueOf(cleo)).toBe(Date.UTC(2027, 0, 4, 0))
      expect(await dueOf(dora)).toBe(Date.UTC(2027, 0, 4, 8))
      expect(await dueOf(bob)).toBe(Date.UTC(2027, 0, 4, 14))
      await live(bob, 'Europe/London')
      expect(await dueOf(bob)).toBe(Date.UTC(2027, 0, 4, 9))
    })

    test('what she has asked for is listed by what became of it, and counted', async () => {
      await using its = await futureHouse(database)
      const { alice, bob } = its
      const common = { to: [{ user_id: bob.id }] }
      const soon = await its.write(alice, { ...common, text: 'soon', when: inAnHour })
      const later = await its.write(alice, {
        ...common,
        text: 'later',
        when: { in: { unit: 'year', count: 12 } },
        secrecy: 'announced',
      })
      const off = await its.write(alice, { ...common, text: 'off', when: inAnHour })
      await its.must(alice, 'POST', `/${off.id}/cancel`)
      await its.pass(hour)
      const ids = async (query: string) =>
        (await its.must(alice, 'GET', query)).items.map((one: { id: string }) => one.id)
      expect(await ids('?state=pending')).toEqual([later.id])
      expect(await ids('?state=delivered')).toEqual([soon.id])
      expect(await ids('?state=failed')).toEqual([off.id])
      expect((await ids('')).toSorted()).toEqual([soon.id, later.id, off.id].toSorted())
      const first = await its.must(alice, 'GET', '?limit=2')
      expect(await ids(`?limit=2&after=${first.next}`)).toHaveLength(1)
      expect(await its.must(alice, 'GET', '/counts')).toEqual({ from_me: 1, to_me: 0, status: 'sower' })
      expect(await its.must(bob, 'GET', '/counts')).toEqual({ from_me: 0, to_me: 1, status: null })
      const card = (await its.api.as(bob)('GET', `/users/${alice.id}`)).body
      expect(card.status).toBe('sower')
    })

    test('a random moment is drawn once, and may be hidden from her, too', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, clock } = its
      const random = { from: clock.now() + day, to: clock.now() + 30 * day }
      const common = { to: [{ user_id: bob.id }], text: 'Surprise' }
      const open = await its.write(alice, { ...common, when: { random } })
      expect(open.next_at).toBeGreaterThanOrEqual(random.from)
      expect(open.next_at).toBeLessThanOrEqual(random.to)
      const hidden = await its.write(alice, { ...common, when: { random: { ...random, hidden: true } } })
      expect(hidden).toMatchObject({ next_at: null, recipients: [{ due_at: null }] })
      expect(await its.must(alice, 'GET', `/${hidden.id}/preview`)).toMatchObject({ hidden: true, times: [] })
      expect(await its.pass(30 * day)).toBe(2)
      const [arrived] = (await its.show(alice, hidden.id)).recipients
      expect(arrived!.due_at).toBeGreaterThanOrEqual(random.from)
    })

    test('a message comes back to whoever sends it into his future, and nobody else notices', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, api, clock } = its
      await its.write(alice, { to: [{ user_id: bob.id }], text: 'Remember', when: inAnHour })
      await its.pass(hour)
      const [message] = await its.arrivals(bob)
      const place = `/chats/${message.chat_id}/messages/${message.id}`
      const before = await its.head()
      const back = await api.as(bob)('POST', `${place}/return`)
      expect(back.body).toMatchObject({ returns: message.id, next_at: null, state: 'active' })
      expect(await its.must(bob, 'GET', `/${back.body.id}/preview`)).toEqual({
        hidden: true,
        words: { en: 'some day', fr: 'un jour' },
        times: [],
      })
      expect((await api.as(bob)('GET', place)).status).toBe(404)
      expect((await api.as(alice)('GET', place)).status).toBe(200)
      expect(await its.must(bob, 'GET', '/counts')).toMatchObject({ to_me: 1 })
      const { due_at } = (await its.house.db.reader
        .selectFrom('occurrences')
        .select('due_at')
        .where('scheduled_id', '=', back.body.id)
        .executeTakeFirst())!
      expect(due_at).toBeGreaterThan(clock.now() + 60 * day)
      expect(due_at).toBeLessThan(clock.now() + 181 * day)
      await its.pass(due_at - clock.now())
      expect((await api.as(bob)('GET', place)).body.text).toBe('Remember')
      const returned = (await its.hears(bob, before)).filter(({ kind }) => kind === 'message.returned')
      expect(returned.map(({ body }) => body.message.id)).toEqual([message.id])
      expect(await its.hears(alice, before)).toEqual([])
      const soon = await api.as(bob)('POST', `${place}/return`, { when: inAnHour })
      await api.as(alice)('DELETE', place)
      await its.pass(hour)
      expect(await its.statesOf(bob, soon.body.id)).toEqual(['failed'])
    })

    test('what cannot be is refused, and nothing is kept', async () => {
      await using its = await futureHouse(database, { env: { PARLEY_MAX_PENDING: '3' } })
      const { alice, bob, house, clock } = its
      const to = [{ user_id: bob.id }]
      const at = clock.now() + hour
      const wrong: [object, number][] = [
        [{ to, when: { at } }, 400],
        [{ to: [], text: 'x', when: { at } }, 400],
        [{ to: [{}], text: 'x', when: { at } }, 400],
        [{ to: [{ user_id: bob.id, phone: '+33612345678' }], text: 'x', when: { at } }, 400],
        [{ to: [{ user_id: house.secrets.tokenKey }], text: 'x', when: { at } }, 400],
        [{ to: [{ user_id: crypto.randomUUID() }], text: 'x', when: { at } }, 404],
        [{ to: [{ chat_id: crypto.randomUUID() }], text: 'x', when: { at } }, 404],
        [{ to: [{ phone: '123' }], text: 'x', when: { at } }, 400],
        [{ to: Array.from({ length: 1_000_000 }, () => 1), text: 'x', when: { at } }, 413],
        [{ to: Array.from({ length: 501 }, () => to[0]), text: 'x', when: { at } }, 400],
        [{ to, text: 'x', when: { at: clock.now() - 2 * second } }, 400],
        [{ to, text: 'x', when: { at: Date.UTC(9999, 11, 31) + 2 * day } }, 400],
        [{ to, text: 'x', when: { at: clock.now() + 101 * 366 * day } }, 400],
        [{ to, text: 'x', when: { at: Number.NaN } }, 400],
        [{ to, text: 'x', when: { at: 1e300 } }, 400],
        [{ to, text: 'x', when: { local: '2027-02-30T09:00' } }, 400],
        [{ to, text: 'x', when: { local: '2027-02-20T09:00', zone: 'Mars/Olympus' } }, 400],
        [{ to, text: 'x', when: { at, repeat: { rule: 'FREQ=SECONDLY' } } }, 400],
        [{ to, text: 'x', when: { at, repeat: { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' } } }, 400],
        [{ to, text: 'x', when: { at }, late: 'maybe' }, 400],
        [{ to, text: 'x', when: { choice: 'nonsense' } }, 400],
        [{ to, text: 'x'.repeat(20_001), when: { at } }, 400],
      ]
      for (const [body, status] of wrong) {
        const answer = await its.ask(alice, 'POST', '', body)
        expect([JSON.stringify(body).slice(0, 120), answer.status]).toEqual([
          JSON.stringify(body).slice(0, 120),
          status,
        ])
      }
      expect(await house.db.reader.selectFrom('scheduled_messages').select('id').execute()).toEqual([])
      expect(await house.db.reader.selectFrom('occurrences').select('id').execute()).toEqual([])
      for (let n = 0; n < 3; n++) await its.write(alice, { to, text: 'x', when: { at } })
      expect((await its.ask(alice, 'POST', '', { to, text: 'x', when: { at } })).status).toBe(429)
      await its.pass(hour + minute)
      await its.write(alice, { to, text: 'x', when: inAnHour })
    })
  })
