import { useComputed } from '@preact/signals'
import { nameOf } from '../chat/names.ts'
import type { Reached } from '../chat/reached.ts'
import { gistOf } from '../media/gist.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { memo } from '../pieces/memo.ts'
import type { Message, User } from '../store/things.ts'
import { fullTime, words } from '../words/words.ts'
import { Actions } from './actions.tsx'
import { acting, asked } from './asked.ts'
import { Bubble } from './bubble.tsx'
import { Reactions } from './reactions.tsx'

interface Props {
  message: Message
  author: User | undefined
  replied: Message | undefined
  mine: boolean
  inGroup: boolean
  /** May I take away what others have said? */
  admin: boolean
  /** Does it begin, does it end what one person says in one go? */
  first: boolean
  last: boolean
  reached: Reached | null
  target: boolean
  focusable: boolean
}

/** One message, where it was said. */
export const MessageRow = memo((props: Props) => {
  const { message, author, replied, mine, inGroup, first, last, reached, target, focusable } = props
  const inSight = useComputed(() => acting.value === message.id && asked.value === null)
  const showsAuthor = inGroup && !mine
  const name = mine ? words.you : nameOf(author)
  return (
    <li
      class="message"
      data-mine={mine || undefined}
      data-first={first || undefined}
      data-last={last || undefined}
      data-target={target || undefined}
      data-id={message.id}
      data-position={message.position}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${name}, ${fullTime.format(message.created_at)}: ${message.deleted ? words.messageDeleted : gistOf(message)}`}
      onPointerEnter={(event) => isMouse(event) && act(message.id)}
      onPointerLeave={(event) => isMouse(event) && act(null)}
      onFocus={() => act(message.id)}
      onFocusOut={(event) => isLeft(event) && act(null)}
      onContextMenu={(event) => openMenu(event, message)}
    >
      {showsAuthor && (
        <span class="message-side">
          {last && (
            <Avatar
              id={message.sender_id}
              name={nameOf(author)}
              picture={author?.picture ?? null}
              size={32}
            />
          )}
        </span>
      )}
      <div class="message-body">
        <Bubble
          message={message}
          author={showsAuthor && first ? author : null}
          replied={replied}
          reached={reached}
        />
        {message.reactions.length > 0 && <Reactions message={message} />}
        {inSight.value && !message.deleted && <Actions message={message} />}
      </div>
    </li>
  )
})

function act(id: string | null): void {
  acting.value = id
}

const touches = matchMedia('(hover: none)').matches

/** A finger leaves whatever it presses; what it pressed stays in sight. */
const isMouse = ({ pointerType }: PointerEvent) => pointerType === 'mouse'

/** Is neither the focus nor the mouse on it any more? */
function isLeft({ currentTarget, relatedTarget }: FocusEvent): boolean {
  const row = currentTarget as Element
  return !row.contains(relatedTarget as Node | null) && (touches || !row.matches(':hover'))
}

/** A long press on a phone, or the other mouse button; but on a link or chosen words, the browser's own menu. */
function openMenu(event: MouseEvent, message: Message): void {
  if ((event.target as Element).closest('a') || !getSelection()?.isCollapsed) return
  event.preventDefault()
  asked.value = { what: 'menu', message, beside: new DOMRect(event.clientX, event.clientY, 1, 1) }
}
