import type { Apply } from './reduce.ts'
import { type State, withPeople } from './state.ts'
import type { Me, User } from './things.ts'

/** What happens to me, and to people wherever they are shown. */
export const meKinds: Record<string, Apply> = {
  'me.updated': (state, { me }: { me: Me }) => {
    if (state.me && me.version < state.me.version) return state
    return withPeople({ ...state, me }, [me])
  },
  'user.updated': (state, { user }: { user: User }) => shownAnew(state, user),
  'block.added': (state, { user }: { user: User }) => {
    const others = state.blocked.filter((id) => id !== user.id)
    return withPeople({ ...state, blocked: [user.id, ...others] }, [user])
  },
  'block.removed': (state, { user_id }: { user_id: string }) => ({
    ...state,
    blocked: state.blocked.filter((id) => id !== user_id),
  }),
}

/** Wherever somebody is shown, he is shown so from now on. */
function shownAnew(state: State, user: User): State {
  const chats = Object.fromEntries(
    Object.entries(state.chats).map(([id, chat]) => [
      id,
      chat.peer?.id === user.id ? { ...chat, peer: user } : chat,
    ]),
  )
  const members = Object.fromEntries(
    Object.entries(state.members).map(([id, list]) => [
      id,
      list.some((member) => member.user.id === user.id)
        ? list.map((member) => (member.user.id === user.id ? { ...member, user } : member))
        : list,
    ]),
  )
  return withPeople({ ...state, chats, members }, [user])
}
