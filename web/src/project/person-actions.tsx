import { useSignal } from '@preact/signals'
import { inWords, nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { IconButton } from '../pieces/icon-button.tsx'
import { type Choice, Menu } from '../pieces/menu.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { designate, handOver, remove, withdraw } from './deeds.ts'
import { PrivateMessage } from './private-message.tsx'
import type { Part, Project } from './project.ts'

interface Props {
  project: Project
  user: User
  part: Part
}

/** What I may do about somebody in a project. */
export function PersonActions({ project, user, part }: Props) {
  const beside = useSignal<DOMRect | null>(null)
  const asking = useSignal<'message' | 'remove' | 'owner' | null>(null)
  const name = inWords(nameOf(user))
  const leads = project.role !== 'participant'
  const attempt = (work: Promise<unknown>) => void work.catch((refusal) => toast(wordsOf(refusal)))
  const choices: (Choice | false)[] = [
    leads &&
      !user.deleted && { label: said.writePrivately, shape: 'send', act: () => (asking.value = 'message') },
    leads &&
      part === 'participant' && {
        label: said.makeCoach,
        shape: 'people',
        act: () => attempt(designate(project, user.id)),
      },
    leads &&
      part === 'coach' && {
        label: said.makeParticipant,
        shape: 'people',
        act: () => attempt(withdraw(project, user.id)),
      },
    project.role === 'owner' && { label: said.handOver, shape: 'check', act: () => (asking.value = 'owner') },
    leads &&
      part === 'participant' && {
        label: said.removePerson,
        shape: 'trash',
        danger: true,
        act: () => (asking.value = 'remove'),
      },
  ]
  const possible = choices.filter((choice) => choice !== false)
  const close = () => (asking.value = null)
  if (possible.length === 0) return null
  return (
    <>
      <IconButton
        shape="more"
        label={`${words.more}: ${nameOf(user)}`}
        onClick={(event) => (beside.value = event.currentTarget.getBoundingClientRect())}
      />
      {beside.value && (
        <Menu label={name} choices={possible} beside={beside.value} onClose={() => (beside.value = null)} />
      )}
      {asking.value === 'message' && <PrivateMessage project={project} user={user} onClose={close} />}
      {asking.value === 'remove' && (
        <Sure
          title={said.removeSure(name)}
          yes={words.remove}
          onYes={() => remove(project, user.id)}
          onClose={close}
        />
      )}
      {asking.value === 'owner' && (
        <Sure
          title={said.handOverSure(name)}
          lead={said.handOverLead}
          yes={said.handOver}
          onYes={() => handOver(project, user.id)}
          onClose={close}
        />
      )}
    </>
  )
}
