import { useSignal } from '@preact/signals'
import { nameOf } from '../chat/names.ts'
import { parley, wordsOf } from '../line/line.ts'
import { IconButton } from '../pieces/icon-button.tsx'
import { type Choice, Menu } from '../pieces/menu.tsx'
import { say } from '../pieces/say.tsx'
import { Sure } from '../pieces/sure.tsx'
import { chatPath, go } from '../route.ts'
import { changeChat } from '../store/act.ts'
import type { Chat, Member, Role } from '../store/things.ts'
import { words } from '../words/words.ts'

/** What can be done about a member, by whoever may. */
export function MemberActions({ chat, member }: { chat: Chat; member: Member }) {
  const beside = useSignal<DOMRect | null>(null)
  const removing = useSignal(false)
  const problem = useSignal('')
  const { user } = member
  const path = `/api/v1/chats/${chat.id}/members/${user.id}`

  async function give(role: Role) {
    problem.value = ''
    await parley()
      .request('PATCH', path, { body: { role } })
      .catch((refusal) => {
        problem.value = wordsOf(refusal)
        say(problem.value)
      })
  }

  async function talk() {
    const direct = await changeChat('PUT', `/api/v1/chats/direct/${user.id}`)
    go(chatPath(direct.id))
  }

  const owner = chat.role === 'owner'
  const outranks = owner || (chat.role === 'admin' && member.role === 'member')
  const choices: (Choice | false)[] = [
    !user.deleted && { label: words.message, shape: 'send', act: () => void talk().catch(() => {}) },
    owner &&
      member.role === 'member' && { label: words.admin, shape: 'people', act: () => void give('admin') },
    owner &&
      member.role === 'admin' && { label: words.member, shape: 'people', act: () => void give('member') },
    owner && { label: words.makeOwner, shape: 'check', act: () => void give('owner') },
    outranks && {
      label: words.removeMember,
      shape: 'trash',
      danger: true,
      act: () => (removing.value = true),
    },
  ]
  return (
    <>
      {problem.value && <span class="problem">{problem.value}</span>}
      <IconButton
        shape="more"
        label={`${words.more}: ${nameOf(user)}`}
        onClick={(event) => (beside.value = event.currentTarget.getBoundingClientRect())}
      />
      {beside.value && (
        <Menu
          label={words.roleOf(nameOf(user))}
          choices={choices.filter((choice) => choice !== false)}
          beside={beside.value}
          onClose={() => (beside.value = null)}
        />
      )}
      {removing.value && (
        <Sure
          title={words.removeSure(nameOf(user))}
          yes={words.remove}
          onYes={() => parley().request('DELETE', path)}
          onClose={() => (removing.value = false)}
        />
      )}
    </>
  )
}
