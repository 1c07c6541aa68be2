import { useSignal } from '@preact/signals'
import { myId } from '../line/line.ts'
import { AddPeople } from '../people/add-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Icon } from '../pieces/icon.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { count, words } from '../words/words.ts'
import { invite } from './deeds.ts'
import { PersonActions } from './person-actions.tsx'
import { type Part, type Project, peopleOf } from './project.ts'

/** Who owns it, who coaches, who takes part. */
export function ProjectPeople({ project }: { project: Project }) {
  const inviting = useSignal(false)
  const all = peopleOf(project)
  const unnamed = project.member_count - all.length
  return (
    <section class="project-people">
      <h2>{said.people(count(project.member_count), project.member_count)}</h2>
      <button type="button" class="person-button add-people" onClick={() => (inviting.value = true)}>
        <span class="avatar plain">
          <Icon shape="plus" />
        </span>
        {said.invitePeople}
      </button>
      <ul class="people plain" aria-live="polite">
        {all.map(([user, part]) => (
          <li key={user.id} data-part={part}>
            <OneOfThem project={project} user={user} part={part} />
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p class="soft">{said.andMore(count(unnamed))}</p>}
      {inviting.value && (
        <AddPeople
          title={said.invitePeople}
          without={all.map(([user]) => user.id)}
          add={({ id }) => invite(project, id)}
          onClose={() => (inviting.value = false)}
        />
      )}
    </section>
  )
}

function OneOfThem({ project, user, part }: { project: Project; user: User; part: Part }) {
  return (
    <PersonLine user={user}>
      {part !== 'participant' && <span class="role">{said.parts[part]}</span>}
      {user.id === myId() ? (
        <span class="soft is-me">{words.youSuffix}</span>
      ) : (
        <PersonActions project={project} user={user} part={part} />
      )}
    </PersonLine>
  )
}
