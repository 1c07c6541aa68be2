import './style.ts'
import { useEffect } from 'preact/hooks'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { Catalogue } from './catalogue.tsx'
import { FriendsPage } from './friends-page.tsx'
import { LeadersPage } from './leaders-page.tsx'
import { Lobby } from './lobby.tsx'
import { NewRoom } from './new-room.tsx'
import { PersonPage } from './person-page.tsx'
import { readCatalogue, readFriends, readMyRooms } from './read.ts'
import { RoomPage } from './room-page.tsx'

const parts = [
  ['', said.play],
  ['all', said.catalogue],
  ['leaders', said.leaders],
  ['friends', said.friends],
] as const

/** Everything about games: the lobby, a room, what there is to play, who has won how much, and with whom I play. */
export function GamesPage({ path, query }: { path: string; query: URLSearchParams }) {
  const [, , , part = '', id = ''] = path.split('/')
  const unread = !shown.value.games?.read
  useEffect(() => {
    void readCatalogue().catch(() => {})
    if (!unread) return
    void readMyRooms().catch(() => {})
    void readFriends().catch(() => {})
  }, [unread])
  if (part === 'room') return <RoomPage key={id} id={id} />
  if (part === 'new') return <NewRoom game={query.get('game')} />
  if (part === 'person') return <PersonPage key={id} id={id} />
  return (
    <div class="page">
      <PageHead title={said.title}>
        <a class="button primary small" href="/app/games/new">
          <Icon shape="plus" size={16} />
          {said.openRoom}
        </a>
      </PageHead>
      <nav class="tabs" aria-label={said.title}>
        {parts.map(([name, title]) => (
          <a
            key={name}
            href={name === '' ? '/app/games' : `/app/games/${name}`}
            aria-current={name === part ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {part === 'all' && <Catalogue />}
      {part === 'leaders' && <LeadersPage query={query} />}
      {part === 'friends' && <FriendsPage />}
      {part === '' && <Lobby />}
    </div>
  )
}
