import type { Endpoint, Manner } from '../http/endpoint.ts'
import type { Code, Problem } from '../problem.ts'

/**
 * A manner of refusing: what its clients look for, and where they know another status than ours. Contents of a type that
 * is not taken are a bad request to all of them.
 */
export function manner(
  name: string,
  fields: (problem: Problem, status: number) => Record<string, unknown> | undefined,
  statuses: Partial<Record<Code, number>> = {},
): Manner {
  return {
    name,
    refuse(problem, usual) {
      const status = statuses[problem.code] ?? (problem.code === 'unsupported' ? 400 : usual)
      const its = fields(problem, status)
      return its ? { status, fields: its } : { status }
    },
  }
}

/** These endpoints, spoken in a manner. */
export function spoken(manner: Manner, endpoints: Endpoint[]): Endpoint[] {
  return endpoints.map((endpoint) => ({ ...endpoint, manner }))
}
