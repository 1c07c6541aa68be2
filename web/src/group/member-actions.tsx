import { useSignal } from '@preact/signals'
import { inWords, nameOf } from '../chat/names.ts'
import { parley, wordsOf } from '../line/line.ts'
import { IconButton } from '../pieces/icon-button.tsx'
import { type Choice, Menu } from '../pieces/menu.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import { chatPath, go } from '../route.ts'
import { changeChat } from '../store/act.ts'
import type { Chat, Member, Role } from '../store/things.ts'
import { words } from '../words/words.ts'

/** What can be done about a member, by whoever may. */
export function MemberActions({ chat, member }: { chat: Chat; member: Member }) {
  const beside = useSignal<DOMRect | null>(null)
  const asking = useSignal<'remove' | 'owner' | null>(null)
  const { user } = member
  const path = `/api/v1/chats/${chat.id}/members/${user.id}`

  const give = (role: Role) => parley().request('PATCH', path, { body: { role } })
  const attempt = (work: Promise<unknown>) => void work.catch((refusal) => toast(wordsOf(refusal)))

  async function talk() {
    const direct = await changeChat('PUT', `/api/v1/chats/direct/${user.id}`)
    go(chatPath(direct.id))
  }

  const owner = chat.role === 'owner' && chat.host === null
  const plain = member.role === 'member'
  const outranks = owner || (chat.role === 'admin' && plain && chat.host === null)
  const choices: (Choice | false)[] = [
    !user.deleted && { label: words.message, shape: 'send', act: () => attempt(talk()) },
    outranks && plain && { label: words.makeAdmin, shape: 'people', act: () => attempt(give('admin')) },
    owner && !plain && { label: words.makeMember, shape: 'people', act: () => attempt(give('member')) },
    owner && { label: words.makeOwner, shape: 'check', act: () => (asking.value = 'owner') },
    outranks && {
      label: words.removeMember,
      shape: 'trash',
      danger: true,
      act: () => (asking.value = 'remove'),
    },
  ]
  const close = () => (asking.value = null)
  return (
    <>
      <IconButton
        shape="more"
        label={`${words.more}: ${nameOf(user)}`}
        onClick={(event) => (beside.value = event.currentTarget.getBoundingClientRect())}
      />
      {beside.value && (
        <Menu
          label={words.roleOf(inWords(nameOf(user)))}
          choices={choices.filter((choice) => choice !== false)}
          beside={beside.value}
          onClose={() => (beside.value = null)}
        />
      )}
      {asking.value === 'remove' && (
        <Sure
          title={words.removeSure(inWords(nameOf(user)))}
          yes={words.remove}
          onYes={() => parley().request('DELETE', path)}
          onClose={close}
        />
      )}
      {asking.value === 'owner' && (
        <Sure
          title={words.makeOwnerSure(inWords(nameOf(user)))}
          lead={words.makeOwnerLead}
          yes={words.makeOwner}
          onYes={() => give('owner')}
          onClose={close}
        />
      )}
    </>
  )
}
