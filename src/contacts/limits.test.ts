import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { verifyNumber } from '../../test/numbers.ts'
import { hour, minute } from '../clock.ts'

const own = '+33611111111'
const nth = (n: number) => `+336${70000000 + n}`
const list = (from: number, many: number) =>
  Array.from({ length: many }, (_, n) => ({ phone: nth(from + n) }))

async function asking(database: (typeof databases)[0], perDay: number, more: Record<string, string> = {}) {
  const its = await testHouse(database, { env: { PARLEY_CONTACTS_PER_DAY: String(perDay), ...more } })
  const { as } = testApi(its.house)
  await verifyNumber(its.house, its.alice, own)
  const ask = (contacts: object[], more = {}, who = its.alice) =>
    as(who)('PUT', '/contacts', { contacts, ...more })
  return { ...its, as, ask, [Symbol.asyncDispose]: its[Symbol.asyncDispose] }
}

for (const database of databases) {
  test(`${database.name}: whoever tries numbers one after the other comes to an end, and starts anew the next day`, async () => {
    await using its = await asking(database, 100)
    await verifyNumber(its.house, its.bob, nth(150))
    expect((await its.ask(list(0, 60))).status).toBe(200)
    // The same again, in whatever spelling, is nothing new.
    const spelt = list(0, 60).map(({ phone }) => ({ phone: `0${phone.slice(3).replaceAll(/(..)/g, '$1 ')}` }))
    expect((await its.ask(spelt, { country: 'FR' })).status).toBe(200)
    expect((await its.ask(list(60, 35))).status).toBe(200)
    const refused = await its.ask(list(100, 60), { store: 'plain' })
    expect([refused.status, refused.body.items]).toEqual([429, undefined])
    expect(Number(refused.headers.get('retry-after'))).toBe((15 * hour) / 1000)
    expect(await its.house.db.reader.selectFrom('contacts').selectAll().execute()).toEqual([])
    const rows = await its.house.db.reader.selectFrom('contact_asks').selectAll().execute()
    expect(rows).toMatchObject([{ user_id: its.alice.id }])
    // Now and then two numbers share a bit.
    expect(rows[0]!.asked).toBeWithin(85, 96)
    its.clock.move(15 * hour)
    const next = await its.ask(list(100, 60))
    expect(next.body.items).toMatchObject([{ user: { username: 'bob' } }])
  })

  test(`${database.name}: even at once, no more is asked for than a day has`, async () => {
    await using its = await asking(database, 100)
    const asked = await Promise.all(Array.from({ length: 10 }, (_, n) => its.ask(list(n * 25, 25))))
    expect(asked.filter(({ status }) => status === 200).length).toBeWithin(4, 5)
    expect(asked.filter(({ status }) => status === 429).length).toBeWithin(6, 7)
  })

  test(`${database.name}: to ask over and over takes longer and longer`, async () => {
    await using its = await asking(database, 100)
    const waits: number[] = []
    for (let n = 0; n < 34 && waits.length < 4; n++) {
      const { status, headers } = await its.ask(list(0, 1))
      if (status === 200) continue
      expect(status).toBe(429)
      waits.push(Number(headers.get('retry-after')) / 60)
      its.clock.move(waits.at(-1)! * minute)
    }
    expect(waits).toEqual([1, 2, 4, 8].slice(0, waits.length))
    expect(waits.length).toBeGreaterThan(1)
  })

  test(`${database.name}: who has no number of his own asks for none, where numbers are verified`, async () => {
    await using its = await asking(database, 100, { PARLEY_SMS: 'log' })
    expect((await its.ask(list(0, 1), {}, its.bob)).status).toBe(403)
    await its.as(its.bob)('PATCH', '/users/me', { phone: nth(3) })
    expect((await its.ask(list(0, 1), {}, its.bob)).status).toBe(403)
  })

  test(`${database.name}: who hides, who blocks, who has not verified and who is not there look the same`, async () => {
    await using its = await asking(database, 100)
    const answer = async () => {
      const { status, body, headers } = await its.ask([{ phone: nth(1), name: 'X' }])
      return { status, body, headers: [...headers].filter(([name]) => name !== 'parley-cursor') }
    }
    const nobody = await answer()
    expect(nobody.body).toEqual({ items: [], stored: 0, unreadable: [] })
    await its.as(its.bob)('PATCH', '/users/me', { phone: nth(1) })
    expect(await answer()).toEqual(nobody)
    await verifyNumber(its.house, its.bob, nth(1))
    expect((await answer()).body.items).toHaveLength(1)
    for (const found_by_phone of ['nobody', 'contacts']) {
      await its.as(its.bob)('PATCH', '/users/me', { found_by_phone })
      expect(await answer()).toEqual(nobody)
    }
    await its.as(its.bob)('PATCH', '/users/me', { found_by_phone: 'everybody' })
    await its.as(its.bob)('PUT', `/users/me/blocks/${its.alice.id}`)
    expect(await answer()).toEqual(nobody)
  })

  test(`${database.name}: ten thousand numbers are taken, kept and listed; one more is not`, async () => {
    await using its = await asking(database, 20_000)
    for (const [n, who] of [its.bob, its.cleo].entries())
      await verifyNumber(its.house, who, nth(4000 * (n + 1)))
    const contacts = list(0, 10_000).map((one, n) => ({ ...one, name: `Somebody ${n}` }))
    expect((await its.ask([...contacts, { phone: own }])).status).toBe(400)
    let longest = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const began = performance.now()
    const { status, body } = await its.ask(contacts, { store: 'plain' })
    const took = performance.now() - began
    clearInterval(watch)
    console.log(
      `${database.name}: 10,000 contacts in ${took.toFixed()} ms, longest pause ${longest.toFixed()} ms`,
    )
    expect([status, body.stored, body.unreadable]).toEqual([200, 10_000, []])
    expect(body.items.map(({ index }: { index: number }) => index)).toEqual([4000, 8000])
    expect(took).toBeLessThan(15_000)
    const again = performance.now()
    expect((await its.ask(contacts, { store: 'plain' })).body.stored).toBe(10_000)
    console.log(`again: ${(performance.now() - again).toFixed()} ms`)
    expect((await its.as(its.alice)('GET', '/contacts?limit=200')).body.items).toHaveLength(200)
    const gone = performance.now()
    expect((await its.as(its.alice)('DELETE', '/contacts')).status).toBe(204)
    console.log(`gone: ${(performance.now() - gone).toFixed()} ms`)
  })
}

test('what is no address book is refused', async () => {
  await using its = await asking(databases[0]!, 100)
  const strange = [{ contacts: 'x' }, { contacts: [{ name: 'x' }] }, { contacts: [{ phone: 5 }] }, {}]
  for (const body of [...strange, { contacts: [], store: 'cloud' }, { contacts: [{ phone: 'x\0' }] }])
    expect([body, (await its.as(its.alice)('PUT', '/contacts', body)).status]).toEqual([body, 400])
  const odd = ['', '🎂', '+', 'x'.repeat(100)].filter(Boolean).map((phone) => ({ phone }))
  expect((await its.ask(odd)).body).toEqual({ items: [], stored: 0, unreadable: [0, 1, 2] })
})
