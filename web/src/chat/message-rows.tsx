import { Fragment } from 'preact'
import { myId } from '../line/line.ts'
import { MessageRow } from '../message/message-row.tsx'
import type { Stretch } from '../store/state.ts'
import type { Chat, Message } from '../store/things.ts'
import { dayOf, words } from '../words/words.ts'
import { heldMessage } from './held.ts'
import { personOf } from './names.ts'
import { reachedIn } from './reached.ts'

const TOGETHER_MS = 5 * 60_000

interface Props {
  chat: Chat
  stretch: Stretch
  divider: number | null
  target: number | null
}

/** The messages of a stretch in order, with a line for each new day and one above what is unread. */
export function MessageRows({ chat, stretch, divider, target }: Props) {
  const { messages } = stretch
  const me = myId()
  const reached = reachedIn(chat)
  const firstUnread =
    divider === null ? undefined : messages.find((one) => one.position > divider && one.sender_id !== me)
  return (
    <ol class="messages" aria-label={words.messages}>
      {messages.map((message, i) => {
        const before = messages[i - 1]
        const after = messages[i + 1]
        const newDay = !before || !sameDay(before.created_at, message.created_at)
        const isDivided = message === firstUnread
        const mine = message.sender_id === me
        return (
          <Fragment key={message.id}>
            {newDay && (
              <li class="day-line">
                <span>{dayOf(message.created_at)}</span>
              </li>
            )}
            {isDivided && (
              <li class="unread-line">
                <span>{words.newMessages}</span>
              </li>
            )}
            <MessageRow
              message={message}
              author={personOf(message.sender_id)}
              replied={message.reply_to_id ? heldMessage(chat.id, message.reply_to_id) : undefined}
              mine={mine}
              inGroup={chat.kind === 'group'}
              admin={chat.kind === 'group' && chat.role !== 'member'}
              first={newDay || isDivided || !together(before, message)}
              last={!after || !together(message, after) || after === firstUnread}
              reached={mine ? reached(message.position) : null}
              target={message.position === target}
              focusable={after === undefined}
            />
          </Fragment>
        )
      })}
    </ol>
  )
}

function together(a: Message | undefined, b: Message): boolean {
  return (
    a?.sender_id === b.sender_id &&
    b.created_at - a.created_at < TOGETHER_MS &&
    sameDay(a.created_at, b.created_at)
  )
}

function sameDay(a: number, b: number): boolean {
  return Math.abs(a - b) < 86_400_000 && new Date(a).getDate() === new Date(b).getDate()
}
