import { myId } from '../line/line.ts'
import { typing } from '../line/live.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'
import { inWords, personOf, shortName } from './names.ts'

/** Who is typing in a chat, in words; nothing if nobody is. */
export function typingWords(chat: Chat): string {
  const people = Object.keys(typing.value[chat.id] ?? {}).filter((id) => id !== myId())
  const [first, second] = people.map((id) => inWords(shortName(personOf(id))))
  if (!first) return ''
  if (!second) return words.typingOne(first)
  return people.length === 2 ? words.typingTwo(first, second) : words.typingMany
}

/** A line above the field for writing; its place is kept, so that nothing moves. */
export function TypingLine({ chat }: { chat: Chat }) {
  const said = typingWords(chat)
  return (
    <div class="typing-line" aria-live="off">
      {said && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {said}
        </>
      )}
    </div>
  )
}
