import { useEffect } from 'preact/hooks'
import { History } from '../chat/history.tsx'
import { TypingLine } from '../chat/typing-line.tsx'
import { Composer } from '../composer/composer.tsx'
import { mended } from '../line/line.ts'
import { readMembers, readPins } from '../store/read.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import type { Room } from './things.ts'

/** The chat beside the board. */
export function Beside({ room: { chat_id } }: { room: Room }) {
  const chat = shown.value.chats[chat_id]
  const there = chat !== undefined
  useEffect(() => {
    if (there) void readPins(chat_id).catch(() => {})
  }, [chat_id, there])
  useEffect(() => {
    if (there) void readMembers(chat_id).catch(() => {})
  }, [chat_id, there, mended.value])
  return (
    <section class="chat beside" aria-label={said.chat}>
      {chat ? (
        <>
          <History chat={chat} position={null} />
          <TypingLine chat={chat} />
          <Composer chat={chat} />
        </>
      ) : (
        <p class="soft pad">{said.chatAbsent}</p>
      )}
    </section>
  )
}
