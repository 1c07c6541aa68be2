import { type Clock, second } from '../clock.ts'
import type { Signal, Signals } from '../log/signals.ts'

export interface Elsewhere {
  has(userId: string): boolean
  /** Says to the other processes who has come here, or gone. */
  tell(userId: string, online: boolean): void
  close(): void
}

const ALIVE_EVERY_MS = 20 * second
const DEAD_AFTER_MS = 60 * second
/** PostgreSQL carries no longer signals than some 7,500 bytes. */
const MOST_NAMED = 150
interface Node {
  users: Set<string>
  heardAt: number
}

interface Said {
  node: string
  /** The one that this is for; all others pass it over. */
  to?: string
  user_id?: string
  users?: string[]
  count?: number
}

/**
 * Who is connected to other processes, as far as they have said. They say who comes and goes; all that they have only
 * to one that asks, because it is new or has missed something, as signals may be lost.
 * @param here who is connected to this process
 * @param gone is told who was connected to a process that is no more
 * @param stream by which processes talk about this: users are named on one, sessions on another
 */
export function openElsewhere(
  self: string,
  signals: Signals,
  clock: Clock,
  here: ReadonlySet<string>,
  gone: (userIds: string[]) => void,
  stream = 'presence',
): Elsewhere {
  const nodes = new Map<string, Node>()
  const say = (kind: string, more: Omit<Said, 'node'>) =>
    signals.tell({ stream, kind, body: { node: self, ...more } })

  const isForMe = ({ node, to = self }: Said) => node !== self && to === self

  function heard({ stream: on, kind, body }: Signal) {
    const said = body as Said
    if (on !== stream || !isForMe(said)) return
    if (kind === 'gone') return lose(said.node)
    if (kind === 'who') nameAll(said.node)
    const isNew = !nodes.has(said.node)
    const { users } = nodes.get(said.node) ?? { users: new Set<string>() }
    nodes.set(said.node, { users, heardAt: clock.now() })
    note(users, kind, said)
    const missed = kind === 'alive' && said.count !== users.size
    if (missed) users.clear()
    const ask = missed || (isNew && kind !== 'here')
    if (ask) say('who', { to: said.node })
  }

  function note(users: Set<string>, kind: string, { user_id, users: named }: Said) {
    if (kind === 'online') users.add(user_id!)
    else if (kind === 'offline') users.delete(user_id!)
    else if (kind === 'here') for (const userId of named!) users.add(userId)
  }

  function nameAll(to: string) {
    const users = [...here]
    for (let from = 0; from < users.length; from += MOST_NAMED)
      say('here', { to, users: users.slice(from, from + MOST_NAMED) })
  }

  function lose(name: string) {
    const users = nodes.get(name)?.users ?? []
    nodes.delete(name)
    gone([...users])
  }

  signals.listen(heard)
  const alive = setInterval(() => {
    say('alive', { count: here.size })
    for (const [name, { heardAt }] of nodes) if (clock.now() - heardAt > DEAD_AFTER_MS) lose(name)
  }, ALIVE_EVERY_MS)
  alive.unref()
  say('who', {})

  return {
    has: (userId) => [...nodes.values()].some((node) => node.users.has(userId)),
    tell: (userId, online) => say(online ? 'online' : 'offline', { user_id: userId }),
    close() {
      clearInterval(alive)
      say('gone', {})
    },
  }
}
