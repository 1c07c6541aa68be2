import { useSignal } from '@preact/signals'
import { nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { FindPeople } from '../people/find-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Field } from '../pieces/field.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Switch } from '../pieces/switch.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { changeChat } from '../store/act.ts'
import type { User } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Makes a group: its name, and who is in it. */
export function NewGroup() {
  const title = useSignal('')
  const chosen = useSignal<User[]>([])
  const shares = useSignal(true)
  const problem = useSignal('')

  function turn(user: User) {
    const others = chosen.value.filter(({ id }) => id !== user.id)
    chosen.value = others.length < chosen.value.length ? others : [...others, user]
  }

  async function create(event: Event) {
    event.preventDefault()
    const member_ids = chosen.value.map(({ id }) => id)
    const body = { title: title.value.trim(), member_ids, shares_history: shares.value }
    try {
      const chat = await changeChat('POST', '/api/v1/chats', body)
      go(chatPath(chat.id), { instead: true })
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  return (
    <div class="page">
      <PageHead title={words.newGroup} back="/app/new" />
      <form class="page-body" onSubmit={create}>
        <Field
          label={words.groupTitle}
          value={title.value}
          maxLength={200}
          required
          autofocus
          problem={problem.value || undefined}
          onInput={(event) => (title.value = event.currentTarget.value)}
        />
        <Switch
          label={words.sharesHistory}
          checked={shares.value}
          onChange={(checked) => (shares.value = checked)}
        />
        <Chosen users={chosen.value} onRemove={turn} />
        <FindPeople
          row={(user) => {
            const isChosen = chosen.value.some(({ id }) => id === user.id)
            return (
              <button type="button" class="person-button" aria-pressed={isChosen} onClick={() => turn(user)}>
                <PersonLine user={user}>
                  <span class="tick">{isChosen && <Icon shape="check" size={16} />}</span>
                </PersonLine>
              </button>
            )
          }}
        />
        <div class="page-foot">
          <span class="soft">{chosen.value.length > 0 && words.chosen(chosen.value.length)}</span>
          <button type="submit" class="button primary" disabled={title.value.trim() === ''}>
            {words.create}
          </button>
        </div>
      </form>
    </div>
  )
}

/** Those chosen so far. */
function Chosen({ users, onRemove }: { users: User[]; onRemove: (user: User) => void }) {
  if (users.length === 0) return null
  return (
    <ul class="chosen">
      {users.map((user) => (
        <li key={user.id}>
          <button
            type="button"
            onClick={() => onRemove(user)}
            aria-label={`${words.remove}: ${nameOf(user)}`}
          >
            <bdi>{nameOf(user)}</bdi>
            <Icon shape="close" size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}
