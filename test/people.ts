import type { Actor, House } from '../src/http/house.ts'
import { register } from '../src/users/register.ts'
import { openSession } from '../src/users/sessions.ts'

export interface Person extends Actor {
  username: string
}

/** Makes an account without going through HTTP, and a session for it. */
export async function person(house: House, username: string): Promise<Person> {
  return house.commit(async (tx) => {
    const user = await register(tx, {
      username,
      email: null,
      phone: null,
      name: username,
      passwordHash: null,
    })
    const caller = { address: '127.0.0.1', userAgent: 'test' }
    const { sessionId } = await openSession(tx, user.id, caller, 86_400_000)
    return { id: user.id, sessionId, username }
  })
}

/** Alice (the admin, being first), bob and cleo, who take part; and dora, who has nothing to do with it. */
export async function people(house: House) {
  const alice = await person(house, 'alice')
  const bob = await person(house, 'bob')
  const cleo = await person(house, 'cleo')
  const dora = await person(house, 'dora')
  return { alice, bob, cleo, dora }
}
