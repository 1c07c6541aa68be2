import { nameOf, personOf } from '../chat/names.ts'
import { myId } from '../line/line.ts'
import { presence } from '../line/live.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { said } from '../words/games.ts'
import { markAt } from './board.tsx'
import { Clock } from './clock.tsx'
import { Piece } from './piece.tsx'
import type { Room } from './things.ts'

/** Who sits where, what stands for him, and whose turn it is. */
export function Players({ room }: { room: Room }) {
  return (
    <ul class="players">
      {[0, 1].map((place) => (
        <Seat key={place} room={room} place={place} />
      ))}
    </ul>
  )
}

function Seat({ room, place }: { room: Room; place: number }) {
  const player = room.players.find((one) => one.place === place)
  const mark = markAt(room.game_key, place)
  const user = player && personOf(player.user_id)
  const moves = room.state === 'playing' && room.board?.turn === place
  const won = room.state === 'ended' && player !== undefined && room.result?.winner_id === player.user_id
  return (
    <li class="seat" data-moves={moves || undefined} data-won={won || undefined}>
      {player ? (
        <Avatar
          id={player.user_id}
          name={nameOf(user)}
          picture={user?.picture ?? null}
          size={36}
          online={presence.value[player.user_id]?.online === true}
        />
      ) : (
        <span class="avatar plain" style={{ '--size': '36px' }} />
      )}
      <span class="seat-name">
        {player ? (
          <a href={`/app/games/person/${player.user_id}`}>
            <bdi>{player.user_id === myId() ? said.you : nameOf(user)}</bdi>
          </a>
        ) : (
          <span class="soft">{said.seatFree}</span>
        )}
        {moves && <Clock room={room} />}
      </span>
      <Piece mark={mark} />
      <span class="unseen">{said.marks[mark]}</span>
    </li>
  )
}
