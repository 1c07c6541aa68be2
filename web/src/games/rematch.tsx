import { wordsOf } from '../line/line.ts'
import { toast } from '../pieces/toast.tsx'
import { said } from '../words/games.ts'
import { focusBoard } from './board.tsx'
import { mySeat, rematch } from './deeds.ts'
import type { Room } from './things.ts'
import { playerName } from './titles.ts'

/** To play again: one offers it, the other accepts. */
export function Rematch({ room }: { room: Room }) {
  const mine = mySeat(room)
  if (room.state !== 'ended' || !mine || room.players.length < 2) return null
  if (mine.wants_rematch) return <p class="rematch soft">{said.againWaits}</p>
  const other = room.players.find((one) => one !== mine && one.wants_rematch)
  const act = () => void rematch(room).then(focusBoard, (refusal) => toast(wordsOf(refusal)))
  return (
    <>
      {other && <p class="rematch">{said.againOffered(playerName(other.user_id))}</p>}
      <button type="button" class="button primary" onClick={act}>
        {other ? said.againAccept : said.again}
      </button>
    </>
  )
}
