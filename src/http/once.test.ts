import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { day } from '../clock.ts'
import { change } from './endpoint.ts'
import { forgetKeys } from './once.ts'
import { z } from './schemas.ts'

/** Counts how often it was really done. */
const count = change({
  method: 'post',
  path: '/api/v1/count/{name}',
  tag: 'test',
  summary: 'Counts',
  params: z.object({ name: z.string() }),
  body: z.strictObject({
    by: z.number().default(1),
    client_id: z.string().optional(),
    fail: z.boolean().optional(),
  }),
  answer: z.any(),
  status: 201,
  async change({ db }, { params: { name }, body }) {
    const known = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
    const value = (known?.value ?? 0) + body.by
    if (known) await db.updateTable('counters').set({ value }).where('name', '=', name).execute()
    else await db.insertInto('counters').values({ name, value }).execute()
    if (body.fail) throw new Error('after all')
    return { value, version: value }
  },
})

for (const database of databases) {
  test(`${database.name}: the same key gives the same answer, whatever happened since`, async () => {
    await using its = await testHouse(database)
    const { as } = testApi(its.house, [count])
    const bob = as(its.bob)
    const key = { 'Idempotency-Key': 'k1' }
    const first = await bob('POST', '/count/a', { by: 5 }, key)
    expect([first.status, first.body, first.headers.get('etag')]).toEqual([
      201,
      { value: 5, version: 5 },
      '"5"',
    ])
    expect((await bob('POST', '/count/a', { by: 1 })).body.value).toBe(6)
    const again = await bob('POST', '/count/a', { by: 5 }, key)
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([201, first.body, '"5"'])
    for (const [path, body] of [
      ['/count/a', { by: 6 }],
      ['/count/b', { by: 5 }],
    ] as const)
      expect((await bob('POST', path, body, key)).body).toMatchObject({ status: 422, code: 'key_reused' })
    expect((await as(its.cleo)('POST', '/count/a', { by: 5 }, key)).body.value).toBe(11)
    expect((await bob('POST', '/count/c', { client_id: 'k1' })).status).toBe(422)
    expect((await bob('POST', '/count/c', { client_id: 'mine' })).body.value).toBe(1)
    expect((await bob('POST', '/count/c', { client_id: 'mine' })).body.value).toBe(1)
    const aged = its.house.db.writer.updateTable('idempotency_keys')
    await aged.set({ created_at: its.clock.now() - 7 * day - 1 }).execute()
    await its.house.commit(forgetKeys)
    expect((await bob('POST', '/count/a', { by: 5 }, key)).body.value).toBe(16)
  })

  test(`${database.name}: two that come at once do it once, on one process and on two`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const bob = testApi(its.house, [count]).as(its.bob)
    const { clock } = its
    const there = testApi({ ...other.house, clock }, [count])
    const elsewhere = there.as(its.bob)
    for (let i = 0; i < 8; i++) {
      const asked = [bob, elsewhere, bob, elsewhere].map((ask) =>
        ask('POST', `/count/n${i}`, { by: 2 }, { 'Idempotency-Key': `at-once-${i}` }),
      )
      for (const { status, body } of await Promise.all(asked)) expect([status, body.value]).toEqual([201, 2])
    }
  })

  test(`${database.name}: what failed is not remembered, and may be tried again with its key`, async () => {
    await using its = await testHouse(database)
    const bob = testApi(its.house, [count]).as(its.bob)
    const key = { 'Idempotency-Key': 'k1' }
    expect((await bob('POST', '/count/a', { fail: true }, key)).status).toBe(500)
    expect((await bob('POST', '/count/a', { by: 1 }, key)).body).toEqual({ value: 1, version: 1 })
  })

  test(`${database.name}: a key without an answer has none again; one that is no key is refused`, async () => {
    await using its = await testHouse(database)
    const bob = testApi(its.house, [count]).as(its.bob)
    const block = (key: string) =>
      bob('PUT', `/users/me/blocks/${its.cleo.id}`, undefined, { 'Idempotency-Key': key })
    for (let i = 0; i < 2; i++) {
      const { status, body } = await block('b')
      expect([status, body]).toEqual([204, ''])
    }
    for (const key of ['', 'a b', 'x'.repeat(101), 'é', '\t', 'a\x7f'])
      expect([key, (await block(key)).status]).toEqual([key, 400])
    for (const key of ['x'.repeat(100), "'; drop table users; --".replaceAll(' ', '_'), '!~'])
      expect([key, (await block(key)).status]).toEqual([key, 204])
  })
}
