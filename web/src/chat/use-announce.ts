import { useEffect, useRef } from 'preact/hooks'
import { myId } from '../line/line.ts'
import { stopped } from '../line/live.ts'
import { gistOf } from '../media/gist.ts'
import { isSealed } from '../message/letters.ts'
import { say } from '../pieces/say.tsx'
import type { Stretch } from '../store/state.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'
import { nameOf, personOf } from './names.ts'

/** Reads out what others say while I am here. */
export function useAnnounce(chat: Chat, stretch: Stretch | undefined): void {
  const heard = useRef(chat.last_position)
  const last = stretch?.next === null ? stretch.messages.at(-1) : undefined
  useEffect(() => {
    if (!last || last.position <= heard.current) return
    heard.current = last.position
    stopped(chat.id, last.sender_id)
    if (last.sender_id === myId() || last.deleted) return
    const name = nameOf(personOf(last.sender_id))
    say(isSealed(last.id) ? words.letterFrom(name) : `${name}: ${gistOf(last).slice(0, 300)}`)
  }, [last])
}
