import type { Chat } from '../store/things.ts'
import { said } from '../words/games.ts'
import { roomPath } from './deeds.ts'

const HOST = 'game:'

/** From the chat beside a board, the way to the board. */
export function ToBoard({ chat: { host } }: { chat: Chat }) {
  if (!host?.startsWith(HOST)) return null
  return (
    <a class="button primary full" href={roomPath(host.slice(HOST.length))}>
      {said.toBoard}
    </a>
  )
}
