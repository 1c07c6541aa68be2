import { expect, test } from 'bun:test'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { password, testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { revokeSession } from './sessions.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as we make them, with some things wrong: bob's, signed with the right key unless said otherwise. */
function forger({ house, bob, clock }: TestHouse) {
  const now = Math.floor(clock.now() / 1000)
  const right = { sub: bob.id, sid: bob.sessionId, iss: 'parley', iat: now, exp: now + 600 }
  return (header: object = {}, payload: object = {}, key = house.secrets.tokenKey, hash = 'sha256') => {
    const head = part({ alg: 'HS256', typ: 'at+jwt', ...header })
    const words = `${head}.${part({ ...right, ...payload })}`
    return `${words}.${createHmac(hash, key).update(words).digest('base64url')}`
  }
}

for (const database of databases) {
  test(`${database.name}: whatever is wrong with a token, it is 401 and nothing else`, async () => {
    await using its = await testHouse(database)
    const { as } = testApi(its.house)
    const forge = forger(its)
    const now = Math.floor(its.clock.now() / 1000)
    const good = forge()
    const [head, body, proof] = good.split('.') as [string, string, string]
    expect((await as(good)('GET', '/users/me')).body.username).toBe('bob')

    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const rsa = await new SignJWT({
      sid: its.bob.sessionId,
      sub: its.bob.id,
      iss: 'parley',
      iat: now,
      exp: now + 600,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
      .sign(pair.privateKey)
    const none = (alg: string) => `${part({ alg, typ: 'at+jwt' })}.${body}`
    const wrong: Record<string, string> = {
      ...Object.fromEntries(
        ['none', 'None', 'NONE', ''].map((alg) => [`alg "${alg}", unsigned`, `${none(alg)}.`]),
      ),
      'alg none, signed': `${none('none')}.${proof}`,
      'another key': forge({}, {}, 'another key that is quite long enough'),
      'an empty key': forge({}, {}, ''),
      'RS256 with their key': rsa,
      'HS256 with a public key': forge({}, {}, publicKey),
      'HS512 with our key': forge({ alg: 'HS512' }, {}, its.house.secrets.tokenKey, 'sha512'),
      'HS256 said to be RS256': forge({ alg: 'RS256' }),
      'a changed payload': `${head}.${part({ sub: its.alice.id, sid: its.alice.sessionId })}.${proof}`,
      'a changed signature': `${head}.${body}.${proof.slice(0, -2)}AA`,
      'no signature': `${head}.${body}.`,
      'two parts': `${head}.${body}`,
      'one part': head,
      'a trailing dot': `${good}.`,
      'five parts': `${good}.x.y`,
      'only dots': '..',
      'one dot': '.',
      'broken base64': `!!!.${body}.${proof}`,
      'a header that is no JSON': `${Buffer.from('{').toString('base64url')}.${body}.${proof}`,
      'a megabyte': `${head}.${'A'.repeat(1_048_576)}.${proof}`,
      'a million dots': '.'.repeat(1_000_000),
      'not a token': 'hello',
      'typ JWT': forge({ typ: 'JWT' }),
      'no typ': forge({ typ: undefined }),
      'critical extensions': forge({ crit: ['exp'] }),
      'an unencoded payload': forge({ crit: ['b64'], b64: false }),
      ...Object.fromEntries(claims(now).map((claim) => [JSON.stringify(claim), forge({}, claim)])),
      'sub of somebody else': forge({}, { sub: its.alice.id }),
      'session of somebody else': forge({}, { sid: its.alice.sessionId }),
    }
    for (const [what, token] of Object.entries(wrong)) {
      const { status, body, headers } = await as(token)('GET', '/users/me')
      expect([what, status, body.code]).toEqual([what, 401, 'unauthenticated'])
      expect([headers.get('www-authenticate'), headers.get('x-request-id')]).toEqual([
        'Bearer',
        body.request_id,
      ])
    }
  })

  test(`${database.name}: what a header says of keys is not followed`, async () => {
    await using its = await testHouse(database)
    const { as } = testApi(its.house)
    const forge = forger(its)
    let asked = 0
    await using server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch() {
        asked++
        return Response.json({ keys: [] })
      },
    })
    const theirs = Buffer.from('their key').toString('base64url')
    const headers = [
      { kid: '../../../../dev/null' },
      { kid: "x' union select 'key' --" },
      { jku: server.url.href },
      { x5u: server.url.href },
      { jwk: { kty: 'oct', k: theirs } },
    ]
    for (const header of headers) {
      for (const key of ['', 'key', 'their key'])
        expect((await as(forge(header, {}, key))('GET', '/users/me')).status).toBe(401)
      expect((await as(forge(header))('GET', '/users/me')).status).toBe(200)
    }
    expect(asked).toBe(0)
  })

  test(`${database.name}: a token is good until it expires, its session ends or its user goes`, async () => {
    await using its = await testHouse(database)
    const { as, signUp } = testApi(its.house)
    const forge = forger(its)
    const status = async (token: string) => (await as(token)('GET', '/users/me')).status
    const short = forge({}, { exp: Math.floor(its.clock.now() / 1000) + 10 })
    expect(await status(short)).toBe(200)
    its.clock.move(10_000)
    expect(await status(short)).toBe(401)
    expect(await status(forge())).toBe(200)
    await its.house.commit((tx) => revokeSession(tx, its.bob.id, its.bob.sessionId, 'revoked'))
    expect(await status(forge())).toBe(401)
    const { access_token } = (await signUp('erik')).body
    expect(await status(access_token)).toBe(200)
    await as(access_token)('DELETE', '/users/me', { password })
    expect(await status(access_token)).toBe(401)
  })
}

/** Signed by us, and wrong all the same. */
function claims(now: number): object[] {
  return [
    ...[undefined, null, 7, {}, [], '', true, { toString: 'x' }].map((sub) => ({ sub })),
    ...[undefined, null, 7, {}, [], '', 'x\0y', 'no such session', '\ud800'].map((sid) => ({ sid })),
    ...[undefined, null, 'tomorrow', {}, now, now - 1, 0, -1].map((exp) => ({ exp })),
    ...[undefined, 'somebody', ['parley', 'x'], 7].map((iss) => ({ iss })),
    ...[undefined, 'yesterday'].map((iat) => ({ iat })),
    ...[now + 60, 'soon'].map((nbf) => ({ nbf })),
  ]
}
