import { check } from '../http/check.ts'
import type { Authenticate, House } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import { asProblem, describe } from '../http/problems.ts'
import { id, text, z } from '../http/schemas.ts'
import type { SocketVerb } from '../http/socket-verb.ts'
import { Problem } from '../problem.ts'
import type { Connection } from './connection.ts'
import type { Presence } from './presence.ts'

export type Verbs = Record<string, SocketVerb>

let refusals = 0
const nextId = () => `socket-${(++refusals).toString(36)}`

/** A refused connection: the client's `connect_error` has the problem in `data`. */
export function refusal(error: unknown): Error {
  const problem = asProblem(error)
  return Object.assign(new Error(problem.message), { data: describe(problem, nextId()) })
}

const watched = z.strictObject({ user_ids: z.array(id).max(500) })
const renewal = z.strictObject({ token: text(4096, 1) })

/**
 * Answers what a client asks over its socket. The acknowledgement is `{answer}` or `{problem}`; where none is wanted,
 * the verb is done all the same. `auth` with a fresh token prolongs the connection;
 * `watch` asks to hear of the presence of others.
 */
export function verbAnswerer(
  house: House,
  presence: Presence,
  authenticate: Authenticate,
  limits: Limits,
  verbs: Verbs,
) {
  async function ask(connection: Connection, event: string, input: unknown): Promise<unknown> {
    await limits.user(connection.who.id)
    if (connection.closed) throw new Problem('unauthenticated', 'The session has ended')
    if (event === 'auth') return renew(connection, check(renewal, input, event))
    if (event === 'watch') return presence.watch(connection, check(watched, input, event).user_ids)
    const verb = Object.hasOwn(verbs, event) ? verbs[event] : undefined
    if (!verb) throw new Problem('not_found', `No such verb: ${event.slice(0, 40)}`)
    return verb.run(house, connection.who, check(verb.input, input, event))
  }

  async function renew(connection: Connection, { token }: { token: string }) {
    const who = await authenticate.token(token)
    const { id, sessionId } = connection.who
    if (who.id !== id || who.sessionId !== sessionId)
      throw new Problem('forbidden', 'The token must be of the session that opened this connection')
    connection.who = who
    return { expires_at: who.expiresAt }
  }

  return async (connection: Connection, name: unknown, given: unknown[]): Promise<void> => {
    // The acknowledgement comes last, also where nothing comes before it.
    const ack = given.at(-1)
    const reply = typeof ack === 'function' ? (ack as (reply: object) => void) : () => {}
    const input = typeof given[0] === 'function' ? undefined : given[0]
    // Socket.IO lets numbers through as names of events.
    const event = String(name)
    try {
      reply({ answer: (await ask(connection, event, input)) ?? null })
    } catch (error) {
      const problem = asProblem(error)
      if (problem.code === 'internal')
        house.logger.error({ err: error, event: event.slice(0, 40) }, 'a verb failed')
      reply({ problem: describe(problem, nextId()) })
    }
  }
}
