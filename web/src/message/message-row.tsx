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
import { Letter } from './letter.tsx'
import { isSealed } from './letters.ts'
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
  const sealed = useComputed(() => !message.deleted && isSealed(message.id)).value
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
      aria-label={`${name}, ${fullTime.format(message.created_at)}: ${gist(message, sealed)}`}
      onPointerEnter={(event) => isMouse(event) && act(message.id)}
      onPointerLeave={(event) => isMouse(event) && act(null)}
      onFocus={() => act(message.id)}
      onFocusOut={(event) => isLeft(event) && act(null)}
      onContextMenu={(event) => sealed || openMenu(event, message)}
    >
      {showsAuthor && <Side id={message.sender_id} author={last ? author : null} />}
      <div class="message-body">
        {sealed ? (
          <Letter message={message} name={name} mine={mine} />
        ) : (
          <Bubble
            message={message}
            author={showsAuthor && first ? author : null}
            replied={replied}
            reached={reached}
          />
        )}
        {message.reactions.length > 0 && <Reactions message={message} />}
        {!message.deleted && !sealed && <ActionsInSight message={message} />}
      </div>
    </li>
  )
})

/** Whose it is, beside the last that he says in one go; null where another follows. */
function Side({ id, author }: { id: string; author: User | undefined | null }) {
  return (
    <span class="message-side">
      {author !== null && (
        <Avatar id={id} name={nameOf(author)} picture={author?.picture ?? null} size={32} />
      )}
    </span>
  )
}

function ActionsInSight({ message }: { message: Message }) {
  const inSight = useComputed(() => acting.value === message.id && asked.value === null)
  return inSight.value ? <Actions message={message} /> : null
}

function gist(message: Message, sealed: boolean): string {
  if (message.deleted) return words.messageDeleted
  return sealed ? words.letter : gistOf(message)
}

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
