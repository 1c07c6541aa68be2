import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { ChoosePeople } from '../people/choose-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { Field } from '../pieces/field.tsx'
import { Icon } from '../pieces/icon.tsx'
import { toast } from '../pieces/toast.tsx'
import { readMembers } from '../store/read.ts'
import { shown } from '../store/store.ts'
import type { User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { invite } from './deeds.ts'
import type { EventView } from './event.ts'

interface Props {
  event: EventView
  without: string[]
  onClose: () => void
}

/** Invites people: of what is for a chat, its members; of what is public, anybody, by e-mail too. */
export function InviteGuests({ event, without, onClose }: Props) {
  const chosen = useSignal<User[]>([])
  const emails = useSignal('')
  const problem = useSignal('')
  const others = [...without, event.organizer_id]
  const addresses = emails.value.split(/[\s,;]+/).filter(Boolean)
  async function send(submit: Event) {
    submit.preventDefault()
    try {
      await invite(event, { user_ids: chosen.value.map(({ id }) => id), emails: addresses })
      toast(said.invitedDone)
      onClose()
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  return (
    <Dialog title={said.invitePeople} onClose={onClose}>
      <form class="inviting" onSubmit={send}>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        {event.chat_id === null ? (
          <>
            <Field
              label={said.byEmail}
              hint={said.byEmailHint}
              value={emails.value}
              onInput={(input) => (emails.value = input.currentTarget.value)}
            />
            <ChoosePeople
              chosen={chosen.value}
              without={others}
              onChange={(people) => (chosen.value = people)}
            />
          </>
        ) : (
          <OfChat
            chatId={event.chat_id}
            chosen={chosen.value}
            without={others}
            onChange={(people) => (chosen.value = people)}
          />
        )}
        <div class="buttons">
          <button
            type="submit"
            class="button primary"
            disabled={chosen.value.length + addresses.length === 0}
          >
            {said.invite}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface OfChatProps {
  chatId: string
  chosen: User[]
  without: string[]
  onChange: (chosen: User[]) => void
}

function OfChat({ chatId, chosen, without, onChange }: OfChatProps) {
  useEffect(() => {
    void readMembers(chatId).catch(() => {})
  }, [chatId])
  const members = (shown.value.members[chatId] ?? []).filter(({ user }) => !without.includes(user.id))
  const isChosen = (user: User) => chosen.some(({ id }) => id === user.id)
  const turn = (user: User) =>
    onChange(isChosen(user) ? chosen.filter(({ id }) => id !== user.id) : [...chosen, user])
  if (members.length === 0) return <p class="soft pad">{said.allInvited}</p>
  return (
    <>
      <button
        type="button"
        class="link"
        onClick={() => onChange(chosen.length < members.length ? members.map(({ user }) => user) : [])}
      >
        {said.everybody}
      </button>
      <ul class="people">
        {members.map(({ user }) => (
          <li key={user.id}>
            <button
              type="button"
              class="person-button"
              aria-pressed={isChosen(user)}
              onClick={() => turn(user)}
            >
              <PersonLine user={user}>
                <span class="tick">{isChosen(user) && <Icon shape="check" size={16} />}</span>
              </PersonLine>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
