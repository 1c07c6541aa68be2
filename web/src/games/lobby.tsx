import { useEffect } from 'preact/hooks'
import { mended, myId, wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { toast } from '../pieces/toast.tsx'
import { go } from '../route.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { ByCode } from './by-code.tsx'
import { type ComesAs, join, leave, roomPath } from './deeds.ts'
import { Emblem } from './piece.tsx'
import { catalogue, open, readOpen } from './read.ts'
import { RoomRow } from './room-row.tsx'
import type { Room } from './things.ts'
import { nameOfGame } from './titles.ts'

const LOOK_AGAIN_MS = 8000

/** Where one finds somebody to play with: my games, the open rooms, and the games that are played here. */
export function Lobby() {
  useOpenRooms()
  const rooms = Object.values(shown.value.games?.rooms ?? {})
  const mine = rooms.filter(({ role }) => role !== null).toSorted(byUrgency)
  const others = (ids: string[] = []) => rooms.filter(({ id, role }) => role === null && ids.includes(id))
  const waiting = others(open.value?.waiting)
  const playing = others(open.value?.playing)
  return (
    <div class="page-body lobby">
      <ul class="shelf">
        {(catalogue.value ?? [])
          .flatMap(({ key, title }) => (key ? [{ key, title }] : []))
          .map(({ key, title }) => (
            <li key={key}>
              <a class="game-card" href={`/app/games/new?game=${key}`}>
                <Emblem gameKey={key} />
                <b>{nameOfGame(title)}</b>
                <span class="card-deed">
                  <Icon shape="plus" size={16} />
                  {said.openRoom}
                </span>
              </a>
            </li>
          ))}
      </ul>
      <section>
        <h2>{said.yourGames}</h2>
        {mine.length === 0 && shown.value.games?.read && <p class="soft">{said.none}</p>}
        <ul class="room-rows">
          {mine.map((room) => (
            <RoomRow key={room.id} room={room}>
              {room.role === 'invited' && <Invited room={room} />}
            </RoomRow>
          ))}
        </ul>
      </section>
      <section>
        <h2>{said.openRooms}</h2>
        {open.value && waiting.length === 0 && <p class="soft">{said.noOpen}</p>}
        <ul class="room-rows">
          {waiting.map((room) => (
            <RoomRow key={room.id} room={room}>
              <Way room={room} as="player" />
            </RoomRow>
          ))}
        </ul>
      </section>
      {playing.length > 0 && (
        <section>
          <h2>{said.goingOn}</h2>
          <ul class="room-rows">
            {playing.map((room) => (
              <RoomRow key={room.id} room={room}>
                <Way room={room} as="spectator" />
              </RoomRow>
            ))}
          </ul>
        </section>
      )}
      <ByCode />
    </div>
  )
}

/** Open rooms say nothing to those who are not in them: they are looked at again and again. */
function useOpenRooms(): void {
  useEffect(() => {
    const look = () => void (document.visibilityState === 'visible' && readOpen().catch(() => {}))
    look()
    const timer = setInterval(look, LOOK_AGAIN_MS)
    addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', look)
    }
  }, [mended.value])
}

/** My turn first, then invitations, then the rest, the latest first. */
function byUrgency(a: Room, b: Room): number {
  const rank = (room: Room) => (room.turn_user_id === myId() ? 0 : room.role === 'invited' ? 1 : 2)
  return rank(a) - rank(b) || b.active_at - a.active_at
}

async function enter(room: Room, as: ComesAs) {
  try {
    await join(room.id, as)
    go(roomPath(room.id))
  } catch (refusal) {
    toast(wordsOf(refusal))
  }
}

function Way({ room, as }: { room: Room; as: ComesAs }) {
  const plays = as === 'player'
  return (
    <button
      type="button"
      class={plays ? 'button small primary' : 'button small'}
      aria-label={(plays ? said.joinIn : said.watchIn)(room.name)}
      onClick={() => enter(room, as)}
    >
      {plays ? said.join : said.watch}
    </button>
  )
}

function Invited({ room }: { room: Room }) {
  return (
    <>
      <button type="button" class="button small primary" onClick={() => enter(room, 'player')}>
        {said.accept}
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => leave(room).catch((refusal) => toast(wordsOf(refusal)))}
      >
        {said.decline}
      </button>
    </>
  )
}
