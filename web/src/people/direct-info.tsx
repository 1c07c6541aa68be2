import { useSignal } from '@preact/signals'
import { InfoPanel } from '../chat/info-panel.tsx'
import { Muting } from '../chat/muting.tsx'
import { inWords, isNotes, nameOf } from '../chat/names.ts'
import { OfPerson } from '../games/of-person.tsx'
import { parley } from '../line/line.ts'
import { presence } from '../line/live.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Sure } from '../pieces/sure.tsx'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { ago, words } from '../words/words.ts'

/** Who the other one is, and the way to hear nothing of him. */
export function DirectInfo({ chat }: { chat: Chat }) {
  const asking = useSignal(false)
  const peer = chat.peer
  if (!peer) return null
  const seen = presence.value[peer.id]
  const blocked = shown.value.blocked.includes(peer.id)
  const path = `/api/v1/users/me/blocks/${peer.id}`
  return (
    <InfoPanel chat={chat}>
      <div class="portrait">
        <Avatar
          id={peer.id}
          name={nameOf(peer)}
          picture={peer.picture}
          size={112}
          online={seen?.online === true}
        />
        <h2>
          <bdi>{nameOf(peer)}</bdi>
        </h2>
        {!peer.deleted && <p class="soft">@{peer.username}</p>}
        {seen?.online && <p class="soft">{words.online}</p>}
        {seen?.online === false && seen.last_seen_at && (
          <p class="soft">{words.lastSeen(ago(seen.last_seen_at))}</p>
        )}
      </div>
      {peer.about && (
        <p class="about-text-block" dir="auto">
          {peer.about}
        </p>
      )}
      {!isNotes(chat) && <Muting chat={chat} />}
      {!peer.deleted && !isNotes(chat) && !blocked && <OfPerson user={peer} />}
      {!peer.deleted &&
        !isNotes(chat) &&
        (blocked ? (
          <button type="button" class="button full" onClick={() => parley().request('DELETE', path)}>
            {words.unblock}
          </button>
        ) : (
          <button type="button" class="button danger full" onClick={() => (asking.value = true)}>
            {words.block}
          </button>
        ))}
      {asking.value && (
        <Sure
          title={words.blockSure(inWords(nameOf(peer)))}
          lead={words.blockLead}
          yes={words.block}
          onYes={() => parley().request('PUT', path)}
          onClose={() => (asking.value = false)}
        />
      )}
    </InfoPanel>
  )
}
