import { useSignal } from '@preact/signals'
import { myId, wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import { go } from '../route.ts'
import { said } from '../words/games.ts'
import { words } from '../words/words.ts'
import { focusBoard } from './board.tsx'
import { type ComesAs, close, join, leave, mySeat, resign } from './deeds.ts'
import { InvitePeople } from './invite-people.tsx'
import { Rematch } from './rematch.tsx'
import type { Room } from './things.ts'

const sures = {
  resign: { title: said.resignSure, lead: said.resignLead, yes: said.resign },
  leave: { title: said.leaveSure, lead: said.leaveLead, yes: said.leave },
  close: { title: said.closeSure, lead: said.closeLead, yes: said.close },
}

/** What can be done in a room, as it stands with it. */
export function RoomDeeds({ room }: { room: Room }) {
  const asking = useSignal<keyof typeof sures | null>(null)
  const inviting = useSignal(false)
  const { role, state } = room
  const plays = mySeat(room) !== undefined
  const isFree = room.players.length < 2 && state !== 'playing'

  const attempt = (work: Promise<unknown>) => void work.then(focusBoard, (refusal) => toast(wordsOf(refusal)))
  const comeIn = (as: ComesAs) => attempt(join(room.id, as))

  async function sure(what: keyof typeof sures) {
    if (what === 'resign') return resign(room).then(() => setTimeout(focusBoard))
    await (what === 'leave' ? leave : close)(room)
    return go('/app/games', { instead: true })
  }

  return (
    <div class="room-deeds">
      <Rematch room={room} />
      {!plays && isFree && (
        <button type="button" class="button primary" onClick={() => comeIn('player')}>
          {said.join}
        </button>
      )}
      {!plays && role !== 'spectator' && (
        <button type="button" class="button" onClick={() => comeIn('spectator')}>
          {said.watch}
        </button>
      )}
      {plays && state === 'playing' && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'resign')}>
          {said.resign}
        </button>
      )}
      {plays && state !== 'playing' && room.players.length < 2 && (
        <button type="button" class="button small" onClick={() => (inviting.value = true)}>
          <Icon shape="people" size={16} />
          {said.invitePeople}
        </button>
      )}
      {plays && room.code && <Code code={room.code} />}
      {role !== null && state !== 'playing' && (
        <button type="button" class="button small" onClick={() => (asking.value = 'leave')}>
          {role === 'invited' ? said.decline : said.leave}
        </button>
      )}
      {role === 'spectator' && state === 'playing' && (
        <button type="button" class="button small" onClick={() => sure('leave').catch(() => {})}>
          {said.leave}
        </button>
      )}
      {room.creator_id === myId() && state !== 'playing' && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'close')}>
          {said.close}
        </button>
      )}
      {inviting.value && <InvitePeople room={room} onClose={() => (inviting.value = false)} />}
      {asking.value && (
        <Sure
          {...sures[asking.value]}
          onYes={() => asking.value && sure(asking.value)}
          onClose={() => (asking.value = null)}
        />
      )}
    </div>
  )
}

/** By which others come into a private room. */
function Code({ code }: { code: string }) {
  async function copy() {
    await navigator.clipboard.writeText(code)
    toast(words.copied)
  }
  return (
    <button type="button" class="button small" onClick={copy}>
      <Icon shape="copy" size={16} />
      {said.copyCode}
    </button>
  )
}
