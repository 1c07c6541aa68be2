import { expect, test } from 'bun:test'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'
import { allOperationsOf, type Document, type JsonSchema, nameOf, readDocument } from './operations.ts'

const [sqlite] = databases as [(typeof databases)[0]]

/** Every object in a document, with what it hangs on. */
function walk(value: unknown, visit: (node: Record<string, unknown>, at: string) => void, at = '#'): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) visit(value as Record<string, unknown>, at)
  for (const [key, inner] of Object.entries(value)) walk(inner, visit, `${at}/${key.replaceAll('/', '~1')}`)
}

function resolve(document: Document, reference: string): unknown {
  const parts = reference.slice(2).split('/')
  return parts.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document)
}

const types = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']

/** A schema says what JSON Schema 2020-12 knows, and nothing that contradicts itself. */
function expectSchema(schema: JsonSchema & { nullable?: unknown }, at: string) {
  for (const type of [schema.type ?? []].flat())
    expect([at, types]).toEqual([at, expect.arrayContaining([type])])
  expect([at, schema.nullable]).toEqual([at, undefined])
  for (const name of schema.required ?? [])
    expect([at, Object.keys(schema.properties ?? {})]).toContainEqual(expect.arrayContaining([name]))
  const { minimum = 0, maximum = Infinity, minLength = 0, maxLength = Infinity } = schema
  expect([at, minimum <= maximum, minLength <= maxLength]).toEqual([at, true, true])
}

test('the document is OpenAPI 3.1: what it refers to is there, and names are given once', async () => {
  await using server = await testServer(sqlite)
  const document = await readDocument(server)
  expect(document.openapi).toBe('3.1.0')
  let references = 0
  walk(document, (node, at) => {
    if (typeof node.$ref === 'string') {
      references++
      expect([at, node.$ref]).toEqual([at, expect.stringMatching(/^#\//)])
      expect([at, resolve(document, node.$ref)]).not.toEqual([at, undefined])
    }
    if (/\/(schema|items|properties\/\w+|schemas\/\w+)$/.test(at)) expectSchema(node, at)
  })
  expect(references).toBeGreaterThan(100)
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const { type = [], anyOf = [], oneOf = [] } = schema as { [key: string]: JsonSchema[] }
    const ways = [type, anyOf, oneOf].flat().map((way) => (way as JsonSchema).type ?? way)
    expect([name, ways]).not.toEqual([name, expect.arrayContaining(['null'])])
  }
  const used = new Set(JSON.stringify(document).match(/#\/components\/schemas\/\w+/g))
  expect([...used].map((name) => name.split('/').at(-1)).sort()).toEqual(
    Object.keys(document.components.schemas).sort() as never,
  )
  const operations = await allOperationsOf(server)
  const ids = operations.map((one) => one.operationId)
  expect(ids.toSorted()).toEqual([...new Set(ids)].sort())
  for (const { name, path, parameters = [], responses, requestBody } of operations) {
    const inPath = parameters.filter((one) => one.in === 'path').map((one) => one.name)
    expect([name, inPath.sort()]).toEqual([
      name,
      [...path.matchAll(/\{(\w+)\}/g)].map((part) => part[1]!).sort(),
    ])
    expect([name, parameters.filter((one) => one.in === 'path').every((one) => one.required)]).toEqual([
      name,
      true,
    ])
    expect([name, Object.keys(responses).filter((status) => /^[23]/.test(status)).length]).toEqual([name, 1])
    expect([name, requestBody?.required]).toEqual([name, requestBody && true])
  }
})

/** What answers at an address, as far as one can tell from outside: not "there is nothing at this address". */
async function isThere({ url }: TestServer, method: string, path: string) {
  const asked = await fetch(url + path.replaceAll(/\{\w+\}/g, 'x'), { method })
  const text = await asked.text()
  return !text.includes('There is nothing at this address')
}

test('every endpoint is in the document, and everything in the document answers', async () => {
  await using server = await testServer(sqlite)
  const operations = await allOperationsOf(server)
  const mounted = server.app.endpoints.map(({ method, path }) => nameOf(method, path))
  expect(mounted.length).toBeGreaterThan(50)
  expect(operations.map(({ name }) => name).sort()).toEqual(mounted.sort())
  for (const { name, method, path } of operations)
    expect([name, await isThere(server, method, path)]).toEqual([name, true])
})

test('the document says of each field what the check at the door says: what may be null, and what must be there', async () => {
  await using server = await testServer(sqlite)
  let compared = 0
  for (const { name, endpoint, requestBody } of await allOperationsOf(server)) {
    const schema = requestBody?.content['application/json']?.schema
    if (!schema?.properties) continue
    const { properties, required = [] } = schema
    const complaints = (body: unknown) => {
      const { error } = endpoint.body!.safeParse(body)
      return error?.issues.map((issue) => issue.path[0]) ?? []
    }
    for (const [field, { type }] of Object.entries(properties)) {
      const mayBeNull = [type].flat().includes('null')
      expect([name, field, complaints({ [field]: null }).includes(field)]).toEqual([name, field, !mayBeNull])
      expect([name, field, complaints({}).includes(field)]).toEqual([name, field, required.includes(field)])
      compared++
    }
  }
  expect(compared).toBeGreaterThan(25)
})
