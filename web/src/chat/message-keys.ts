import { beginEdit, beginReply, focusComposer } from '../composer/draft.ts'
import { myId } from '../line/line.ts'
import { asked, copyText } from '../message/asked.ts'
import { isSealed } from '../message/letters.ts'
import { pin } from '../store/act.ts'
import { shown } from '../store/store.ts'
import type { Chat, Message } from '../store/things.ts'

/** The keys on a message: up and down among them, and what can be done with one. */
export function messageKeys(event: KeyboardEvent, chat: Chat, toEnd: () => void): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-id]')
  if (!row || event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return
  const message = shown.value.stretches[chat.id]?.messages.find(({ id }) => id === row.dataset.id)
  if (!message) return
  const act = moves(event.key, row, toEnd) ?? deeds(event.key, row, message, chat)
  if (!act) return
  event.preventDefault()
  event.stopPropagation()
  act()
}

function moves(key: string, row: HTMLElement, toEnd: () => void): (() => void) | undefined {
  if (key === 'ArrowUp') return () => step(row, -1)
  if (key === 'ArrowDown') return () => step(row, 1)
  if (key === 'Escape') return () => focusComposer()
  if (key === 'End')
    return () => {
      toEnd()
      focusComposer()
    }
  return undefined
}

function step(row: HTMLElement, by: 1 | -1): void {
  const rows = [...row.closest('.history')!.querySelectorAll<HTMLElement>('[data-id]')]
  const next = rows[rows.indexOf(row) + by]
  if (next) next.focus()
  else if (by > 0) focusComposer()
}

function deeds(key: string, row: HTMLElement, message: Message, chat: Chat): (() => void) | undefined {
  if (isSealed(message.id))
    return key === 'Enter' ? () => row.querySelector<HTMLButtonElement>('.letter')?.click() : undefined
  const mine = message.sender_id === myId()
  const beside = () => row.querySelector('.bubble')!.getBoundingClientRect()
  if (message.deleted && key !== 'Enter') return undefined
  switch (key.toLowerCase()) {
    case 'enter':
      return () => (asked.value = { what: 'menu', message, beside: beside() })
    case 'r':
      return () => beginReply(message)
    case '+':
      return () => (asked.value = { what: 'react', message, beside: beside() })
    case 'e':
      return mine ? () => beginEdit(message) : undefined
    case 'c':
      return () => copyText(message)
    case 'p':
      return () => pin(message, message.pinned_at === null)
    case 'delete':
    case 'backspace':
      return mine || (chat.kind === 'group' && chat.role !== 'member')
        ? () => (asked.value = { what: 'delete', message, beside: beside() })
        : undefined
  }
  return undefined
}
