import { inWords, nameOf, personOf } from '../chat/names.ts'
import { myId } from '../line/line.ts'
import { said } from '../words/games.ts'
import { tags } from '../words/words.ts'
import { catalogue } from './read.ts'
import type { Room, RoomInfo } from './things.ts'

/** What a game is called here. */
export const titleOfGame = (gameKey: string) =>
  nameOfGame(catalogue.value?.find(({ key }) => key === gameKey)?.title ?? '…')

/** Games that everybody knows have a name in each language. */
export const nameOfGame = (title: string) => said.titles[title] ?? title

/** Somebody's name within a sentence; of myself, that it is me. */
export const playerName = (userId: string) =>
  userId === myId() ? said.you : inWords(nameOf(personOf(userId)))

/** Who plays in a room. */
export function peopleIn({ players }: RoomInfo): string {
  const [first, second] = players.map(({ user_id }) => playerName(user_id))
  if (second === said.you) return said.against(first!, said.youInside)
  return first && second ? said.against(first, second) : (first ?? said.withNobody)
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A length of time in its largest whole unit, such as "5 minutes". */
export function lengthOf(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? units[3]
  return new Intl.NumberFormat(tags, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

/** A clock that runs down: 4:05, or 1:00:00, or days. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds >= 2 * 86_400) return lengthOf(Math.floor(seconds / 86_400) * 86_400)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Whose turn it is, or how it has ended, in a few words. */
export function standingOf(room: Room): string {
  if (room.state === 'waiting') return said.waitsForOne
  if (room.state === 'ended') return endingOf(room)
  if (room.turn_user_id === myId()) return said.yourTurn
  return said.turnOf(playerName(room.turn_user_id ?? ''))
}

function endingOf({ result, role }: Room): string {
  if (!result) return said.waitsForOne
  if (result.winner_id === null) return said.draw
  if (result.winner_id === myId()) return said.youWon
  const name = playerName(result.winner_id)
  return role === 'player' ? said.youLost(name) : said.won(name)
}
