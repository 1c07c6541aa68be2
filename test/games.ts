import { createRoom, type NewRoom } from '../src/games/create-room.ts'
import { type ComesAs, joinRoom } from '../src/games/join-room.ts'
import { leaveRoom } from '../src/games/leave-room.ts'
import { makeMove } from '../src/games/move.ts'
import { offerRematch } from '../src/games/rematch.ts'
import { resign } from '../src/games/resign.ts'
import { viewRoom } from '../src/games/view-room.ts'
import type { House } from '../src/http/house.ts'
import type { Person } from './people.ts'

const wish: NewRoom = {
  game: 'tic-tac-toe',
  name: '',
  isPublic: true,
  invitedIds: [],
  clockSeconds: null,
}

/** What somebody can do with rooms, each in a transaction of its own. */
export function gaming(house: House) {
  const { commit, db } = house
  const open = (actor: Person, more: Partial<NewRoom> = {}) =>
    commit((tx) => createRoom(tx, actor, { ...wish, ...more }))
  const join = (actor: Person, room: { id: string }, as: ComesAs = 'player', most = 100) =>
    commit((tx) => joinRoom(tx, actor, room.id, as, most))
  const move = (actor: Person, room: { id: string }, number: number, move: object) =>
    commit((tx) => makeMove(tx, actor, room.id, number, move))
  return {
    open,
    join,
    move,
    leave: (actor: Person, room: { id: string }) => commit((tx) => leaveRoom(tx, actor.id, room.id)),
    resign: (actor: Person, room: { id: string }) => commit((tx) => resign(tx, actor, room.id)),
    rematch: (actor: Person, room: { id: string }) => commit((tx) => offerRematch(tx, actor, room.id)),
    see: (actor: Person, room: { id: string }) => viewRoom(db.reader, actor.id, room.id),
    /** A room in which the two have begun. */
    async begun(one: Person, other: Person, more: Partial<NewRoom> = {}) {
      const room = await open(one, more)
      return join(other, room)
    },
    /** Fields of tic-tac-toe, 0 to 8, marked by the two in turn, from a number on. */
    async marks(room: { id: string }, [one, other]: [Person, Person], fields: number[], after = 0) {
      for (const [n, field] of fields.entries())
        await move(n % 2 === 0 ? one : other, room, after + n + 1, at(field))
    },
  }
}

/** A field of tic-tac-toe by its number. */
export const at = (field: number) => ({ row: Math.floor(field / 3), column: field % 3 })

/** Who begins wins in the first row. */
export const WON = [0, 3, 1, 4, 2]
export const DRAWN = [0, 1, 2, 4, 3, 5, 7, 6, 8]

/** With which code and words something is refused. */
export function refusal(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'done',
    (problem: { code?: string; message: string }) => `${problem.code}: ${problem.message}`,
  )
}
