import { nameOf } from '../chat/names.ts'
import { Icon } from '../pieces/icon.tsx'
import type { User } from '../store/things.ts'
import { words } from '../words/words.ts'
import { FindPeople } from './find-people.tsx'
import { PersonLine } from './person-line.tsx'

interface Props {
  chosen: User[]
  without?: string[]
  onChange: (chosen: User[]) => void
}

/** Picks any number of people. */
export function ChoosePeople({ chosen, without = [], onChange }: Props) {
  function turn(user: User) {
    const others = chosen.filter(({ id }) => id !== user.id)
    onChange(others.length < chosen.length ? others : [...others, user])
  }
  return (
    <>
      {chosen.length > 0 && (
        <ul class="chosen">
          {chosen.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => turn(user)}
                aria-label={`${words.remove}: ${nameOf(user)}`}
              >
                <bdi>{nameOf(user)}</bdi>
                <Icon shape="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <FindPeople
        without={without}
        row={(user) => {
          const isChosen = chosen.some(({ id }) => id === user.id)
          return (
            <button type="button" class="person-button" aria-pressed={isChosen} onClick={() => turn(user)}>
              <PersonLine user={user}>
                <span class="tick">{isChosen && <Icon shape="check" size={16} />}</span>
              </PersonLine>
            </button>
          )
        }}
      />
    </>
  )
}
