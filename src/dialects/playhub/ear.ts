import type { RoomInfo } from '../../games/room.ts'
import type { Talk } from '../main-namespace.ts'
import { suffixOfGame } from './game-names.ts'

/** What must be known of a connection to speak to its client as it expects. */
export class Ear {
  readonly talk: Talk
  /** Chats that it has joined, if it ever has: then it wants to hear of these only. */
  joined: Set<string> | undefined
  /** Its events about games end in the name of the game. */
  suffixed = false
  /** By which name or id it speaks of a room, and which room that is. */
  readonly #names = new Map<string, string>()
  readonly #rooms = new Map<string, string>()
  #doing: Promise<unknown> = Promise.resolve()

  constructor(talk: Talk) {
    this.talk = talk
  }

  /** What the client asks for is done one after the other, as it asks for it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#doing.then(work)
    this.#doing = done.catch(() => undefined)
    return done
  }

  call(roomId: string, name: string) {
    this.#names.set(roomId, name)
    this.#rooms.set(name, roomId)
  }

  nameOf({ id, name }: Pick<RoomInfo, 'id' | 'name'>): string {
    return this.#names.get(id) ?? name
  }

  roomCalled(name: string): string | undefined {
    return this.#rooms.get(name)
  }

  forget(roomId: string) {
    this.#names.delete(roomId)
    for (const [name, id] of this.#rooms) if (id === roomId) this.#rooms.delete(name)
  }

  say(event: string, said: unknown) {
    this.talk.socket.emit(event, said)
  }

  /** Says something about a game, under the name of the event that this client knows. */
  sayOf(gameKey: string, event: string, said: unknown) {
    this.say(this.suffixed ? `${event}${suffixOfGame(gameKey)}` : event, said)
  }

  /** The same for what some of those who know the endings listen for without. */
  sayBoth(gameKey: string, event: string, said: unknown) {
    this.say(event, said)
    if (this.suffixed) this.say(`${event}${suffixOfGame(gameKey)}`, said)
  }
}
