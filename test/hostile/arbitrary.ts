import fc from 'fast-check'
import { tinyGif } from '../media.ts'
import type { JsonSchema, Operation, Parameter } from './operations.ts'

/** What really exists, by the name of the parameter or field in which it may stand. */
export type Real = Record<string, string[]>

export interface Asked {
  method: string
  /** With the query, encoded. */
  path: string
  /** Who asks, as an index into those who may; nobody, or somebody with a token that is none. */
  by: number | 'nobody' | 'forged'
  headers: Record<string, string>
  body: string | undefined
  twice: boolean
}

const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`

/** What a part of an address should not be. */
const odd: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    1e-7,
    1e308,
    -1e308,
    'NaN',
    '',
    ' ',
    '%',
    '_',
    '\\',
    "';--",
    '../../etc/passwd',
  ),
  fc.constantFrom(
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 53,
    2 ** 53 - 1,
    2 ** 63,
    2 ** 64,
    999_999_999_999_999,
  ),
  fc.constantFrom('\0', 'a\0b', 'name\0', '\ud800', '\udfff\ud800'),
  fc.constantFrom('\u202e', '\u200b', '💥', '__proto__', '{"a":1}'),
  fc.constantFrom('x'.repeat(101), 'x'.repeat(1001), 'é'.repeat(20_001)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** What a field should not be. */
const evil: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: odd },
  { weight: 1, arbitrary: fc.constantFrom({}, [], [[]], JSON.parse(deep(500)), JSON.parse(deep(5000))) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

function bounded({ minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  const most = Math.max(minLength, Math.min(maxLength, 60))
  const length = { minLength, maxLength: most }
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...'abcdefghij 0123456789.-'), ...length }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', ...length }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('a'.repeat(maxLength), '💥'.repeat(maxLength), 'b'.repeat(minLength)),
    },
  )
}

/** Values as a schema has them, mostly of what exists where the name says that it should. */
export function valid(schema: JsonSchema, real: Real, name: string): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valid(one, real, name)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const [type, orNull] = [schema.type ?? 'string'].flat()
  if (orNull === 'null') return fc.option(valid({ ...schema, type: type! }, real, name), { freq: 5 })
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer')
    return fc.oneof(
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) }),
      fc.constantFrom(minimum, maximum),
    )
  if (type === 'array')
    return fc.array(valid(schema.items ?? {}, real, name), { minLength: schema.minItems ?? 0, maxLength: 4 })
  if (type === 'object') return record(schema, real)
  const there = real[name]
  return there
    ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: bounded(schema) })
    : bounded(schema)
}

function record({ properties = {}, required = [] }: JsonSchema, real: Real): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, valid(schema, real, name)] as const,
  )
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true })
}

type Spoiling = 'replace' | 'drop' | 'add' | 'all'

/** One field of another type, missing or too many; or something else altogether. */
function spoilt(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const how = fc.constantFrom<Spoiling>('replace', 'replace', 'replace', 'drop', 'add', 'all')
  return fc.tuple(good, how, fc.nat(), evil).map(([it, way, at, bad]) => {
    if (way === 'all' || typeof it !== 'object' || it === null) return bad
    const fields = Object.entries(it)
    const place = at % Math.max(1, fields.length)
    if (way === 'drop') fields.splice(place, 1)
    else if (way === 'add') fields.push(['surplus', bad])
    else fields[place] = [fields[place]?.[0] ?? 'surplus', bad]
    return Object.fromEntries(fields)
  })
}

const FORM = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello\r\n--x--\r\n'

/** What kind of body it says that it is, where that is not JSON. */
function typeOf({ requestBody }: Operation): Record<string, string> {
  const type = Object.keys(requestBody?.content ?? {})[0] ?? 'application/json'
  if (type.includes('json') || type === 'image/*') return {}
  return { 'Content-Type': type === 'multipart/form-data' ? `${type}; boundary=x` : type }
}

/** The headers that an operation says it reads. */
function ownHeadersOf({ parameters = [] }: Operation, real: Real): fc.Arbitrary<Record<string, string>> {
  const own = parameters.filter((it) => it.in === 'header' && it.name !== 'Idempotency-Key')
  const values = own.map(({ name }) => [name, fc.constantFrom(...(real[name] ?? ['1']))] as const)
  const requiredKeys = own.filter((it) => it.required).map((it) => it.name)
  return fc.record(Object.fromEntries(values), { requiredKeys, noNullPrototype: true })
}

function bodyOf({ requestBody }: Operation, real: Real): fc.Arbitrary<string | undefined> {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === 'image/*') return fc.constantFrom(tinyGif, tinyGif, 'GIF', '', undefined)
  if (type === 'multipart/form-data') return fc.constantFrom(FORM, FORM, FORM.slice(0, 80), '', undefined)
  if (type && !type.includes('json')) return fc.constantFrom('some', 'more', '', undefined)
  if (!content) return fc.constantFrom(undefined, undefined, undefined, '{}', '{')
  const good = valid(content.schema, real, 'body')
  return fc.oneof(
    { weight: 8, arbitrary: good.map((it) => JSON.stringify(it)) },
    { weight: 4, arbitrary: spoilt(good).map((it) => JSON.stringify(it)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(undefined, '', '{', 'null', '{"a":1}}', '\ufeff{}', '1e999', deep(20_000)),
    },
  )
}

/** What can stand between two slashes and not be taken for another address. */
const inPath = odd
  .map((it) => encodeURIComponent(String(it).toWellFormed().slice(0, 300)))
  .filter((text) => !/^(\.{0,2}|me|current|direct)$/.test(text))

const rawPath = fc.constantFrom(
  '%00',
  '%ff',
  '%zz',
  '%',
  '%2e%2e%2f',
  '%E0%A4%A',
  '%F0%9F%92%A5',
  'a%2Fb',
  '%252e',
)

function pathOf({ path, parameters = [] }: Operation, real: Real): fc.Arbitrary<string> {
  const names = parameters.filter((one) => one.in === 'path').map((one) => one.name)
  const part = (name: string) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...(real[name] ?? ['none'])).map(encodeURIComponent) },
      { weight: 1, arbitrary: inPath },
      { weight: 1, arbitrary: fc.oneof(rawPath, fc.uuid()) },
    )
  return fc.tuple(...names.map(part)).map((parts) => {
    const values = Object.fromEntries(names.map((name, i) => [name, parts[i]!]))
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!)
  })
}

function queryOf({ parameters = [] }: Operation, real: Real): fc.Arbitrary<string> {
  const one = ({ name, schema, required }: Parameter) => {
    const good = name === 'wait' ? fc.constantFrom('0', '00') : valid(schema, real, name)
    const some = fc.oneof({ weight: 7, arbitrary: good }, { weight: 1, arbitrary: odd })
    const shown = some.map((it) => `${name}=${encodeURIComponent(String(it).toWellFormed().slice(0, 2000))}`)
    return fc.option(shown, { nil: '', freq: required ? 20 : 2 })
  }
  const surplus = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('x=1', '&&', '=', '%ff') },
  )
  return fc
    .tuple(...parameters.filter((it) => it.in === 'query').map(one), surplus)
    .map((parts) => parts.filter(Boolean).join('&'))
}

/** What can stand in a header at all. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 120,
})

function headersOf(real: Real): fc.Arbitrary<Record<string, string>> {
  const rarely = (good: string[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: headerText })
  return fc
    .record(
      {
        'If-Match': rarely(['"1"', 'W/"2"', '"3"', '*', '"999999999"', '"99999999999"', '1', '"1", "2"']),
        'Idempotency-Key': rarely(['one', 'two', 'three', 'x'.repeat(100), 'x'.repeat(101)]),
        'Last-Event-ID': rarely(real.after ?? ['1']),
        'User-Agent': headerText,
      },
      { requiredKeys: [] },
    )
    .filter(({ 'Last-Event-ID': last }) => last !== '')
}

/** Requests for one operation: most of them by somebody who is known, and good or nearly so. */
export function requestFor(operation: Operation, real: Real, people: number): fc.Arbitrary<Asked> {
  const by = fc.oneof(
    { weight: 18, arbitrary: fc.nat({ max: people - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('nobody' as const, 'forged' as const) },
  )
  const quiet = fc.constant({})
  const headers = fc.oneof({ weight: 2, arbitrary: quiet }, { weight: 1, arbitrary: headersOf(real) })
  return fc
    .record({
      by,
      path: pathOf(operation, real),
      query: queryOf(operation, real),
      headers,
      own: ownHeadersOf(operation, real),
      body: bodyOf(operation, real),
      twice: fc.nat({ max: 3 }).map((n) => n === 0),
    })
    .map(({ path, query, own, headers, ...rest }) => ({
      method: operation.method,
      path: query ? `${path}?${query}` : path,
      headers: { ...typeOf(operation), ...own, ...headers },
      ...rest,
    }))
}
