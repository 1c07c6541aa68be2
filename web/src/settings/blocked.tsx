import { parley } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { shown } from '../store/store.ts'
import { words } from '../words/words.ts'

/** Whom I have blocked. */
export function Blocked() {
  const { blocked, people } = shown.value
  if (blocked.length === 0) return <p class="soft">{words.noBlocked}</p>
  return (
    <ul class="people plain">
      {blocked.map((id) => {
        const user = people[id]
        return user ? (
          <li key={id}>
            <PersonLine user={user}>
              <button
                type="button"
                class="button small"
                onClick={() => parley().request('DELETE', `/api/v1/users/me/blocks/${id}`)}
              >
                {words.unblock}
              </button>
            </PersonLine>
          </li>
        ) : null
      })}
    </ul>
  )
}
