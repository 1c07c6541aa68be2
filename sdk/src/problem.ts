/** A refusal, as the API words it (RFC 9457). Code `offline` is ours: nobody answered. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: { path: string; message: string }[]
  request_id?: string
}

export class ParleyProblem extends Error {
  readonly problem: Problem
  /** How long the server asked us to wait, in milliseconds. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail)
    this.name = 'ParleyProblem'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

export function offline(detail = 'The server cannot be reached'): ParleyProblem {
  return new ParleyProblem({
    type: 'about:blank',
    title: 'Nobody answered',
    status: 0,
    code: 'offline',
    detail,
  })
}

/** What an answer that is not a success says. Something on the way may have made it, and then it is no problem document. */
export async function refusalOf(response: Response): Promise<ParleyProblem> {
  const retryAfter = readRetryAfter(response.headers.get('retry-after'))
  const said = await response.json().catch(() => undefined)
  if (typeof said?.code === 'string')
    return new ParleyProblem({ ...said, status: response.status }, retryAfter)
  const { status } = response
  const [title, code] = ['The answer is not one of Parley', status >= 500 ? 'unavailable' : 'invalid']
  const detail = `The server answered with status ${status}`
  return new ParleyProblem({ type: 'about:blank', title, status, code, detail }, retryAfter)
}

function readRetryAfter(header: string | null): number | undefined {
  if (!header) return undefined
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
