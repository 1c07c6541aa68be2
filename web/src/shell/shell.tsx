import { useLayoutEffect, useRef } from 'preact/hooks'
import { ChatPage } from '../chat/chat-page.tsx'
import { ChatList } from '../chat-list/chat-list.tsx'
import { viewing } from '../media/viewing.ts'
import { lazy } from '../pieces/lazy.tsx'
import { place } from '../route.ts'
import { words } from '../words/words.ts'
import { keepFocus } from './keep-focus.ts'
import { NothingPicked } from './nothing-picked.tsx'
import { sheetOpen } from './sheet-open.ts'
import { useTitle } from './title.ts'

const FuturePage = lazy(async () => (await import('../later.ts')).FuturePage)
const GamesPage = lazy(async () => (await import('../later.ts')).GamesPage)
const Join = lazy(async () => (await import('../later.ts')).Join)
const KeySheet = lazy(async () => (await import('../later.ts')).KeySheet)
const NewChat = lazy(async () => (await import('../later.ts')).NewChat)
const NewGroup = lazy(async () => (await import('../later.ts')).NewGroup)
const SearchPage = lazy(async () => (await import('../later.ts')).SearchPage)
const Together = lazy(async () => (await import('../later.ts')).Together)
const Viewer = lazy(async () => (await import('../later.ts')).Viewer)
const SettingsPage = lazy(async () => (await import('../later.ts')).SettingsPage)

/** The chats on one side, and what is open on the other; on a phone one of the two. */
export function Shell() {
  useTitle()
  const here = place.value
  const cameBefore = useRef(false)
  useLayoutEffect(() => {
    if (cameBefore.current) keepFocus()
    cameBefore.current = true
  }, [here])
  return (
    <div class="shell" data-at={here.at}>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <ChatList />
      <main id="main" class="main" tabIndex={-1}>
        <Open />
      </main>
      {sheetOpen.value && <KeySheet />}
      {viewing.value && <Viewer />}
    </div>
  )
}

function Open() {
  const here = place.value
  switch (here.at) {
    case 'chat':
      return <ChatPage key={here.chatId} chatId={here.chatId} position={here.position} info={here.info} />
    case 'new':
      return <NewChat />
    case 'group':
      return <NewGroup />
    case 'search':
      return <SearchPage query={here.query} chatId={here.chatId} />
    case 'future':
      return <FuturePage {...here} />
    case 'together':
      return <Together {...here} />
    case 'games':
      return <GamesPage {...here} />
    case 'settings':
      return <SettingsPage part={here.part} />
    case 'join':
      return <Join key={here.code} code={here.code} />
    default:
      return <NothingPicked />
  }
}
