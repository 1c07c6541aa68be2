import type { ComponentChildren } from 'preact'
import { myId } from '../line/line.ts'
import { said } from '../words/games.ts'
import { roomPath } from './deeds.ts'
import { Emblem } from './piece.tsx'
import type { Room } from './things.ts'
import { lengthOf, nameOfGame, peopleIn, standingOf, titleOfGame } from './titles.ts'

/** One room in a list: which game, who is in it, how it stands, and what can be done about it. */
export function RoomRow({ room, children }: { room: Room; children?: ComponentChildren }) {
  const mine = room.state === 'playing' && room.turn_user_id === myId()
  const title = titleOfGame(room.game_key)
  const name = nameOfGame(room.name)
  const facts = [
    ...(name === title ? [] : [title]),
    ...(room.public ? [] : [said.privateRoom]),
    ...(room.clock_seconds === null ? [] : [said.perMove(lengthOf(room.clock_seconds))]),
  ]
  return (
    <li class="room-row" data-mine={mine || undefined}>
      <a class="row" href={roomPath(room.id)}>
        <Emblem gameKey={room.game_key} />
        <span class="row-title">
          <bdi>{name}</bdi>
        </span>
        <span class="room-standing">{inShort(room)}</span>
        <span class="row-text">{[peopleIn(room), ...facts].join(' · ')}</span>
      </a>
      {children && <span class="room-ways">{children}</span>}
    </li>
  )
}

function inShort(room: Room): string {
  if (room.role === 'invited') return said.invitedYou
  return room.state === 'waiting' ? said.waits : standingOf(room)
}
