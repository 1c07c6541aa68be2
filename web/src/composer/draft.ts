import { signal } from '@preact/signals'
import type { Message } from '../store/things.ts'

/** What I am about to say in a chat. */
export interface Draft {
  text: string
  replyTo: Message | null
  editing: Message | null
}

const blank: Draft = { text: '', replyTo: null, editing: null }

/** Of each chat; kept while the page is open, so that one may look elsewhere. */
const drafts = signal<Record<string, Draft>>({})

export const draftOf = (chatId: string): Draft => drafts.value[chatId] ?? blank

export function change(chatId: string, news: Partial<Draft>): void {
  drafts.value = { ...drafts.value, [chatId]: { ...draftOf(chatId), ...news } }
}

export function beginReply(message: Message): void {
  change(message.chat_id, { replyTo: message, editing: null })
  focusComposer()
}

export function beginEdit(message: Message): void {
  change(message.chat_id, { text: message.text, editing: message, replyTo: null })
  focusComposer()
}

export function clear(chatId: string): void {
  change(chatId, blank)
}

export function forgetDrafts(): void {
  drafts.value = {}
}

/** After what was pressed has gone, the field has the focus, with the caret at its end. */
export function focusComposer(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLTextAreaElement>('#compose')
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  })
}
