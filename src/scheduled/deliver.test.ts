import { describe, expect, test } from 'bun:test'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { futureHouse } from '../../test/future.ts'
import { day, hour, minute, second } from '../clock.ts'

for (const database of databases)
  describe(database.name, () => {
    test('a letter arrives at its hour, not a moment before, and once', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, clock } = its
      const before = await its.head()
      const writtenAt = clock.now()
      const letter = await its.write(bob, {
        to: [{ user_id: alice.id }],
        text: 'Happy birthday',
        when: { at: writtenAt + 365 * day },
      })
      expect(letter).toMatchObject({ state: 'active', next_at: writtenAt + 365 * day, repeats: false })
      expect(letter.recipients).toMatchObject([{ state: 'planned', to: { user_id: alice.id }, n: 1 }])
      expect(await its.pass(365 * day - 1)).toBe(0)
      expect(await its.hears(alice, before)).toEqual([])
      expect(await its.pass(1)).toBe(1)
      expect(await its.pass(0)).toBe(0)
      const [message, ...more] = await its.arrivals(alice, before)
      expect(more).toEqual([])
      expect(message).toMatchObject({ sender_id: bob.id, text: 'Happy birthday', written_at: writtenAt })
      expect(message.created_at).toBe(writtenAt + 365 * day)
      const shown = await its.show(bob, letter.id)
      expect(shown).toMatchObject({ state: 'ended', next_at: null, version: 2 })
      const { chat_id, id: message_id } = message
      expect(shown.recipients).toMatchObject([
        { state: 'delivered', chat_id, message_id, state_at: clock.now() },
      ])
      const told = (await its.hears(bob, before)).filter(({ kind }) => kind.startsWith('scheduled.'))
      expect(told.map(({ kind }) => kind)).toEqual(['scheduled.planned', 'scheduled.updated'])
      expect(told[1]!.body.scheduled).toEqual(shown)
    })

    test('it goes to people, groups, oneself and numbers at once, to each once', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, house } = its
      const club = await group(house, [alice, bob, cleo])
      const letter = await its.write(alice, {
        to: [
          { user_id: bob.id },
          { user_id: bob.id },
          { chat_id: club.id },
          { user_id: alice.id },
          { phone: '06 12 34 56 78' },
          { phone: '+33612345678' },
        ],
        text: 'All of you',
        when: { in: { unit: 'minute', count: 10 } },
      })
      const states = letter.recipients.map(({ to, state }) => [Object.values(to)[0], state])
      expect(new Map(states as [string, string][])).toEqual(
        new Map([
          [bob.id, 'planned'],
          [alice.id, 'planned'],
          [club.id, 'planned'],
          ['+33612345678', 'waiting'],
        ]),
      )
      expect(await its.pass(10 * minute)).toBe(3)
      expect(await its.texts(bob)).toEqual(['All of you', 'All of you'])
      expect(await its.texts(cleo)).toEqual(['All of you'])
      expect((await its.texts(alice)).length).toBe(3)
      expect((await its.show(alice, letter.id)).state).toBe('active')
    })

    test('what recurs comes again until its end, and once after a long stop', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, clock } = its
      const first = clock.now() + hour
      const letter = await its.write(alice, {
        to: [{ user_id: bob.id }],
        text: 'Drink water',
        when: { at: first, repeat: { rule: 'FREQ=DAILY;COUNT=5' } },
      })
      await its.pass(hour)
      await its.pass(day)
      expect((await its.texts(bob)).length).toBe(2)
      expect(await its.show(alice, letter.id)).toMatchObject({ next_at: first + 2 * day })
      // Nothing ran for two days: the third and the fourth are one.
      await its.pass(2 * day + minute)
      expect((await its.texts(bob)).length).toBe(3)
      await its.pass(day)
      expect(await its.pass(10 * day)).toBe(0)
      expect((await its.texts(bob)).length).toBe(4)
      expect(await its.show(alice, letter.id)).toMatchObject({ state: 'ended', next_at: null })
      const ledger = (await its.must(alice, 'GET', `/${letter.id}/occurrences`)).items
      expect(ledger.map((one: { n: number; state: string }) => [one.n, one.state])).toEqual([
        [4, 'delivered'],
        [3, 'delivered'],
        [2, 'delivered'],
        [1, 'delivered'],
      ])
    })

    test('what is late is sent, skipped or asked about, as its sender wished', async () => {
      await using its = await futureHouse(database)
      const { alice, bob } = its
      const common = { to: [{ user_id: bob.id }], when: { in: { unit: 'hour', count: 1 } }, late_after: 1000 }
      const letters = [
        await its.write(alice, { ...common, text: 'anyway' }),
        await its.write(alice, { ...common, text: 'in time', late: 'skip' }),
        await its.write(alice, { ...common, text: 'ask', late: 'ask' }),
        await its.write(alice, { ...common, text: 'patient', late: 'skip', late_after: day }),
      ]
      const states = async () =>
        (await Promise.all(letters.map(({ id }) => its.statesOf(alice, id)))).map(([state]) => state)
      await its.pass(hour + 2 * second)
      expect(await states()).toEqual(['delivered', 'skipped', 'asking', 'delivered'])
      const asked = await its.show(alice, letters[2]!.id)
      const decision = `/${asked.id}/occurrences/${asked.recipients[0]!.id}/decision`
      await its.must(alice, 'POST', decision, { decision: 'send' })
      expect((await its.ask(alice, 'POST', decision, { decision: 'skip' })).status).toBe(409)
      await its.pass(0)
      expect(await states()).toEqual(['delivered', 'skipped', 'delivered', 'delivered'])
      expect((await its.texts(bob)).sort()).toEqual(['anyway', 'ask', 'patient'])
    })

    test('one that breaks takes nobody with it, is tried again later, and its sender is told', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo } = its
      const when = { in: { unit: 'minute', count: 1 } }
      const good = await its.write(alice, { to: [{ user_id: bob.id }], text: 'good', when })
      const bad = await its.write(alice, { to: [{ user_id: cleo.id }], text: 'bad', when })
      const whole = await breakPlan(its, bad.id, (plan) => ({
        ...plan,
        repeat: { rule: 'NONSENSE', except: [] },
      }))
      await its.pass(minute)
      expect(await its.texts(bob)).toEqual(['good'])
      expect((await its.show(alice, good.id)).state).toBe('ended')
      expect(await its.show(alice, bad.id)).toMatchObject({
        recipients: [{ state: 'delivering', attempts: 1, reason: 'The server could not deliver it yet' }],
      })
      expect(await its.pass(second)).toBe(0)
      await breakPlan(its, bad.id, () => whole)
      await its.pass(10 * second)
      expect(await its.texts(cleo)).toEqual(['bad'])
      expect(await its.statesOf(alice, bad.id)).toEqual(['delivered'])
    })

    test('what the server can never deliver fails in the end', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, house } = its
      const when = { in: { unit: 'minute', count: 1 } }
      const letter = await its.write(alice, { to: [{ user_id: bob.id }], text: 'x', when })
      const worse = await its.write(alice, { to: [{ user_id: bob.id }], text: 'y', when })
      const last = await its.write(alice, { to: [{ user_id: bob.id }], text: 'last', when })
      await breakPlan(its, letter.id, (plan) => ({ ...plan, repeat: { rule: 'NONSENSE', except: [] } }))
      await house.db.writer
        .updateTable('scheduled_messages')
        .set({ plan: '{' })
        .where('id', '=', worse.id)
        .execute()
      await its.pass(minute)
      expect(await its.statesOf(alice, last.id)).toEqual(['delivered'])
      let tries = 1
      for (; (await its.statesOf(alice, letter.id))[0] === 'delivering'; tries++) await its.pass(day)
      expect(tries).toBe(10)
      expect((await its.show(alice, letter.id)).recipients[0]).toMatchObject({ state: 'failed', attempts: 9 })
      expect(await its.pass(365 * day)).toBe(0)
      expect(await its.texts(bob)).toEqual(['last'])
    })
  })

type Plan = Record<string, unknown>

/** Writes another plan into the database by hand. Answers what was there before. */
async function breakPlan(
  { house }: Awaited<ReturnType<typeof futureHouse>>,
  id: string,
  change: (plan: Plan) => Plan,
): Promise<Plan> {
  const { writer } = house.db
  const row = await writer
    .selectFrom('scheduled_messages')
    .select('plan')
    .where('id', '=', id)
    .executeTakeFirst()
  const before = JSON.parse(row!.plan)
  const plan = JSON.stringify(change(before))
  await writer.updateTable('scheduled_messages').set({ plan }).where('id', '=', id).execute()
  return before
}
