import { effect, signal } from '@preact/signals'
import { draftOf as chatDraftOf } from '../composer/draft.ts'
import { signedIn } from '../line/line.ts'
import { trayOf } from '../media/trays.ts'
import { known } from '../store/store.ts'
import type { Scheduled, To, When } from '../store/things.ts'
import { type FutureDraft, myZone } from './body.ts'
import { blankWhen, fromWhen, type WhenDraft } from './when.ts'

const HOUR = 3_600_000

/** By what they are about, kept while the page is open, so that nothing typed is lost. */
const drafts = signal<Record<string, FutureDraft>>({})

effect(() => {
  if (signedIn.value !== 'yes') drafts.value = {}
})

/** Where a draft begins: from nothing, in a chat with what is written there, from one that there was, or to change one. */
export type Origin =
  | { from: 'nothing' }
  | { from: 'chat'; chatId: string }
  | { from: 'copy' | 'edit'; scheduled: Scheduled }

function keyOf(origin: Origin): string {
  if (origin.from === 'nothing') return 'new'
  return origin.from === 'chat' ? `chat ${origin.chatId}` : `${origin.from} ${origin.scheduled.id}`
}

/** What goes along with a draft; from a chat, what was to go along with the message there. */
export const trayFor = (origin: Origin) =>
  trayOf(origin.from === 'chat' ? origin.chatId : `future ${keyOf(origin)}`)

export const draftFor = (origin: Origin): FutureDraft => drafts.value[keyOf(origin)] ?? begin(origin)

export function changeDraft(origin: Origin, news: Partial<FutureDraft>): void {
  drafts.value = { ...drafts.value, [keyOf(origin)]: { ...draftFor(origin), ...news } }
}

export function forgetDraft(origin: Origin): void {
  const { [keyOf(origin)]: _, ...others } = drafts.value
  drafts.value = others
}

function begin(origin: Origin): FutureDraft {
  const blank: FutureDraft = {
    text: '',
    to: [],
    media: [],
    when: blankWhen(myZone),
    late: 'send',
    lateAfter: HOUR,
    secrecy: 'sealed',
    editing: null,
  }
  if (origin.from === 'nothing') return blank
  if (origin.from === 'chat')
    return { ...blank, text: chatDraftOf(origin.chatId).text, to: [peopleOf(origin.chatId)] }
  const { text, media, when, late, late_after, secrecy, recipients } = origin.scheduled
  const same = { text, media, to: recipients.map(({ to }) => to), late, lateAfter: late_after, secrecy }
  const filled = fromWhen(when, myZone)
  if (origin.from === 'edit') return { ...blank, ...same, when: filled, editing: origin.scheduled }
  return { ...blank, ...same, when: isOver(when, filled) ? { ...filled, way: 'none' } : filled }
}

/** Of a chat of two, the other one. */
function peopleOf(chatId: string): To {
  const peer = known.peek().chats[chatId]?.peer
  return peer ? { user_id: peer.id } : { chat_id: chatId }
}

/** A day that has passed cannot be asked for once more. */
function isOver(when: When, filled: WhenDraft): boolean {
  if (filled.way === 'day') return new Date(`${filled.date}T${filled.hour}`).getTime() < Date.now()
  return filled.way === 'between' && (when.random?.to ?? 0) < Date.now()
}
