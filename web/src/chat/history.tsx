import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { IconButton } from '../pieces/icon-button.tsx'
import { unsent } from '../store/expect.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { count, words } from '../words/words.ts'
import { Beginning } from './beginning.tsx'
import { messageKeys } from './message-keys.ts'
import { MessageRows } from './message-rows.tsx'
import { UnsentMessage } from './unsent-message.tsx'
import { useAnnounce } from './use-announce.ts'
import { useReading } from './use-reading.ts'
import { useScroll } from './use-scroll.ts'

/** What was said in a chat: a stretch of it at a time, which moves along as one scrolls. */
export function History({ chat, position }: { chat: Chat; position: number | null }) {
  const stretch = shown.value.stretches[chat.id]
  const waiting = unsent(shown.value.waiting, chat.id)
  const scroller = useRef<HTMLDivElement>(null)
  // Where I had read up to when I came: the line stays there while I am here.
  const divider = useRef(chat.unread_count > 0 ? chat.read_position : null)
  const atEnd = useSignal(true)
  const toEnd = useScroll({
    scroller,
    chat,
    stretch,
    position,
    divider: divider.current,
    waiting: waiting.length,
    atEnd,
  })
  useReading(chat, stretch, atEnd)
  useAnnounce(chat, stretch)
  const lastWaiting = waiting.at(-1)?.write.id
  useEffect(() => {
    if (lastWaiting) toEnd()
  }, [lastWaiting])
  return (
    <div class="history-frame">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the messages in it, which have the focus */}
      <div ref={scroller} class="history" onKeyDown={(event) => messageKeys(event, chat, toEnd)}>
        <div class="history-content">
          {stretch && stretch.previous === null && <Beginning chat={chat} />}
          {stretch && (
            <MessageRows chat={chat} stretch={stretch} divider={divider.current} target={position} />
          )}
          {waiting.length > 0 && (
            <ol class="unsent">
              {waiting.map((one) => (
                <UnsentMessage key={one.write.id} chat={chat} waiting={one} />
              ))}
            </ol>
          )}
        </div>
      </div>
      {!atEnd.value && (
        <IconButton
          shape="down"
          label={chat.unread_count > 0 ? words.newBelow(chat.unread_count) : words.toPresent}
          class="to-end"
          onClick={toEnd}
        >
          {chat.unread_count > 0 && <span class="badge">{count(chat.unread_count)}</span>}
        </IconButton>
      )}
    </div>
  )
}
