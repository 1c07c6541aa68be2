import { useEffect } from 'preact/hooks'
import { LineState } from '../chat-list/line-state.tsx'
import { Composer } from '../composer/composer.tsx'
import { mended } from '../line/line.ts'
import { Empty } from '../pieces/empty.tsx'
import { lazy } from '../pieces/lazy.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { loaded, readMembers, readPins } from '../store/read.ts'
import { shown } from '../store/store.ts'
import { words } from '../words/words.ts'
import { ChatHead } from './chat-head.tsx'
import { History } from './history.tsx'
import { TypingLine } from './typing-line.tsx'

const DirectInfo = lazy(async () => (await import('../later.ts')).DirectInfo)
const GroupInfo = lazy(async () => (await import('../later.ts')).GroupInfo)

interface Props {
  chatId: string
  position: number | null
  info: boolean
}

/** One chat: its head, what was said, and the field to say more; perhaps its details beside it. */
export function ChatPage({ chatId, position, info }: Props) {
  const chat = shown.value.chats[chatId]
  const there = chat !== undefined
  useEffect(() => {
    if (there) void readPins(chatId).catch(() => {})
  }, [chatId, there])
  // How far others have read is told by signals, which are lost where the line is.
  useEffect(() => {
    if (there) void readMembers(chatId).catch(() => {})
  }, [chatId, there, mended.value])
  if (!chat) return loaded.value ? <Gone /> : null
  return (
    <div class="chat-page" data-info={info || undefined}>
      <section class="chat" aria-label={words.messages}>
        <ChatHead chat={chat} info={info} />
        <LineState quiet />
        <History chat={chat} position={position} />
        <TypingLine chat={chat} />
        <Composer chat={chat} />
      </section>
      {info && (chat.kind === 'group' ? <GroupInfo chat={chat} /> : <DirectInfo chat={chat} />)}
    </div>
  )
}

/** Where a chat was, or never has been. */
function Gone() {
  return (
    <div class="page">
      <PageHead title={words.messages} />
      <Empty title={words.chatGone} lead={words.chatGoneLead} />
    </div>
  )
}
