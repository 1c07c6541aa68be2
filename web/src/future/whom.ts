import { inWords, nameOf, personOf, titleOf } from '../chat/names.ts'
import { myId } from '../line/line.ts'
import { shown } from '../store/store.ts'
import type { Occurrence, Scheduled, To } from '../store/things.ts'
import { said } from '../words/future.ts'
import { count, tags } from '../words/words.ts'

/** Who or what somebody writes to is called. */
export function nameOfTo({ user_id, chat_id, phone }: To): string {
  if (phone !== undefined) return phone
  if (chat_id !== undefined) {
    const chat = shown.value.chats[chat_id]
    return chat ? titleOf(chat) : '…'
  }
  return user_id === myId() ? said.myself : nameOf(personOf(user_id ?? ''))
}

/** What tells one recipient from another. */
export const keyOfTo = (to: To) => to.phone ?? to.chat_id ?? to.user_id ?? ''

const list = new Intl.ListFormat(tags)

export const namesOf = (recipients: Pick<Occurrence, 'to'>[]) =>
  list.format(recipients.map(({ to }) => inWords(nameOfTo(to))))

export function titleOfScheduled({ returns, recipients }: Scheduled): string {
  return returns === null ? said.to(namesOf(recipients)) : said.comesBack
}

/** How it stands with it: one state, or how many there are of each. */
export function stateWords({ recipients, state }: Scheduled): string {
  const many = new Map<string, number>()
  for (const one of recipients) {
    const held = state === 'paused' && (one.state === 'planned' || one.state === 'delivering')
    const words = said.states[held ? 'paused' : one.state]
    many.set(words, (many.get(words) ?? 0) + 1)
  }
  if (many.size === 1) return [...many.keys()][0]!
  return [...many].map(([words, n]) => said.some(count(n), words)).join(' · ')
}
