import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'

for (const database of databases) {
  test(`${database.name}: the house opens and everybody hears his own beginnings`, async () => {
    await using house = await testHouse(database)
    expect((await house.hears(house.alice)).map((entry) => entry.kind)).toEqual([
      'me.registered',
      'session.opened',
    ])
  })
}
