import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { LineState } from '../chat-list/line-state.tsx'
import { mended } from '../line/line.ts'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { count, words } from '../words/words.ts'
import { Beside } from './beside.tsx'
import { Board } from './board.tsx'
import { ChatIcon } from './piece.tsx'
import { Players } from './players.tsx'
import { readRoom } from './read.ts'
import { RoomDeeds } from './room-deeds.tsx'
import { Standing } from './standing.tsx'
import type { Room } from './things.ts'
import { lengthOf, nameOfGame } from './titles.ts'
import { wide } from './wide.ts'

const LOOK_AGAIN_MS = 4000

/** A room: its board and whoever plays on it, and the chat beside it. */
export function RoomPage({ id }: { id: string }) {
  const isGone = useSignal(false)
  const wasThere = useRef(false)
  const { games } = shown.value
  const room = games?.rooms[id]
  const lacksCode = room?.role === 'player' && !room.public && room.code === null
  const read = () => void readRoom(id).catch(() => (isGone.value = true))
  useEffect(read, [id, games?.read, lacksCode, mended.value])
  // Who has no part in it hears nothing of it, and looks again and again.
  const isOutside = room?.role === null || room?.role === 'invited'
  useEffect(() => {
    if (!isOutside) return
    const timer = setInterval(read, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [id, isOutside])
  if (room) wasThere.current = true
  if (room) return <Inside room={room} />
  return (
    <div class="page">
      <PageHead title={said.title} back="/app/games" />
      {games?.read && (isGone.value || wasThere.current) && <Empty title={said.gone} lead={said.goneLead} />}
    </div>
  )
}

function Inside({ room }: { room: Room }) {
  const talks = useSignal(false)
  const chat = shown.value.chats[room.chat_id]
  const unread = chat?.unread_count ?? 0
  return (
    <div class="page room">
      <PageHead title={nameOfGame(room.name)} back="/app/games">
        {!wide.value && (
          <button
            type="button"
            class="icon-button"
            aria-pressed={talks.value}
            aria-label={unread > 0 ? `${said.chat}, ${words.unread(unread)}` : said.chat}
            title={said.chat}
            onClick={() => (talks.value = !talks.value)}
          >
            {talks.value ? <Icon shape="close" /> : <ChatIcon />}
            {unread > 0 && !talks.value && <span class="badge">{count(unread)}</span>}
          </button>
        )}
      </PageHead>
      <LineState quiet />
      <div class="room-body">
        {(wide.value || !talks.value) && (
          <div class="table">
            <Players room={room} />
            <Board room={room} />
            <Standing room={room} />
            <RoomDeeds room={room} />
            <About room={room} />
          </div>
        )}
        {(wide.value || talks.value) && <Beside room={room} />}
      </div>
    </div>
  )
}

function About({ room: { public: isPublic, clock_seconds, spectator_count } }: { room: Room }) {
  const facts = [
    ...(isPublic ? [] : [said.privateRoom]),
    ...(clock_seconds === null ? [] : [said.perMove(lengthOf(clock_seconds))]),
    ...(spectator_count > 0 ? [said.watching(spectator_count)] : []),
  ]
  return (
    <p class="room-facts soft">
      {facts.join(' · ')}
      <span class="unseen" id="how-to-play">
        {said.howTo}
      </span>
    </p>
  )
}
