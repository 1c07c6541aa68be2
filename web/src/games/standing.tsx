import { useEffect, useRef } from 'preact/hooks'
import { line, myId } from '../line/line.ts'
import { say } from '../pieces/say.tsx'
import { said } from '../words/games.ts'
import { pendingIn } from './deeds.ts'
import { seen } from './rules.ts'
import type { Room } from './things.ts'
import { playerName, standingOf } from './titles.ts'

/** How the game stands, in words; read out as it changes. */
export function Standing({ room }: { room: Room }) {
  const waits = pendingIn(room) !== undefined
  const { link } = line.value
  useAnnounced(room)
  const { result, role, state } = room
  const mine = state === 'playing' && room.turn_user_id === myId() && !waits
  const won = state === 'ended' && result?.winner_id === myId()
  const text = waits && link !== 'live' ? said.onWay : waits ? said.onWayNow : standingOf(room)
  return (
    <div class="standing-now" data-mine={mine || undefined} data-won={won || undefined}>
      <p class="standing-words">{text}</p>
      {state === 'ended' && result?.reason === 'time' && <p class="soft">{said.byTime}</p>}
      {state === 'ended' && result?.reason === 'resigned' && <p class="soft">{said.byResigning}</p>}
      {role === 'spectator' && <p class="soft">{said.lookOnLead}</p>}
      {role !== 'player' && role !== 'spectator' && <p class="soft">{said.outsideLead}</p>}
    </div>
  )
}

/** Says aloud what somebody else has done, and how it stands then. */
function useAnnounced(room: Room): void {
  const known = useRef(room.version)
  useEffect(() => {
    if (known.current === room.version) return
    known.current = room.version
    const { last } = seen(room, undefined, undefined)
    const others = last && room.last?.user_id !== myId()
    const moved = others ? `${said.moved(playerName(room.last!.user_id), last[0] + 1, last[1] + 1)} ` : ''
    say(`${moved}${standingOf(room)}`)
  }, [room.version])
}
