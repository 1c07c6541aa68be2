import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { codes } from '../problem.ts'
import type { Endpoint } from './endpoint.ts'
import { z } from './schemas.ts'

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(codes) as [keyof typeof codes]),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    request_id: z.string(),
  })
  .openapi('Problem', { description: 'Problem details for HTTP APIs (RFC 9457)' })

/** At an address of ours to which clients of a dialect come, too. */
const guestProblem = problem
  .extend({
    message: z.string(),
    errors: z.union([problem.shape.errors, z.record(z.string(), z.string())]).optional(),
  })
  .openapi('GuestProblem', {
    description: 'The same for an address to which clients of txchat come, too: `message` is for them',
  })

const onWrites = z.object({
  'Idempotency-Key': z.string().max(100).optional().openapi({
    description: 'The same key again gives the same answer again; with another request it is a 422.',
  }),
})

/** The whole API as an OpenAPI 3.1 document, from the schemas that check the requests. */
export function openApiDocument(endpoints: Endpoint[], serverUrl: string, version: string) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  registry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'parley_session',
  })
  for (const endpoint of endpoints) registry.registerPath(describe(endpoint))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      description:
        'One log, many doors. Every answer names in `Parley-Cursor` the place in the log that it is good for: follow the log from there (`/api/v1/log`, `/api/v1/log/stream`, or Socket.IO namespace `/v1`) and nothing is missed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
  })
}

function describe(endpoint: Endpoint): RouteConfig {
  const { method, path, tag, summary, description, params, query, body, access } = endpoint
  return {
    method,
    path,
    tags: [tag].flat(),
    summary,
    operationId: operationId(endpoint),
    ...(description ? { description } : {}),
    security: access === 'user' ? [{ bearer: [] }, { cookie: [] }] : [],
    request: {
      ...(params ? { params: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(endpoint.headers ? { headers: endpoint.headers as z.ZodObject } : {}),
      ...(endpoint.change ? { headers: onWrites } : {}),
      ...(body ? { body: { required: true, content: contentOf(endpoint, body) } } : {}),
    },
    responses: responses(endpoint),
  } as RouteConfig
}

const forms = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']

/** Dialects take forms besides JSON. */
function contentOf({ takes, manner }: Endpoint, schema: z.ZodType) {
  const types = takes || !manner ? [takes ?? 'application/json'] : forms
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

function responses(endpoint: Endpoint): RouteConfig['responses'] {
  const { answer, status, gives, access, params, body, manner, guests } = endpoint
  const type = manner ? 'application/json' : 'application/problem+json'
  const schema = guests ? guestProblem : problem
  const refusal = (description: string) => ({ description, content: { [type]: { schema } } })
  const success = status ?? (answer || gives ? 200 : 204)
  const content = answer
    ? { [gives ?? 'application/json']: { schema: answer } }
    : gives
      ? { [gives]: { schema: z.string() } }
      : undefined
  return {
    [success]: { description: 'Done', ...(content ? { content } : {}) },
    ...(body
      ? { 400: refusal('Not well formed'), 413: refusal('Too large') }
      : { 400: refusal('Not well formed') }),
    ...(access === 'user' ? { 401: refusal('Not signed in') } : {}),
    ...(params ? { 404: refusal('No such thing, or not yours') } : {}),
    default: refusal('Any other problem'),
  }
}

/** `GET /api/v1/chats/{chat}/messages` becomes `getChatsChatMessages`; that of a dialect begins with its name. */
function operationId({ method, path, manner }: Endpoint): string {
  const words = path.replace('/api/v1', '').split(/[^A-Za-z0-9]+/)
  const named = [...(manner ? [manner.name] : []), method, ...words]
  return named[0] + named.slice(1).map(capital).join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
