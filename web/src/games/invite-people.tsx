import { inWords, nameOf } from '../chat/names.ts'
import { AddPeople } from '../people/add-people.tsx'
import { say } from '../pieces/say.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { invite } from './deeds.ts'
import type { Room } from './things.ts'

/** Lets people know of a room. */
export function InvitePeople({ room, onClose }: { room: Room; onClose: () => void }) {
  async function add(user: User) {
    await invite(room, user.id)
    say(said.inviteDone(inWords(nameOf(user))))
  }
  return (
    <AddPeople
      title={said.invitePeople}
      without={room.players.map(({ user_id }) => user_id)}
      add={add}
      button={said.invite}
      pressed={said.invited}
      onClose={onClose}
    />
  )
}
