import { Empty } from '../pieces/empty.tsx'
import { loaded } from '../store/read.ts'
import { shown } from '../store/store.ts'
import { words } from '../words/words.ts'

/** What stands beside the list while no chat is open. */
export function NothingPicked() {
  if (!loaded.value) return null
  const none = Object.keys(shown.value.chats).length === 0
  return (
    <Empty title={none ? words.noChats : words.pickChat} lead={none ? words.noChatsLead : words.pickChatLead}>
      {none && (
        <a class="button primary" href="/app/new">
          {words.startChat}
        </a>
      )}
    </Empty>
  )
}
