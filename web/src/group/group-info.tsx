import { InfoPanel } from '../chat/info-panel.tsx'
import { Muting } from '../chat/muting.tsx'
import { ToBoard } from '../games/to-board.tsx'
import { Avatar } from '../pieces/avatar.tsx'
import { PicturePicker } from '../settings/picture-picker.tsx'
import { changeChat } from '../store/act.ts'
import type { Chat } from '../store/things.ts'
import { count, fullDate, words } from '../words/words.ts'
import { GroupLeaving } from './group-leaving.tsx'
import { GroupSettings } from './group-settings.tsx'
import { HostLine } from './host-line.tsx'
import { Invites } from './invites.tsx'
import { Members } from './members.tsx'

/** What a group is, who is in it, and for its admins what can be changed. */
export function GroupInfo({ chat }: { chat: Chat }) {
  // What belongs to something else follows that, and is changed there.
  const isAdmin = chat.role !== 'member' && chat.host === null
  const path = `/api/v1/chats/${chat.id}/picture`
  return (
    <InfoPanel chat={chat}>
      <div class="portrait">
        <Avatar id={chat.id} name={chat.title} picture={chat.picture} size={112} />
        {isAdmin && (
          <PicturePicker
            has={chat.picture !== null}
            onPick={(picture) => changeChat('PUT', path, picture)}
            onRemove={() => changeChat('DELETE', path)}
          />
        )}
        <h2>
          <bdi>{chat.title}</bdi>
        </h2>
        <p class="soft">
          {words.members(count(chat.member_count), chat.member_count === 1)} ·{' '}
          {fullDate.format(chat.created_at)}
        </p>
      </div>
      <Muting chat={chat} />
      {chat.host !== null && <HostLine host={chat.host} title={chat.title} />}
      <ToBoard chat={chat} />
      {isAdmin && <GroupSettings key={chat.version} chat={chat} />}
      <Members chat={chat} />
      {isAdmin && <Invites chat={chat} />}
      {chat.host === null && <GroupLeaving chat={chat} />}
    </InfoPanel>
  )
}
