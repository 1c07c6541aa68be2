import type { Endpoint } from '../../src/http/endpoint.ts'
import type { TestServer } from '../server.ts'

/** A JSON schema, as far as the document uses it for what comes in. */
export interface JsonSchema {
  type?: string | string[]
  enum?: string[]
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: JsonSchema
}

interface Described {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, { content?: Record<string, unknown> }>
  security: object[]
}

export interface Document {
  openapi: string
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, JsonSchema> }
}

/** One method at one path: what the document says of it, and the endpoint that answers. */
export interface Operation extends Described {
  /** `GET /api/v1/chats/{chat}` */
  name: string
  method: string
  path: string
  endpoint: Endpoint
}

export const nameOf = (method: string, path: string) => `${method.toUpperCase()} ${path}`

export async function readDocument({ url }: Pick<TestServer, 'url'>): Promise<Document> {
  return (await (await fetch(`${url}/openapi.json`)).json()) as Document
}

/** All of our own API; the dialects, who answer in their own ways, have `test/dialects/`. */
export async function operationsOf(server: TestServer): Promise<Operation[]> {
  return (await allOperationsOf(server)).filter(({ endpoint }) => !endpoint.manner)
}

/** Everything that the document offers. An operation without an endpoint is a mistake. */
export async function allOperationsOf(server: TestServer): Promise<Operation[]> {
  const { paths } = await readDocument(server)
  const endpoints = new Map(server.app.endpoints.map((one) => [nameOf(one.method, one.path), one]))
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const name = nameOf(method, path)
      const endpoint = endpoints.get(name)
      if (!endpoint) throw new Error(`${name} is in the document, but nothing answers there`)
      return { ...described, name, method: method.toUpperCase(), path, endpoint }
    }),
  )
}
