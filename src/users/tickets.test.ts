import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { second } from '../clock.ts'
import { readConfig } from '../config.ts'
import { setState } from './moderate.ts'
import { forgetEnded, revokeSession } from './sessions.ts'
import { issueTicket, redeemTicket } from './tickets.ts'

const refused = { code: 'unauthenticated', message: 'The ticket has been used, or is too old' }

for (const database of databases) {
  test(`${database.name}: a ticket is good once, within a minute`, async () => {
    await using its = await testHouse(database)
    const { house, bob } = its
    const { ticket, expires_in } = await issueTicket(house, bob)
    expect([ticket.length, expires_in]).toEqual([32, 60])
    its.clock.move(59_999)
    expect(await redeemTicket(house, ticket)).toMatchObject({ id: bob.id, sessionId: bob.sessionId })
    await expect(redeemTicket(house, ticket)).rejects.toMatchObject(refused)
    const late = await issueTicket(house, bob)
    its.clock.move(60 * second)
    await expect(redeemTicket(house, late.ticket)).rejects.toMatchObject(refused)
    for (const none of ['', 'x', '\0', `${ticket}x`, "' or 1=1"])
      await expect(redeemTicket(house, none)).rejects.toMatchObject(refused)
    await issueTicket(house, bob)
    its.clock.move(61 * second)
    await house.commit(forgetEnded)
    expect(await house.db.reader.selectFrom('stream_tickets').selectAll().execute()).toEqual([])
  })

  test(`${database.name}: of many who bring one ticket, also to two processes, one gets in`, async () => {
    await using its = await testHouse(database)
    const env = {
      PARLEY_DATA_DIR: its.place.dataDir,
      DATABASE_URL: its.place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    }
    const other = await openHouse(readConfig(env), { clock: its.clock })
    const { ticket } = await issueTicket(its.house, its.bob)
    const houses = Array.from({ length: 10 }, (_, i) => [its.house, other.house][i % 2]!)
    const outcomes = await Promise.allSettled(houses.map((house) => redeemTicket(house, ticket)))
    await other.close()
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test(`${database.name}: a ticket ends with its session and is worth nothing in the database`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const one = await issueTicket(house, bob)
    await house.commit((tx) => revokeSession(tx, bob.id, bob.sessionId, 'revoked'))
    await expect(redeemTicket(house, one.ticket)).rejects.toMatchObject(refused)
    const two = await issueTicket(house, cleo)
    const [row] = await house.db.reader.selectFrom('stream_tickets').selectAll().execute()
    await expect(redeemTicket(house, row!.digest)).rejects.toMatchObject(refused)
    await house.commit((tx) => setState(tx, alice, cleo.id, 'suspended'))
    await expect(redeemTicket(house, two.ticket)).rejects.toMatchObject(refused)
    const three = await issueTicket(house, alice)
    await house.db.writer.updateTable('sessions').set({ expires_at: its.clock.now() }).execute()
    await expect(redeemTicket(house, three.ticket)).rejects.toMatchObject(refused)
  })
}
