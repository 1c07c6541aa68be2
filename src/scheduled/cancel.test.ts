import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { shared } from '../../test/databases.ts'
import { futureHouse } from '../../test/future.ts'
import { day, hour } from '../clock.ts'
import { cancel } from './cancel.ts'
import { deliverDue } from './deliver.ts'

for (const database of shared)
  test(`${database.name}: alice cancels in the moment in which another process delivers, and nothing comes after`, async () => {
    await using its = await futureHouse(database)
    await using other = await anotherHouse(its)
    const { alice, bob, house, clock } = its
    const letter = await its.write(alice, {
      to: [{ user_id: bob.id }],
      text: 'Daily',
      when: { at: clock.now() + hour, repeat: { rule: 'FREQ=DAILY' } },
    })
    clock.move(hour)
    const delivered = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const delivery = house.commit(async (tx) => {
      expect(await deliverDue(tx, 10)).toBe(1)
      delivered.resolve()
      await goOn.promise
    })
    await delivered.promise
    const cancelled = other.house.commit((tx) => cancel(tx, alice, letter.id))
    // The other process waits by now for what is delivered here.
    await Bun.sleep(200)
    goOn.resolve()
    await delivery
    expect((await cancelled).state).toBe('cancelled')
    expect(await its.pass(3 * day)).toBe(0)
    expect(await its.texts(bob)).toEqual(['Daily'])
  })
