import { useSignal } from '@preact/signals'
import { GameIcon } from '../games/piece.tsx'
import { myId, wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { changeChat } from '../store/act.ts'
import type { User } from '../store/things.ts'
import { said as games } from '../words/games.ts'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { FindPeople } from './find-people.tsx'
import { PersonLine } from './person-line.tsx'

/** Finds somebody to talk with, or begins a group. */
export function NewChat() {
  const problem = useSignal('')
  async function open(user: Pick<User, 'id'>) {
    try {
      const chat = await changeChat('PUT', `/api/v1/chats/direct/${user.id}`)
      go(chatPath(chat.id), { instead: true })
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  return (
    <div class="page">
      <PageHead title={words.newDirect} />
      <div class="page-body">
        <a class="row new-group" href="/app/new/group">
          <span class="avatar plain">
            <Icon shape="people" />
          </span>
          <span class="row-title">{words.newGroup}</span>
        </a>
        <button type="button" class="row new-group" onClick={() => open({ id: myId() })}>
          <span class="avatar plain">
            <Icon shape="edit" />
          </span>
          <span class="row-title">{words.notes}</span>
        </button>
        <a class="row new-group" href="/app/projects">
          <span class="avatar plain">
            <Icon shape="check" />
          </span>
          <span class="row-title">{said.projects}</span>
        </a>
        <a class="row new-group" href="/app/events">
          <span class="avatar plain">
            <Icon shape="calendar" />
          </span>
          <span class="row-title">{said.calendar}</span>
        </a>
        <a class="row new-group" href="/app/games">
          <span class="avatar plain">
            <GameIcon />
          </span>
          <span class="row-title">{games.title}</span>
        </a>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <FindPeople
          autofocus
          row={(user) => (
            <button type="button" class="person-button" onClick={() => open(user)}>
              <PersonLine user={user} />
            </button>
          )}
        />
      </div>
    </div>
  )
}
