import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Problem } from '../problem.ts'
import type { Actor, Caller, House, Proven } from './house.ts'
import type { z } from './schemas.ts'

type Schema = z.ZodType | undefined
type Read<S> = S extends z.ZodType ? z.output<S> : undefined
/** Without a schema nothing is answered (204). A `Response` of its own making goes out as it is. */
type Answered<S> = (S extends z.ZodType ? z.input<S> : undefined) | Response

/** What a handler is called with: everything has been checked against the endpoint's schemas. */
export interface Call<Who, B, P, Q> {
  readonly actor: Who
  readonly body: B
  readonly params: P
  readonly query: Q
  /** The version that `If-Match` names, if it does. */
  readonly ifMatch: number | undefined
  readonly key: string | undefined
  readonly caller: Caller
  readonly request: Request
  /** Headers of the answer. */
  readonly headers: Record<string, string>
}

interface Shape<B extends Schema, P extends Schema, Q extends Schema, A extends Schema> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options'
  /** As OpenAPI writes it: `/api/v1/chats/{chat}`. */
  path: string
  /** Under which it stands in the document; under several, where several dialects have it. */
  tag: string | readonly string[]
  /** One line: what it does. */
  summary: string
  description?: string
  params?: P
  query?: Q
  body?: B
  /** The longest body in bytes, where it may be longer than bodies are. */
  mostBytes?(config: Config): number
  answer?: A
  /** Of success; 200, or 204 where nothing is answered. */
  status?: 200 | 201 | 202 | 204 | 302
  /** Headers that it reads by itself, for the document. */
  headers?: z.ZodType
  /** Another content type than JSON comes in or goes out. */
  takes?: string
  gives?: string
}

/**
 * How the clients speak for whom an endpoint of a dialect is there. They send forms as well as JSON, may be no browsers
 * although they live on a cookie, and look for a refusal in fields of their own.
 */
export interface Manner {
  /** The dialect, as the document calls it. */
  readonly name: string
  /** What its clients are told of a refusal, beside the problem details; without fields the body is empty. */
  refuse(
    problem: Problem,
    status: number,
    request: Request,
  ): { status: number; fields?: Record<string, unknown> }
  /** Of guests: this request is one of theirs, by its address; it may be a form. */
  isTheirs?(request: Request): boolean
}

export interface Endpoint extends Shape<Schema, Schema, Schema, Schema> {
  readonly access: 'user' | 'anybody'
  /** Without one it speaks as ours do. */
  readonly manner?: Manner
  readonly before?: (house: House, call: Call<Proven, unknown, unknown, unknown>) => Promise<void>
  /** An address of ours to which clients of a dialect come, too: its refusals have these fields as well. */
  readonly guests?: Manner
  readonly run?: (house: House, call: Call<Proven, unknown, unknown, unknown>) => Promise<unknown>
  readonly change?: (tx: Tx, call: Call<Proven, unknown, unknown, unknown>, house: House) => Promise<unknown>
}

/** Asks for something, or arranges its own transactions. For a known user. */
export function endpoint<B extends Schema, P extends Schema, Q extends Schema, A extends Schema>(
  shape: Shape<B, P, Q, A> & {
    run(house: House, call: Call<Proven, Read<B>, Read<P>, Read<Q>>): Promise<Answered<A>>
  },
): Endpoint {
  return { access: 'user', ...shape } as unknown as Endpoint
}

/** The same for anybody, known or not. */
export function openEndpoint<B extends Schema, P extends Schema, Q extends Schema, A extends Schema>(
  shape: Shape<B, P, Q, A> & {
    run(house: House, call: Call<undefined, Read<B>, Read<P>, Read<Q>>): Promise<Answered<A>>
  },
): Endpoint {
  return { access: 'anybody', ...shape } as unknown as Endpoint
}

/** Changes something, in one transaction, once per idempotency key. `before` asks what a transaction must not wait for. */
export function change<B extends Schema, P extends Schema, Q extends Schema, A extends Schema>(
  shape: Shape<B, P, Q, A> & {
    before?(house: House, call: Call<Actor, Read<B>, Read<P>, Read<Q>>): Promise<void>
    change(tx: Tx, call: Call<Actor, Read<B>, Read<P>, Read<Q>>, house: House): Promise<Answered<A>>
  },
): Endpoint {
  return { access: 'user', ...shape } as unknown as Endpoint
}
