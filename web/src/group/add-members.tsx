import { parley } from '../line/line.ts'
import { AddPeople } from '../people/add-people.tsx'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Takes people into a group. */
export function AddMembers({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const path = `/api/v1/chats/${chat.id}/members`
  return (
    <AddPeople
      title={words.addPeople}
      without={(shown.value.members[chat.id] ?? []).map(({ user }) => user.id)}
      add={({ id }) => parley().request('POST', path, { body: { user_ids: [id] } })}
      onClose={onClose}
    />
  )
}
