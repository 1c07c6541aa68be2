import { LRUCache } from 'lru-cache'
import { findDirect, findPair } from '../chats/open-direct.ts'
import type { House } from '../http/house.ts'
import { pairOf } from '../users/block.ts'
import { findKnownAs, usersOf } from '../users/user.ts'

const MOST_REMEMBERED = 20_000
/** Groups have no pair. */
const NONE = ''

interface Person {
  number: number
  username: string
}

/** Who stands behind the ids in entries, remembered, since every message asks for it. */
export interface People {
  /** How clients know somebody: by number and username. */
  person(userId: string): Promise<Person | undefined>
  /** Whose number this is. @throws Problem not_found */
  idOf(number: number): Promise<string>
  /** The direct chat of two people, if they have one. */
  direct(userId: string, otherId: string): Promise<string | undefined>
  /** The other one of a direct chat, or I myself in my notes; undefined in a group. */
  peer(chatId: string, userId: string): Promise<string | undefined>
}

export function openPeople({ db, tail }: Pick<House, 'db' | 'tail'>): People {
  const persons = new LRUCache<string, Person>({ max: MOST_REMEMBERED })
  const pairs = new LRUCache<string, string>({ max: MOST_REMEMBERED })
  // None of these two ever changes.
  const ids = new LRUCache<number, string>({ max: MOST_REMEMBERED })
  const directs = new LRUCache<string, string>({ max: MOST_REMEMBERED })
  let changes = 0
  tail.listen({
    entry({ kind, stream }) {
      if (kind !== 'me.updated') return
      changes++
      persons.delete(stream.slice('user:'.length))
    },
  })

  async function person(userId: string): Promise<Person | undefined> {
    const known = persons.get(userId)
    if (known) return known
    const before = changes
    const user = (await usersOf(db.reader, [userId])).get(userId)
    const found = user && { number: user.number, username: user.username }
    // Somebody has taken another name while we read: perhaps he. Then it is looked up again next time.
    if (found && before === changes) persons.set(userId, found)
    return found
  }

  /** The pair of a chat never changes; a group has none. */
  async function pairIn(chatId: string): Promise<string> {
    const known = pairs.get(chatId)
    if (known !== undefined) return known
    const found = await findPair(db.reader, chatId)
    const pair = found ?? NONE
    if (found !== undefined) pairs.set(chatId, pair)
    return pair
  }

  return {
    person,
    async idOf(number) {
      const id = ids.get(number) ?? (await findKnownAs(db.reader, { number })).id
      ids.set(number, id)
      return id
    },
    async direct(userId, otherId) {
      const pair = pairOf(userId, otherId)
      const chatId = directs.get(pair) ?? (await findDirect(db.reader, userId, otherId))
      if (chatId) directs.set(pair, chatId)
      return chatId
    },
    async peer(chatId, userId) {
      const pair = await pairIn(chatId)
      return pair === NONE ? undefined : (pair.split(':').find((id) => id !== userId) ?? userId)
    },
  }
}
