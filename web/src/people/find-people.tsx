import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { myId, parley } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { say } from '../pieces/say.tsx'
import type { Page, User } from '../store/things.ts'
import { words } from '../words/words.ts'

const SETTLE_MS = 150

interface Props {
  without?: string[]
  autofocus?: boolean
  row: (user: User) => ComponentChildren
}

/** Finds people by name or username while one writes. */
export function FindPeople({ without = [], autofocus = false, row }: Props) {
  const query = useSignal('')
  const found = useSignal<User[] | null>(null)
  const wanted = query.value.trim()
  useEffect(() => {
    const asking = new AbortController()
    const timer = setTimeout(() => void ask(wanted, asking.signal), wanted ? SETTLE_MS : 0)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [wanted])

  async function ask(text: string, signal: AbortSignal) {
    const query = { limit: 30, ...(text && { query: text }) }
    try {
      const { items } = await parley().request<Page<User>>('GET', '/api/v1/users', { query, signal })
      if (signal.aborted) return
      found.value = items
      if (items.length === 0) say(words.nobodyFound)
    } catch {}
  }

  const people = (found.value ?? []).filter(({ id }) => id !== myId() && !without.includes(id))
  return (
    <div class="find-people">
      <div class="filter">
        <Icon shape="search" size={18} />
        <input
          type="search"
          aria-label={words.findPeople}
          placeholder={words.findPeople}
          autofocus={autofocus}
          ref={(input) => {
            if (autofocus && input && !input.dataset.met) {
              input.dataset.met = 'yes'
              input.focus()
            }
          }}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
      </div>
      {found.value && people.length === 0 && <p class="soft pad">{words.nobodyFound}</p>}
      <ul class="people">
        {people.map((user) => (
          <li key={user.id}>{row(user)}</li>
        ))}
      </ul>
    </div>
  )
}
