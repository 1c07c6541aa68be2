import { isAway } from '../db/dialect.ts'
import { type Code, codes, Problem } from '../problem.ts'
import type { Endpoint } from './endpoint.ts'

/** The only place where a code becomes a status. */
export const statuses: Record<Code, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  key_reused: 422,
  too_many: 429,
  internal: 500,
  unavailable: 503,
}

export function statusOf(problem: Problem): number {
  return statuses[problem.code]
}

/** Problem details as RFC 9457 has them; `type` leads to the paragraph of the manual. */
export function describe(problem: Problem, requestId: string) {
  return {
    type: `/docs/problems#${problem.code}`,
    title: codes[problem.code],
    status: statusOf(problem),
    code: problem.code,
    detail: problem.message,
    ...(problem.details.errors ? { errors: problem.details.errors } : {}),
    request_id: requestId,
  }
}

/** What was asked, and where: clients of dialects look for a refusal in fields of their own. */
interface Asked {
  request: Request
  endpoint: Pick<Endpoint, 'manner' | 'guests'> | undefined
}

export function answerProblem(problem: Problem, requestId: string, asked?: Asked): Response {
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  })
  if (problem.details.retryAfter) headers.set('Retry-After', String(Math.ceil(problem.details.retryAfter)))
  if (problem.code === 'unauthenticated') headers.set('WWW-Authenticate', 'Bearer')
  const described = describe(problem, requestId)
  const { manner, guests } = asked?.endpoint ?? {}
  if (!manner) {
    const fields = guests?.refuse(problem, described.status, asked!.request).fields
    const body = JSON.stringify({ ...described, ...fields })
    return new Response(body, { status: described.status, headers })
  }
  const { status, fields } = manner.refuse(problem, described.status, asked!.request)
  if (!fields) headers.delete('Content-Type')
  else headers.set('Content-Type', 'application/json; charset=utf-8')
  const body = fields ? JSON.stringify({ ...described, status, ...fields }) : null
  return new Response(body, { status, headers })
}

/** Whatever is not a refusal of ours is `internal`: the person sees a request id, the log has everything. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!isAway(error)) return new Problem('internal')
  return new Problem('unavailable', 'The database does not answer', { retryAfter: 1 })
}
