import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { myId } from '../line/line.ts'
import { shown } from '../store/store.ts'
import type { Chat, User } from '../store/things.ts'
import { change } from './draft.ts'

const beginning = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{M}\p{N}._-]{0,64})$/u
const MOST = 6

export interface Completing {
  people: User[]
  at: number
  choose: (user: User) => void
}

/** Completes who is mentioned while one writes. */
export function useCompletion(chat: Chat, field: RefObject<HTMLTextAreaElement | null>) {
  const begun = useSignal<string | null>(null)
  const at = useSignal(0)
  const people = begun.value === null ? [] : fitting(chat, begun.value)

  function look() {
    const { value, selectionStart } = field.current!
    begun.value = beginning.exec(value.slice(0, selectionStart))?.[1] ?? null
    at.value = 0
  }

  function choose(user: User) {
    const { value, selectionStart } = field.current!
    const from = selectionStart - (begun.value?.length ?? 0)
    const text = `${value.slice(0, from)}${user.username} ${value.slice(selectionStart)}`
    const caret = from + user.username.length + 1
    change(chat.id, { text })
    begun.value = null
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(caret, caret)
    })
  }

  /** Whether the key was for the list. */
  function press(event: KeyboardEvent): boolean {
    if (people.length === 0) return false
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp')
      at.value = (at.value + (key === 'ArrowDown' ? 1 : -1) + people.length) % people.length
    else if (key === 'Enter' || key === 'Tab') choose(people[at.value] ?? people[0]!)
    else if (key === 'Escape') begun.value = null
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  const open = people.length > 0
  const aria = {
    'aria-autocomplete': 'list' as const,
    'aria-controls': open ? 'mentionable' : undefined,
    'aria-activedescendant': open ? `mention-${people[at.value]?.id}` : undefined,
  }
  return { people, at: at.value, choose, look, press, aria }
}

function fitting(chat: Chat, begun: string): User[] {
  const wanted = begun.toLocaleLowerCase()
  const fits = ({ username, name }: User) =>
    username.toLocaleLowerCase().startsWith(wanted) ||
    name
      .toLocaleLowerCase()
      .split(/\s+/)
      .some((part) => part.startsWith(wanted))
  return (shown.value.members[chat.id] ?? [])
    .map(({ user }) => user)
    .filter((user) => user.id !== myId() && !user.deleted && fits(user))
    .slice(0, MOST)
}
