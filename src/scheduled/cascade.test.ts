import { describe, expect, test } from 'bun:test'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { futureHouse } from '../../test/future.ts'
import { deleteChat } from '../chats/delete-chat.ts'
import { leaveAllChats } from '../chats/leave-all.ts'
import { removeMember } from '../chats/remove-member.ts'
import { hour } from '../clock.ts'
import { block, unblock } from '../users/block.ts'
import { removeUser } from '../users/remove.ts'
import { forgetFuture } from './cascade.ts'
import { claimNumber } from './claim-number.ts'

const when = { in: { unit: 'hour', count: 1 } }

for (const database of databases)
  describe(database.name, () => {
    test('bob blocks alice: nothing that is on its way between them arrives, and she cannot tell who it was', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, house } = its
      const fromAlice = await its.write(alice, {
        to: [{ user_id: bob.id }, { user_id: cleo.id }],
        text: 'to bob',
        when,
      })
      const fromBob = await its.write(bob, { to: [{ user_id: alice.id }], text: 'to alice', when })
      const before = await its.head()
      await house.commit((tx) => block(tx, bob, alice.id))
      expect(await its.statesOf(bob, fromBob.id)).toEqual(['blocked'])
      expect(await its.show(alice, fromAlice.id)).toEqual(fromAlice)
      expect(await its.hears(alice, before)).toEqual([])
      // To take the block back does not bring back what it stopped.
      await house.commit((tx) => unblock(tx, bob, alice.id))
      await its.pass(hour)
      expect(await its.texts(bob)).toEqual([])
      expect(await its.texts(alice)).toEqual(['to bob'])
      const reasons = (await its.show(alice, fromAlice.id)).recipients.map((one) => [one.state, one.reason])
      expect(reasons).toEqual([
        ['blocked', 'You cannot reach this person'],
        ['delivered', null],
      ])
      const [mine] = (await its.show(bob, fromBob.id)).recipients
      expect(mine!.reason).toBe('You cannot reach this person')
      expect(await its.texts(cleo)).toEqual(['to bob'])
    })

    test('who leaves a group, or is removed, says nothing there any more; nor does anybody when it is gone', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, house } = its
      const club = await group(house, [alice, bob, cleo])
      const to = [{ chat_id: club.id }]
      const fromBob = await its.write(bob, { to, text: 'bob', when })
      const fromCleo = await its.write(cleo, { to, text: 'cleo', when })
      const fromAlice = await its.write(alice, { to, text: 'alice', when })
      await house.commit((tx) => removeMember(tx, bob, club.id, bob.id))
      await house.commit((tx) => removeMember(tx, alice, club.id, cleo.id))
      expect(await its.statesOf(bob, fromBob.id)).toEqual(['cancelled'])
      expect(await its.statesOf(cleo, fromCleo.id)).toEqual(['cancelled'])
      await house.commit((tx) => deleteChat(tx, alice, club.id))
      expect(await its.show(alice, fromAlice.id)).toMatchObject({
        state: 'ended',
        recipients: [{ state: 'failed', reason: 'The group is gone' }],
      })
      expect(await its.pass(hour)).toBe(0)
    })

    test('alice deletes her account: what she wrote is erased, and what was to come to her does not', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, house } = its
      const secret = 'a word that nobody else says'
      await its.write(alice, { to: [{ user_id: bob.id }], text: secret, when, secrecy: 'announced' })
      expect((await its.must(bob, 'GET', '/announced')).items).toHaveLength(1)
      const toAlice = await its.write(bob, {
        to: [{ user_id: alice.id }, { user_id: cleo.id }],
        text: 'hi',
        when,
      })
      await house.commit(async (tx) => {
        await tx.db.updateTable('users').set({ is_admin: 1 }).where('id', '=', bob.id).execute()
        await removeUser(tx, alice.id, [forgetFuture, leaveAllChats])
      })
      expect((await its.must(bob, 'GET', '/announced')).items).toEqual([])
      await its.pass(hour)
      expect(await its.texts(bob)).toEqual(['hi'])
      expect((await its.statesOf(bob, toAlice.id)).toSorted()).toEqual(['blocked', 'delivered'])
      const tables = await house.db.reader.introspection.getTables()
      for (const { name } of tables.filter((table) => !table.name.startsWith('messages_words'))) {
        const rows = await house.db.reader
          .selectFrom(name as 'entries')
          .selectAll()
          .execute()
        expect([name, JSON.stringify(rows).includes(secret)]).toEqual([name, false])
      }
    })

    test('what waits for a number comes to whoever proves that it is his, in the order of the hours', async () => {
      await using its = await futureHouse(database)
      const { alice, bob, cleo, house } = its
      const to = [{ phone: '+33612345678' }]
      const late = { in: { unit: 'hour', count: 2 } }
      const future = { in: { unit: 'hour', count: 9 } }
      const second = await its.write(alice, {
        to,
        text: 'second',
        when: late,
        late: 'skip',
        late_after: 1000,
      })
      await its.write(alice, { to, text: 'first', when })
      await its.write(cleo, { to, text: 'unwanted', when })
      await its.write(alice, { to, text: 'third', when: future, secrecy: 'announced' })
      await its.pass(3 * hour)
      expect(await its.statesOf(alice, second.id)).toEqual(['waiting'])
      await house.commit((tx) => block(tx, bob, cleo.id))
      await house.commit(async (tx) => {
        const proven = { phone: '+33612345678', phone_verified_at: tx.at }
        await tx.db.updateTable('users').set(proven).where('id', '=', bob.id).execute()
        await claimNumber(tx, bob.id, '+33612345678')
      })
      expect((await its.must(bob, 'GET', '/announced')).items).toHaveLength(1)
      await its.pass(0)
      expect(await its.texts(bob)).toEqual(['first', 'second'])
      expect(await its.statesOf(alice, second.id)).toEqual(['delivered'])
      await its.pass(6 * hour)
      expect(await its.texts(bob)).toEqual(['first', 'second', 'third'])
      const straight = await its.write(alice, { to, text: 'fourth', when })
      expect(straight.recipients.map((one) => [one.to, one.state])).toEqual([
        [{ phone: '+33612345678' }, 'planned'],
      ])
    })
  })
