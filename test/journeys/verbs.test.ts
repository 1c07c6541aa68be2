import { expect, test } from 'bun:test'
import { ask } from '../client.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { exempt, rows } from './verbs.ts'

test('the table has every call of the API that changes something', async () => {
  await using server = await testServer(databases[0]!)
  const { body } = await ask(server.url, 'GET', '/openapi.json')
  const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  // Those of the dialects do nothing by themselves: what they call, has its rows here.
  const dialects = server.app.endpoints.filter((one) => one.manner)
  const translated = new Set(dialects.map(({ method, path }) => `${method.toUpperCase()} ${path}`))
  expect(documented).toEqual(expect.arrayContaining([...translated]))
  const calls = documented.filter((call) => !translated.has(call))
  const changes = calls.filter((call) => !call.startsWith('GET '))
  expect(changes.length).toBeGreaterThan(30)
  const known = new Set([...rows.map((row) => row.verb), ...Object.keys(exempt)])
  expect([...known].toSorted()).toEqual(changes.toSorted())
  expect(rows.filter(({ verb }) => verb in exempt)).toEqual([])
})
