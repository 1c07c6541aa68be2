import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { databases } from '../../../test/databases.ts'
import { housePosting } from '../../../test/post.ts'
import { minute, second } from '../../clock.ts'
import { codeText } from './words.ts'

const phone = '+33612345678'
const verification = '/users/me/phone/verification'
const secret = 'a secret of sixteen and more'

interface Call {
  path: string
  headers: Headers
  body: string
}

/** A gateway that answers as it is told, and remembers what it was asked. */
function gateway() {
  const calls: Call[] = []
  let answer = () => new Response('ok')
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      calls.push({
        path: new URL(request.url).pathname,
        headers: request.headers,
        body: await request.text(),
      })
      return answer()
    },
  })
  return {
    calls,
    env: { PARLEY_SMS: `http://127.0.0.1:${server.port}/send`, PARLEY_SMS_SECRET: secret },
    answers: (next: () => Response) => {
      answer = next
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** What a receiver has to do to know that it was us. */
function isSigned({ headers, body }: Call): boolean {
  const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers.get('parley-signature') ?? '') ?? []
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex') === mac
}

for (const database of databases) {
  test(`${database.name}: a webhook is handed the code, signed, and known as the same when it is sent again`, async () => {
    await using gate = gateway()
    await using its = await housePosting(database, gate.env)
    await its.as(its.bob)('POST', verification, { phone }, { 'Accept-Language': 'fr' })
    gate.answers(() => new Response('busy', { status: 503, headers: { 'Retry-After': '60' } }))
    await its.outbox.run()
    its.clock.move(30 * second)
    await its.outbox.run()
    expect(gate.calls).toHaveLength(1)
    gate.answers(() => new Response(null, { status: 204 }))
    its.clock.move(60 * second)
    await its.outbox.run()
    const [first, second_] = gate.calls as [Call, Call]
    expect([gate.calls.length, first.path, isSigned(first), isSigned(second_)]).toEqual([
      2,
      '/send',
      true,
      true,
    ])
    expect(second_.body).toBe(first.body)
    expect(second_.headers.get('idempotency-key')).toBe(first.headers.get('idempotency-key')!)
    const { to, text, code, language } = JSON.parse(first.body)
    expect([to, language, text.includes(code)]).toEqual([phone, 'fr', true])
    expect(text).toContain('Ne le dites à personne')
    const done = await its.as(its.bob)('POST', `${verification}/confirm`, { phone, code })
    expect(done.status).toBe(200)
  })

  test(`${database.name}: a webhook that refuses is not asked again, and one that sends elsewhere is not followed`, async () => {
    await using gate = gateway()
    await using its = await housePosting(database, gate.env)
    const state = async () =>
      (await its.house.db.reader.selectFrom('outbox').select('state').orderBy('id').execute()).map(
        (row) => row.state,
      )
    gate.answers(() => new Response('no such number', { status: 422 }))
    await its.as(its.bob)('POST', verification, { phone })
    await its.outbox.run()
    expect([gate.calls.length, await state()]).toEqual([1, ['refused']])
    gate.answers(() => Response.redirect('/elsewhere', 307))
    await its.as(its.cleo)('POST', verification, { phone })
    await its.outbox.run()
    expect([gate.calls.map(({ path }) => path), await state()]).toEqual([
      ['/send', '/send'],
      ['refused', 'waiting'],
    ])
  })

  test(`${database.name}: a code that was replaced or is too old is not sent`, async () => {
    await using gate = gateway()
    await using its = await housePosting(database, gate.env)
    await its.as(its.bob)('POST', verification, { phone })
    await its.as(its.bob)('POST', verification, { phone: '+33612345679' })
    await its.outbox.run()
    expect(gate.calls.map(({ body }) => JSON.parse(body).to)).toEqual(['+33612345679'])
    await its.as(its.bob)('POST', verification, { phone })
    its.clock.move(10 * minute)
    await its.outbox.run()
    expect(gate.calls).toHaveLength(1)
  })
}

test('for trying out, a code is written into the log of the server', async () => {
  const said: object[] = []
  await using its = await housePosting(databases[0]!, { PARLEY_SMS: 'log', PARLEY_LOG_LEVEL: 'silent' })
  const { logger } = its.house
  logger.warn = ((line: object) => void said.push(line)) as typeof logger.warn
  await its.as(its.bob)('POST', verification, { phone })
  await its.outbox.run()
  expect(said).toEqual([{ to: phone, code: expect.stringMatching(/^\d{6}$/) }])
})

test('a text fits into one message, and browsers can read the code out of it', () => {
  for (const language of ['en', 'fr'] as const) {
    const text = codeText(language, '012345', 'talk.example.org')
    expect(text.length).toBeLessThanOrEqual(160)
    expect(text).toEndWith('\n\n@talk.example.org #012345')
    const long = codeText(language, '012345', `${'very-'.repeat(14)}long.example.org`)
    expect([long.length <= 190, long.includes('012345')]).toEqual([true, true])
  }
})
