import { useEffect, useState } from 'preact/hooks'
import { readersOf } from '../chat/reached.ts'
import { myId, parley } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import type { Chat, Message, User } from '../store/things.ts'
import { fullTime, words } from '../words/words.ts'

interface Former {
  version: number
  text: string
  written_at: number
}

/** When a message was said, who has read it, who reacted how, and what it said before. */
export function Details({ chat, message, onClose }: { chat: Chat; message: Message; onClose: () => void }) {
  const [former, setFormer] = useState<Former[]>([])
  const [reacted, setReacted] = useState<{ user: User; emoji: string }[]>([])
  useEffect(() => {
    const path = `/api/v1/chats/${chat.id}/messages/${message.id}`
    const ask = <T,>(part: string, take: (items: T[]) => void) =>
      parley()
        .request<{ items: T[] }>('GET', `${path}/${part}`)
        .then(({ items }) => take(items))
        .catch(() => {})
    if (message.edited_at !== null) void ask('edits', setFormer)
    if (message.reactions.length > 0) void ask('reactions', setReacted)
  }, [message.id])
  const { read, delivered } = readersOf(chat, message.position)
  return (
    <Dialog title={words.details} onClose={onClose}>
      <p class="soft">
        {words.sentAt} · {fullTime.format(message.created_at)}
        {message.edited_at !== null && (
          <>
            <br />
            {words.editedAt} · {fullTime.format(message.edited_at)}
          </>
        )}
      </p>
      {reacted.length > 0 && (
        <>
          <h3>{words.reactions}</h3>
          <ul class="people plain">
            {reacted.map(({ user, emoji }) => (
              <li key={user.id + emoji}>
                <PersonLine user={user}>{emoji}</PersonLine>
              </li>
            ))}
          </ul>
        </>
      )}
      {message.sender_id === myId() && (
        <>
          <Readers title={words.readBy} users={read} />
          {delivered.length > 0 && <Readers title={words.receivedBy} users={delivered} />}
        </>
      )}
      {former.length > 0 && <h3>{words.history}</h3>}
      {former.map(({ version, text, written_at }) => (
        <blockquote key={version} class="former" dir="auto">
          {text}
          <time class="soft">{fullTime.format(written_at)}</time>
        </blockquote>
      ))}
    </Dialog>
  )
}

function Readers({ title, users }: { title: string; users: User[] }) {
  return (
    <>
      <h3>{title}</h3>
      {users.length === 0 && <p class="soft">{words.nobodyYet}</p>}
      <ul class="people plain">
        {users.map((user) => (
          <li key={user.id}>
            <PersonLine user={user} />
          </li>
        ))}
      </ul>
    </>
  )
}
