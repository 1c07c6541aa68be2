import { expect, test } from 'bun:test'
import { ask } from '../client.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { exempt, rows } from './verbs.ts'

test('the table has every call of the API that changes something', async () => {
  await using server = await testServer(databases[0]!)
  const { body } = await ask(server.url, 'GET', '/openapi.json')
  const calls = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const changes = calls.filter((call) => !call.startsWith('GET '))
  expect(changes.length).toBeGreaterThan(30)
  const known = new Set([...rows.map((row) => row.verb), ...Object.keys(exempt)])
  expect([...known].toSorted()).toEqual(changes.toSorted())
  expect(rows.filter(({ verb }) => verb in exempt)).toEqual([])
})
