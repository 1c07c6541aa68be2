import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inWords, nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import { shown } from '../store/store.ts'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { befriend, unfriend } from './deeds.ts'
import { readFriends } from './read.ts'

interface Props {
  user: User
  full?: boolean
  /** Beside many others, where space is short. */
  inList?: boolean
}

/** Whether somebody is my friend, and the way to change it. */
export function Friendship({ user, full = false, inList = false }: Props) {
  const asking = useSignal(false)
  const friends = shown.value.games?.friends
  useEffect(() => {
    if (!friends) void readFriends().catch(() => {})
  }, [!friends])
  if (!friends) return null
  const kind = full ? 'button full' : 'button small'
  const add = () => befriend(user.id).catch((refusal) => toast(wordsOf(refusal)))
  if (!friends[user.id])
    return (
      <button type="button" class={kind} onClick={add}>
        <Icon shape="plus" size={16} />
        {said.addFriend}
      </button>
    )
  const ask = () => (asking.value = true)
  return (
    <>
      {inList ? (
        <IconButton shape="close" label={`${said.removeFriend}: ${nameOf(user)}`} onClick={ask} />
      ) : (
        <button type="button" class={`${kind} danger`} onClick={ask}>
          {said.removeFriend}
        </button>
      )}
      {asking.value && (
        <Sure
          title={said.removeSure(inWords(nameOf(user)))}
          lead={said.removeLead}
          yes={said.removeFriend}
          onYes={() => unfriend(user.id)}
          onClose={() => (asking.value = false)}
        />
      )}
    </>
  )
}
