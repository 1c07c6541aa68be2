/** Every way in which a request can be refused, one line each. `http/problems.ts` gives each its status. */
export const codes = {
  invalid: 'The request is not well formed',
  unauthenticated: 'Who you are could not be established',
  forbidden: 'You may not do this',
  not_found: 'There is no such thing, or it is not yours to see',
  conflict: 'This is taken or already so',
  stale: 'Somebody else changed it first',
  too_large: 'The request is too large',
  unsupported: 'This kind of content is not taken here',
  key_reused: 'The idempotency key was used for another request',
  too_many: 'Too many requests',
  unavailable: 'The server cannot do this right now',
  internal: 'Something went wrong on our side',
} as const

export type Code = keyof typeof codes

export interface ProblemDetails {
  /** One line for each part of the request that is wrong. */
  errors?: { path: string; message: string }[]
  /** Seconds after which it makes sense to try again. */
  retryAfter?: number
}

/** A refusal with a reason that may be shown to the person who asked. Anything else that is thrown is `internal`. */
export class Problem extends Error {
  readonly code: Code
  readonly details: ProblemDetails

  constructor(code: Code, message: string = codes[code], details: ProblemDetails = {}) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.details = details
  }
}

/** The same refusal for "does not exist" and "is not yours", so that nobody can tell the two apart. */
export function notFound(thing: string): Problem {
  return new Problem('not_found', `No such ${thing}`)
}

/** A refusal that names the field of the body which is wrong. */
export function wrong(field: string, message: string): Problem {
  const path = `body.${field}`
  return new Problem('invalid', `${path}: ${message}`, { errors: [{ path, message }] })
}
