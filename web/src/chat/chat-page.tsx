import { useEffect } from 'preact/hooks'
import { LineState } from '../chat-list/line-state.tsx'
import { Composer } from '../composer/composer.tsx'
import { Empty } from '../pieces/empty.tsx'
import { lazy } from '../pieces/lazy.tsx'
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
    if (!there) return
    void readMembers(chatId).catch(() => {})
    void readPins(chatId).catch(() => {})
  }, [chatId, there])
  if (!chat) return loaded.value ? <Empty title={words.chatGone} lead={words.chatGoneLead} /> : null
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
