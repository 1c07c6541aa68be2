import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { noteNumber } from '../contacts/numbers.ts'
import { redeemPasswordReset } from './forgotten-password.ts'
import { issueLink } from './links.ts'
import { codeFor } from './phone-code.ts'
import { verifyEmail } from './verify-email.ts'
import { verifyPhone } from './verify-phone.ts'

const ROUNDS = 8

for (const database of databases.filter(({ name }) => name !== 'sqlite')) {
  test(`${database.name}: a link that two processes are handed at once is good in one of them`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its, { clock: its.clock })
    const houses = [its.house, other.house]
    const email = 'bob@example.org'
    await its.house.commit(({ db }) =>
      db.updateTable('users').set({ email }).where('id', '=', its.bob.id).execute(),
    )
    for (let n = 0; n < ROUNDS; n++) {
      const token = await its.house.commit((tx) => issueLink(tx, its.bob.id, 'email', email))
      const tries = houses.map(({ commit, config }) =>
        refusalOf(commit((tx) => verifyEmail(tx, config, token))),
      )
      expect((await Promise.all(tries)).toSorted()).toEqual(['not_found', undefined])
    }
    const token = await its.house.commit((tx) => issueLink(tx, its.bob.id, 'password', email))
    const tries = houses.map((house, n) => refusalOf(redeemPasswordReset(house, token, `password ${n}`)))
    expect((await Promise.all(tries)).toSorted()).toEqual(['not_found', undefined])
  })

  test(`${database.name}: two who verify one number in two processes at once: one has it in the end`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its, { clock: its.clock })
    const { house, bob, cleo } = its
    for (let n = 0; n < ROUNDS; n++) {
      const phone = `+3361234567${n}`
      const expires_at = its.clock.now() + 1000
      const rows = [bob, cleo].map(({ id }) => ({
        user_id: id,
        phone,
        nonce: id.slice(4),
        tries: 0,
        expires_at,
      }))
      await house.commit(async ({ db }) => {
        await db.deleteFrom('phone_codes').execute()
        await db.insertInto('phone_codes').values(rows).execute()
      })
      const both = [
        { one: house, who: bob },
        { one: other.house, who: cleo },
      ]
      const done = both.map(({ one, who }) => {
        const said = { phone, code: codeFor(one.secrets, who.id.slice(4), phone) }
        return refusalOf(
          one.commit((tx) => verifyPhone(tx, one.secrets, who, said, [noteNumber(one.secrets)])),
        )
      })
      expect(await Promise.all(done)).toEqual([undefined, undefined])
      const holders = await house.db.reader
        .selectFrom('users')
        .select('id')
        .where('phone', '=', phone)
        .execute()
      const noted = await house.db.reader.selectFrom('verified_numbers').select('user_id').execute()
      expect(holders).toHaveLength(1)
      expect(noted.map((row) => row.user_id)).toContain(holders[0]!.id)
    }
  })
}
