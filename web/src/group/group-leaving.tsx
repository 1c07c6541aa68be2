import { useSignal } from '@preact/signals'
import { myId, parley } from '../line/line.ts'
import { Sure } from '../pieces/sure.tsx'
import { go } from '../route.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'

/** The ways out of a group: by oneself, or by its end. */
export function GroupLeaving({ chat }: { chat: Chat }) {
  const asking = useSignal<'leave' | 'delete' | null>(null)
  const path = `/api/v1/chats/${chat.id}`
  async function end(at: string) {
    await parley().request('DELETE', at)
    go('/', { instead: true })
  }
  const close = () => (asking.value = null)
  return (
    <section class="leaving">
      <button type="button" class="button full" onClick={() => (asking.value = 'leave')}>
        {words.leave}
      </button>
      {chat.role === 'owner' && (
        <button type="button" class="button danger full" onClick={() => (asking.value = 'delete')}>
          {words.deleteGroup}
        </button>
      )}
      {asking.value === 'leave' && (
        <Sure
          title={words.leaveSure}
          lead={words.leaveLead}
          yes={words.leave}
          onYes={() => end(`${path}/members/${myId()}`)}
          onClose={close}
        />
      )}
      {asking.value === 'delete' && (
        <Sure
          title={words.deleteGroupSure}
          lead={words.deleteGroupLead}
          yes={words.deleteGroup}
          onYes={() => end(path)}
          onClose={close}
        />
      )}
    </section>
  )
}
