/** What we read of an OpenAPI 3.1 document: schemas of JSON Schema, and operations. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  description?: string
}

interface Content {
  content?: Record<string, { schema: Schema }>
}

interface Operation {
  operationId: string
  summary: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[]
  requestBody?: Content
  responses: Record<string, Content>
}

export interface Document {
  components: { schemas: Record<string, Schema> }
  paths: Record<string, Record<string, Operation>>
}

const HEAD = `// Generated from the OpenAPI document by \`npm run sdk\`. What you change here is lost.
import type { Parley, RequestOptions } from './parley.ts'

export type Options = Pick<RequestOptions, 'headers' | 'ifMatch' | 'signal'>
`

/** The types of all schemas, and one function for each operation that is answered in JSON or not at all. */
export function typescriptOf({ components, paths }: Document): string {
  const types = Object.entries(components.schemas).map(([name, schema]) => declaration(name, schema))
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => functionOf(method.toUpperCase(), path, operation)),
  )
  const functions = operations.filter((text) => text !== undefined).join('\n')
  return `${HEAD}
${types.join('\n\n')}

/** Every question that can be asked, under the name that the OpenAPI document gives it. */
export function api({ request }: Pick<Parley, 'request'>) {
  return {
${functions}
  }
}
`
}

function declaration(name: string, schema: Schema): string {
  const type = typeOf(schema)
  return `${comment(schema.description)}export type ${name} = ${type}`
}

function comment(text: string | undefined, indent = ''): string {
  return text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : ''
}

export function typeOf(schema: Schema | undefined, indent = ''): string {
  if (schema?.$ref) return schema.$ref.split('/').at(-1)!
  if (schema?.allOf) return intersection(schema.allOf, indent)
  const either = schema?.anyOf ?? schema?.oneOf
  if (either) return either.map((one) => typeOf(one, indent)).join(' | ')
  if (schema?.enum) return schema.enum.map(literal).join(' | ')
  if (schema?.const !== undefined) return literal(schema.const)
  const types = [schema?.type ?? 'unknown'].flat()
  return types.map((type) => plain(type, schema!, indent)).join(' | ')
}

/** A reference that may be null comes as both it and "an object or null". */
function intersection(parts: Schema[], indent: string): string {
  const says = (part: Schema) => part.$ref || part.allOf || part.anyOf || part.oneOf || part.properties
  const all = parts.filter(says).map((part) => bracketed(typeOf(part, indent)))
  const isNullable = parts.some((part) => !says(part) && [part.type].flat().includes('null'))
  return all.join(' & ') + (isNullable ? ' | null' : '')
}

function bracketed(type: string): string {
  return type.includes(' | ') && !type.startsWith('{') ? `(${type})` : type
}

const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value)

function plain(type: string, schema: Schema, indent: string): string {
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return `${bracketed(typeOf(schema.items, indent))}[]`
  if (type === 'object') return objectOf(schema, indent)
  return type
}

function objectOf({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'
    return `Record<string, ${values}>`
  }
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?'
    return `${comment(schema.description, inner)}${inner}${quoted(name)}${optional}: ${typeOf(schema, inner)}`
  })
  return lines.length === 0 ? 'Record<string, never>' : `{\n${lines.join('\n')}\n${indent}}`
}

const quoted = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : literal(name))

function functionOf(method: string, path: string, operation: Operation): string | undefined {
  const answer = answerOf(operation)
  if (answer === undefined) return undefined
  const { parameters = [], operationId, summary } = operation
  const names = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  const query = parameters.filter((one) => one.in === 'query')
  const body = bodyOf(operation)
  const taken = [
    ...names.map((name) => `${name}: string`),
    ...(body ? [`body: ${body}`] : []),
    ...(query.length > 0 ? [queryOf(query)] : []),
    'options?: Options',
  ]
  const given = [body && 'body', query.length > 0 && 'query'].filter(Boolean)
  const options = given.length > 0 ? `{ ...options, ${given.join(', ')} }` : 'options'
  const address = names.reduce(
    (text, name) => text.replace(`{${name}}`, `\${encodeURIComponent(${name})}`),
    path,
  )
  const text = names.length > 0 ? `\`${address}\`` : `'${path}'`
  return `${comment(summary, '    ')}    ${operationId}: (${taken.join(', ')}) =>
      request<${answer}>('${method}', ${text}, ${options}),`
}

/** Undefined for streams, pictures and what leads elsewhere: their addresses are used as they are. */
function answerOf({ responses }: Operation): string | undefined {
  const [, done] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
  if (!done) return undefined
  if (!done.content) return 'void'
  const json = done.content['application/json']
  return json && typeOf(json.schema, '      ')
}

function bodyOf({ requestBody }: Operation): string | undefined {
  const content = requestBody?.content
  if (!content) return undefined
  const json = content['application/json']
  if (json) return typeOf(json.schema, '    ')
  return content['multipart/form-data'] ? 'FormData' : 'Blob | ArrayBuffer | Uint8Array'
}

function queryOf(query: NonNullable<Operation['parameters']>): string {
  const properties = Object.fromEntries(query.map(({ name, schema }) => [name, schema]))
  const required = query.filter((one) => one.required).map(({ name }) => name)
  const optional = required.length > 0 ? '' : '?'
  return `query${optional}: ${objectOf({ properties, required }, '    ')}`
}
