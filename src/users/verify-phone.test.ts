import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { housePosting, type Posting } from '../../test/post.ts'
import { minute, second } from '../clock.ts'
import { plainDigits } from './digits.ts'
import { normalizePhone } from './names.ts'

const verification = '/users/me/phone/verification'
const bobs = '+33612345678'
const sms = { PARLEY_SMS: 'mailto:{number}@sms.example' }

type Who = Posting['bob']

const ask = (its: Posting, who: Who, phone: string, more = {}) =>
  its.as(who)('POST', verification, { phone, ...more })
const confirm = (its: Posting, who: Who, phone: string, code: string) =>
  its.as(who)('POST', `${verification}/confirm`, { phone, code })

/** The code that came last to a number. */
async function codeTo(its: Posting, phone: string): Promise<string> {
  const mail = (await its.post()).findLast(({ to }) => to[0] === `${phone.slice(1)}@sms.example`)
  return /^(\d{6}) /.exec(mail!.raw.split('\r\n\r\n')[1]!)![1]!
}

async function me(its: Posting, who: Who) {
  const { phone, phone_verified } = (await its.as(who)('GET', '/users/me')).body
  return [phone, phone_verified]
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

for (const database of databases) {
  test(`${database.name}: who has the code has the number`, async () => {
    await using its = await housePosting(database, sms)
    const asked = await ask(its, its.bob, '06 12 34 56 78')
    expect([asked.status, asked.body]).toEqual([202, { phone: bobs, sms: 'on' }])
    expect(await me(its, its.bob)).toEqual([null, false])
    const code = await codeTo(its, bobs)
    const spoken = `${code.slice(0, 3)} ${code.slice(3)}`
    const done = await confirm(its, its.bob, '+33 6 12 34 56 78', spoken)
    expect([done.status, done.body.phone, done.body.phone_verified]).toEqual([200, bobs, true])
    expect((await its.hears(its.bob)).at(-1)).toMatchObject({
      kind: 'me.updated',
      body: { me: { phone: bobs, phone_verified: true } },
    })
    // The answer was lost: he asks once more. Another number is another matter.
    expect((await confirm(its, its.bob, bobs, code)).status).toBe(200)
    expect((await ask(its, its.bob, bobs)).status).toBe(409)
    expect((await confirm(its, its.bob, '+33612345679', code)).status).toBe(404)
  })

  test(`${database.name}: a code is for one person and one number, for ten minutes`, async () => {
    await using its = await housePosting(database, sms)
    await ask(its, its.bob, bobs)
    const code = await codeTo(its, bobs)
    expect((await confirm(its, its.cleo, bobs, code)).status).toBe(404)
    expect((await confirm(its, its.bob, '+33612345679', code)).status).toBe(404)
    await ask(its, its.cleo, bobs)
    const hers = await codeTo(its, bobs)
    if (hers !== code) expect((await confirm(its, its.cleo, bobs, code)).status).toBe(403)
    its.clock.move(10 * minute)
    expect((await confirm(its, its.bob, bobs, code)).status).toBe(404)
    expect(await me(its, its.bob)).toEqual([null, false])
  })

  test(`${database.name}: after five wrong codes the right one comes too late`, async () => {
    await using its = await housePosting(database, sms)
    await ask(its, its.bob, bobs)
    const code = await codeTo(its, bobs)
    const tries = await Promise.all(
      [wrong(code), '000', 'abcdef', `${code}1`, '']
        .filter(Boolean)
        .map((one) => confirm(its, its.bob, bobs, one)),
    )
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect((await confirm(its, its.bob, bobs, wrong(code))).status).toBe(403)
    expect((await confirm(its, its.bob, bobs, code)).status).toBe(429)
    expect(await me(its, its.bob)).toEqual([null, false])
    await ask(its, its.bob, bobs)
    const next = await codeTo(its, bobs)
    if (next !== code) expect((await confirm(its, its.bob, bobs, code)).status).toBe(403)
    expect((await confirm(its, its.bob, bobs, next)).status).toBe(200)
  })

  test(`${database.name}: many wrong codes at once are no more than one after the other`, async () => {
    await using its = await housePosting(database, sms)
    await ask(its, its.bob, bobs)
    const code = await codeTo(its, bobs)
    const codes = Array.from({ length: 40 }, (_, n) =>
      String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0'),
    )
    const tries = await Promise.all(codes.map((one) => confirm(its, its.bob, bobs, one)))
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(5)
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(35)
  })

  test(`${database.name}: only the last code that was sent is good`, async () => {
    await using its = await housePosting(database, sms)
    await ask(its, its.bob, bobs)
    const first = await codeTo(its, bobs)
    await ask(its, its.bob, bobs)
    const second = await codeTo(its, bobs)
    expect((await confirm(its, its.bob, bobs, first)).status).toBe(first === second ? 200 : 403)
    await ask(its, its.bob, '+33612345679')
    expect((await confirm(its, its.bob, bobs, second)).status).toBe(404)
  })

  test(`${database.name}: a number moves to whoever has shown last that it is his`, async () => {
    await using its = await housePosting(database, sms)
    await its.as(its.dora)('PATCH', '/users/me', { phone: bobs })
    for (const [who, before] of [
      [its.bob, its.dora],
      [its.cleo, its.bob],
    ] as const) {
      await ask(its, who, bobs)
      const code = await codeTo(its, bobs)
      const head = await its.head()
      expect((await confirm(its, who, bobs, code)).status).toBe(200)
      expect([await me(its, who), await me(its, before)]).toEqual([
        [bobs, true],
        [null, false],
      ])
      const [told] = await its.hears(before, head)
      expect(told).toMatchObject({ kind: 'me.updated', actor_id: null, body: { me: { phone: null } } })
      expect(JSON.stringify(told)).not.toContain(who.id)
    }
  })

  test(`${database.name}: of two who verify one number at once, one has it in the end, and both were told`, async () => {
    await using its = await housePosting(database, sms)
    const codes: string[] = []
    for (const who of [its.bob, its.cleo]) {
      await ask(its, who, bobs)
      codes.push(await codeTo(its, bobs))
    }
    const answers = await Promise.all([its.bob, its.cleo].map((who, i) => confirm(its, who, bobs, codes[i]!)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const states = [await me(its, its.bob), await me(its, its.cleo)]
    expect(states.toSorted()).toEqual(
      [
        [null, false],
        [bobs, true],
      ].toSorted() as never,
    )
    const rows = await its.house.db.reader.selectFrom('verified_numbers').select('user_id').execute()
    const winner = states[0]![1] ? its.bob : its.cleo
    expect(rows).toEqual([{ user_id: winner.id }])
  })

  test(`${database.name}: codes are sent more and more slowly: for a user, and to a number`, async () => {
    await using its = await housePosting(database, sms)
    const waits: string[] = []
    for (let n = 0; n < 4; n++) {
      const { status, headers } = await ask(its, its.bob, bobs)
      waits.push(headers.get('retry-after') ?? String(status))
    }
    expect(waits).toEqual(['202', '202', '202', '60'])
    // One number can be made to ring by many; none of them sees that others did.
    for (const who of [its.cleo, its.dora])
      for (let n = 0; n < 3; n++) expect((await ask(its, who, bobs)).status).toBe(202)
    const sent = await its.house.db.reader
      .selectFrom('login_failures')
      .select('failures')
      .where('key', 'like', 'code-to:%')
      .execute()
    expect(sent).toEqual([{ failures: 6 }])
    its.clock.move(minute - second)
    expect((await ask(its, its.bob, bobs)).status).toBe(429)
    its.clock.move(second)
    expect((await ask(its, its.bob, bobs)).status).toBe(202)
  })

  test(`${database.name}: the database has no code, and the number has none where codes are off`, async () => {
    await using its = await housePosting(database, sms)
    await ask(its, its.bob, bobs)
    const { db } = its.house
    const dump = async () =>
      JSON.stringify([
        await db.reader.selectFrom('phone_codes').selectAll().execute(),
        await db.reader.selectFrom('outbox').select(['body', 'collapse_key']).execute(),
      ])
    const before = await dump()
    const code = await codeTo(its, bobs)
    expect(before + (await dump())).not.toContain(code)

    await using silent = await housePosting(database)
    expect((await ask(silent, silent.bob, bobs)).body).toEqual({ phone: bobs, sms: 'off' })
    expect(await silent.house.db.reader.selectFrom('phone_codes').selectAll().execute()).toEqual([])
  })

  test(`${database.name}: whoever deletes his account leaves no code and no number behind`, async () => {
    await using its = await housePosting(database, sms)
    const { user, session_id } = (await its.signUp('erik')).body
    const erik = { id: user.id, sessionId: session_id, username: 'erik' }
    await ask(its, erik, bobs)
    await confirm(its, erik, bobs, await codeTo(its, bobs))
    await ask(its, erik, '+33612345679')
    expect((await its.as(erik)('DELETE', '/users/me', { password: 'correct horse battery' })).status).toBe(
      204,
    )
    for (const table of ['phone_codes', 'verified_numbers', 'outbox'] as const)
      expect([table, await its.house.db.reader.selectFrom(table).selectAll().execute()]).toEqual([table, []])
  })
}

const spellings = [
  ...['+33612345678', '0033612345678', '0612345678', '06 12 34 56 78', '06.12.34.56.78', '06-12-34-56-78'],
  ...[
    '+33 (0)6 12 34 56 78',
    '(06) 12 34 56 78',
    'tel:+33-6-12-34-56-78',
    '+33\u00a06\u00a012\u202f34\u00a056\u00a078',
  ],
  ...[
    '\u202a+33 6 12 34 56 78\u202c',
    '＋３３６１２３４５６７８',
    '٠٦١٢٣٤٥٦٧٨',
    '۰۶۱۲۳۴۵۶۷۸',
    '०६१२३४५६७८',
    '෦෬෧෨෩෪෫෬෭෮',
  ],
  ...[
    '06/12/34/56/78',
    '+336‑12‑34‑56‑78',
    '00 33 6 12 34 56 78',
    '+33 06 12 34 56 78',
    '06 12 34 56 78 (maison)',
  ],
  ...[
    '  +33612345678\t',
    '𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖',
    '⁺³³ 6 12 34 56 78',
    '06\u200b12\u200b34\u200b56\u200b78',
    '\u2066+33\u2069 6 12 34\u200f56 78',
  ],
]

test('a number is one number in all its spellings', () => {
  expect(spellings.length).toBeGreaterThan(20)
  for (const spelling of spellings)
    expect([spelling, normalizePhone(spelling, 'FR')]).toEqual([spelling, bobs])
  expect(normalizePhone('0033612345678', 'US')).toBe(bobs)
  expect(normalizePhone('011 33 6 12 34 56 78', 'US')).toBe(bobs)
  expect(normalizePhone('(212) 555-0123', 'US')).toBe('+12125550123')
})

test('what is no number is refused', () => {
  const none = [
    '112',
    '*123#',
    'twelve',
    '+',
    '00',
    '+33',
    '+999123456789',
    '+33 6 12 34 56 7O',
    '33 33 33',
    '1'.repeat(40),
  ]
  for (const spelling of none)
    expect(() => normalizePhone(spelling, 'FR')).toThrow('must be a telephone number')
})

test('the digits of every script that has ten are read, and nothing else is touched', () => {
  let digits = 0
  let last = -1
  for (let code = 0; code < 0x110000; code++) {
    const sign = String.fromCodePoint(code)
    if (!/\p{Nd}/u.test(sign)) continue
    const digit = Number(plainDigits(sign))
    expect(digit).toBe((last + 1) % 10)
    last = digit
    digits++
  }
  expect(digits).toBeGreaterThan(600)
  expect(plainDigits('no digits: Ⅻ 十 ½')).toBe('no digits: XII 十 1⁄2')
})
