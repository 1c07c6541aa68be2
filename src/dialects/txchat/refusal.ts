import type { Endpoint, Manner } from '../../http/endpoint.ts'
import type { Code, Problem } from '../../problem.ts'
import { readCookie } from '../../users/authenticate.ts'

const NOT_VALID = 'Input payload validation failed'

/** What they said themselves where ours say it otherwise. */
const inTheirWords: Record<string, string> = {
  'No such project': 'Project Not Found',
  'No such user': 'User Not Found',
  'You must be the owner of the project': "You must be the project's owner.",
}
const wordsOf = ({ message }: Problem) => inTheirWords[message] ?? message

/** What these clients look for in a refusal: the reason, and for what is not well formed a word for each field. */
export function fieldsOf(problem: Problem): { message: string; errors?: object } {
  const { code, message, details } = problem
  if (code !== 'invalid' && code !== 'unsupported') return { message: wordsOf(problem) }
  const named = details.errors ?? errorIn(message)
  const errors = Object.fromEntries(named.map(({ path, message }) => [fieldIn(path), message]))
  return { message: named.length === 0 ? message : NOT_VALID, errors }
}

/** What verbs say of one field stands before their reason. */
function errorIn(message: string) {
  const parts = /^(body\.[\w.]+): (.+)$/s.exec(message)
  return parts ? [{ path: parts[1]!, message: parts[2]! }] : []
}

const fieldIn = (path: string) => path.replace(/^(?:body|query)\./, '')

function refusing(statuses: Partial<Record<Code, number>>, wordOf = fieldsOf): Manner {
  return {
    name: 'txchat',
    refuse: (problem, usual) => ({
      status: statuses[problem.code] ?? (problem.code === 'unsupported' ? 400 : usual),
      fields: wordOf(problem),
    }),
  }
}

const open = refusing({})

/** Who has shown nothing at all is told so with another status than who has shown something that is not good. */
export const known: Manner = {
  name: 'txchat',
  refuse(problem, usual, request) {
    const hasShownNothing = problem.code === 'unauthenticated' && !showsSomething(request)
    if (hasShownNothing) return { status: 403, fields: { message: 'Provide a valid auth token.' } }
    return open.refuse(problem, usual, request)
  },
}

function showsSomething({ headers }: Request): boolean {
  const token = headers.get('authorization')?.replace(/^Bearer\b/i, '')
  return Boolean(token?.trim()) || readCookie(headers.get('cookie')) !== undefined
}

/** At the door: an account that is not there any more is told like a wrong password, by its status. */
export const atTheDoor = refusing({ forbidden: 401 }, (problem) =>
  problem.code === 'forbidden' ? { message: `${problem.message}.` } : fieldsOf(problem),
)

/** Who is no admin is told like somebody unknown; what is so already is a bad request. */
export const forAdmins: Manner = {
  name: 'txchat',
  refuse(problem, usual, request) {
    if (problem.code === 'forbidden')
      return { status: 401, fields: { message: 'You are not an administrator.' } }
    if (problem.code === 'conflict') return { status: 400, fields: { message: problem.message, errors: {} } }
    return known.refuse(problem, usual, request)
  },
}

/**
 * At addresses that are ours as well: the reason, beside what ours look for. A word for each field has the same name as
 * our list of them, so it is there only for those who write the address as theirs did, with a stroke at its end.
 */
export const guests: Manner = {
  name: 'txchat',
  isTheirs: isOldAddress,
  refuse: (problem, status, request) => ({
    status,
    fields: isOldAddress(request) ? { ...fieldsOf(problem) } : { message: wordsOf(problem) },
  }),
}

export function isOldAddress({ url }: Pick<Request, 'url'>): boolean {
  return new URL(url).pathname.endsWith('/')
}

/** Their own calls: who asks is known at some, and not at others. */
export function spokenHere(endpoints: Endpoint[]): Endpoint[] {
  return endpoints.map((one) => ({ manner: one.access === 'user' ? known : open, ...one }))
}
