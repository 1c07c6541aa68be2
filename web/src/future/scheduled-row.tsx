import { nameOf, personOf, pictureOf, titleOf } from '../chat/names.ts'
import { plainOf } from '../message/marks.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon, type Shape } from '../pieces/icon.tsx'
import { shown } from '../store/store.ts'
import type { Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { momentUnder } from './headings.ts'
import { isPending, type Shelf, type Span } from './shelves.ts'
import { namesOf, stateWords, titleOfScheduled } from './whom.ts'

interface Props {
  scheduled: Scheduled
  span: Span['of']
  shelf: Shelf
}

/** One message in the timeline: to whom, what, when, and how it stands. */
export function ScheduledRow({ scheduled, span, shelf }: Props) {
  const { id, text, media, repeats, returns } = scheduled
  const at = shelf === 'pending' ? scheduled.next_at : outcomeAt(scheduled)
  const state = stateWords(scheduled)
  const isPlain = state === said.states.planned || state === said.states.delivered
  return (
    <a class="row scheduled-row" href={`/app/future/${id}`}>
      <Face scheduled={scheduled} />
      <span class="row-title">
        <bdi>{returns === null ? namesOf(scheduled.recipients) : titleOfScheduled(scheduled)}</bdi>
      </span>
      <time class="row-time">{at === null ? '' : momentUnder(span, at)}</time>
      <span class="row-text" dir="auto">
        {plainOf(text) || (media.length > 0 ? said.withMedia(media.length) : '')}
      </span>
      <span class="row-marks">
        {repeats && <Mark shape="repeat" label={said.repeats} />}
        {scheduled.secrecy === 'announced' && <Mark shape="gift" label={said.announced} />}
      </span>
      {!isPlain && (
        <span class="row-state" data-state={toneOf(scheduled)}>
          {state}
        </span>
      )}
    </a>
  )
}

function Mark({ shape, label }: { shape: Shape; label: string }) {
  return (
    <span title={label}>
      <Icon shape={shape} size={15} />
      <span class="unseen">{label}</span>
    </span>
  )
}

/** When the last of it was settled. */
function outcomeAt({ recipients }: Scheduled): number {
  return Math.max(...recipients.filter((one) => !isPending(one)).map((one) => one.state_at))
}

function toneOf({ recipients, state }: Scheduled): 'bad' | 'warm' | 'soft' {
  if (recipients.some((one) => one.state === 'failed' || one.state === 'blocked')) return 'bad'
  const held = recipients.some((one) => one.state === 'asking' || one.state === 'delivering')
  return held || state === 'paused' ? 'warm' : 'soft'
}

/** The picture of whoever gets it. */
function Face({ scheduled: { recipients, returns } }: { scheduled: Scheduled }) {
  const to = recipients[0]?.to ?? {}
  if (returns !== null) return <Plain shape="letter" />
  if (recipients.length > 1) return <Plain shape="people" />
  if (to.phone !== undefined) return <Plain shape="phone" />
  const chat = to.chat_id === undefined ? undefined : shown.value.chats[to.chat_id]
  if (chat) return <Avatar id={chat.id} name={titleOf(chat)} picture={pictureOf(chat)} size={40} />
  const user = to.user_id === undefined ? undefined : personOf(to.user_id)
  return <Avatar id={to.user_id ?? ''} name={nameOf(user)} picture={user?.picture ?? null} size={40} />
}

function Plain({ shape }: { shape: Shape }) {
  return (
    <span class="avatar plain">
      <Icon shape={shape} />
    </span>
  )
}
