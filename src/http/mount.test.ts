import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { codes, Problem } from '../problem.ts'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { pageOf, pageQuery, text, z } from './schemas.ts'

const [sqlite] = databases as [(typeof databases)[0]]

function failing(path: string, error: () => unknown): Endpoint {
  return openEndpoint({
    method: 'get',
    path: `/api/v1/${path}`,
    tag: 'test',
    summary: 'Fails',
    run: async () => {
      throw error()
    },
  })
}

const secret = 'postgres://admin:hunter2@db'
const away = Object.assign(new Error(secret), { code: 'ECONNREFUSED' })
const faults: Record<string, [error: () => unknown, status: number, code: string]> = {
  error: [() => new Error(secret), 500, 'internal'],
  type: [() => (undefined as never as { x: number }).x, 500, 'internal'],
  lookalike: [() => Object.assign(new Error(secret), { code: 'not_found', status: 404 }), 500, 'internal'],
  cause: [() => new Error('x', { cause: new Error(secret) }), 500, 'internal'],
  away: [() => away, 503, 'unavailable'],
}

test('what goes wrong inside is told to nobody outside; every problem has the number of its request', async () => {
  await using its = await testHouse(sqlite)
  const endpoints = Object.entries(faults).map(([path, [error]]) => failing(path, error))
  const { send } = testApi(its.house, endpoints)
  const ids = new Set<string>()
  for (const [path, [, status, code]] of Object.entries(faults)) {
    const answer = await send('GET', `/${path}`)
    expect([path, answer.status, answer.body.code]).toEqual([path, status, code])
    expect([path, JSON.stringify(answer.body), ...answer.headers.values()].join()).not.toContain('hunter2')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id)
    ids.add(answer.body.request_id)
  }
  expect(ids.size).toBe(Object.keys(faults).length)
})

test('every code has its status, and what helps to go on', async () => {
  await using its = await testHouse(sqlite)
  const all = Object.keys(codes) as (keyof typeof codes)[]
  const { send } = testApi(
    its.house,
    all.map((code) => failing(code, () => new Problem(code, 'Why', { retryAfter: 1.2 }))),
  )
  const statuses = []
  for (const code of all) {
    const { status, headers, body } = await send('GET', `/${code}`)
    statuses.push(status)
    expect(body).toEqual({
      ...{
        type: expect.stringMatching(new RegExp(`/docs/problems#${code}$`)),
        title: codes[code],
        status,
        code,
      },
      ...{ detail: 'Why', request_id: headers.get('x-request-id') },
    })
    expect(headers.get('retry-after')).toBe('2')
    expect(headers.get('www-authenticate')).toBe(code === 'unauthenticated' ? 'Bearer' : null)
  }
  expect(statuses).toEqual([400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503, 500])
})

test('addresses that are none of ours, however they are spelled, are 404', async () => {
  await using its = await testHouse(sqlite)
  const { as } = testApi(its.house)
  const bob = as(its.bob)
  const none = [
    '%',
    '%zz',
    '%ff',
    '%E0%A4%A',
    '%00',
    '..',
    '%2e%2e%2f',
    `${its.bob.id}%00`,
    `${its.bob.id}/`.repeat(2),
    '🙂',
  ]
  for (const path of [...none, 'x'.repeat(5000), its.bob.id.toUpperCase(), ` ${its.bob.id}`])
    for (const [method, base] of [
      ['GET', '/users/'],
      ['GET', '/chats/'],
      ['DELETE', '/sessions/'],
    ] as const) {
      const { status, body } = await bob(method, base + path)
      expect([base, path.slice(0, 40), status, body.code]).toEqual([
        base,
        path.slice(0, 40),
        404,
        'not_found',
      ])
    }
  expect((await bob('GET', `/users/${its.bob.id}/`)).status).toBe(200)
  expect((await bob('POST', '/users/me')).status).toBe(404)
})

test('pages, queries and answers: bounds are kept and unknown fields named', async () => {
  await using its = await testHouse(sqlite)
  const list = openEndpoint({
    method: 'get',
    path: '/api/v1/list',
    tag: 'test',
    summary: 'Lists',
    query: pageQuery.extend({ q: text(3).optional() }),
    answer: pageOf(z.any()),
    run: async (_house, { query }) => ({ items: [query.limit], next: null }),
  })
  const { send } = testApi(its.house, [list])
  const limitOf = async (query: string) => (await send('GET', `/list?${query}`)).body.items?.[0]
  expect([await limitOf(''), await limitOf('limit=1'), await limitOf('limit=200')]).toEqual([50, 1, 200])
  for (const bad of [
    'limit=',
    'limit=0',
    'limit=201',
    'limit=1e2',
    'limit=0x10',
    'limit=%2B5',
    'limit=٣',
    'q=abcd',
    'q=%00',
  ])
    expect([bad, await limitOf(bad)]).toEqual([bad, undefined])
  expect((await send('GET', '/list?colour=red&size=1')).body.errors).toEqual([
    { path: 'query', message: expect.stringMatching(/"colour".*"size"/) },
  ])
  const good = await send('GET', '/list?q=%F0%9F%99%82%F0%9F%99%82%F0%9F%99%82')
  expect([good.status, good.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(good.headers.get('parley-cursor')).toBe(`${its.house.tail.head.epoch}.${await its.head()}`)
  expect(good.headers.get('x-content-type-options')).toBe('nosniff')
})

test('another site may ask when it is allowed to, and can read what goes wrong too', async () => {
  await using its = await testHouse(sqlite, { env: { PARLEY_CORS_ORIGINS: 'https://app.example' } })
  const { send } = testApi(its.house)
  for (const [Origin, allowed] of [
    ['https://app.example', 'https://app.example'],
    ['https://evil.example', null],
  ] as const) {
    const answer = await send('GET', '/users/me', { headers: { Origin } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, allowed])
    if (allowed) expect(answer.headers.get('access-control-expose-headers')).toContain('X-Request-Id')
  }
})
