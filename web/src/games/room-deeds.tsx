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

/** What can be done in a room, as it stands with it. */
export function RoomDeeds({ room }: { room: Room }) {
  return (
    <div class="room-deeds">
      <Rematch room={room} />
      {mySeat(room) ? <AsPlayer room={room} /> : <ComeIn room={room} />}
      <Going room={room} />
    </div>
  )
}

/** For whoever does not play here, or not yet. */
function ComeIn({ room }: { room: Room }) {
  const isFree = room.players.length < 2 && room.state !== 'playing'
  const act = (as: ComesAs) => void join(room.id, as).then(focusBoard, (refusal) => toast(wordsOf(refusal)))
  return (
    <>
      {isFree && (
        <button type="button" class="button primary" onClick={() => act('player')}>
          {said.join}
        </button>
      )}
      {room.role !== 'spectator' && (
        <button type="button" class="button" onClick={() => act('spectator')}>
          {said.watch}
        </button>
      )}
    </>
  )
}

/** Who plays may ask others to come, as long as there is a place. */
function AsPlayer({ room }: { room: Room }) {
  const inviting = useSignal(false)
  const isFree = room.state !== 'playing' && room.players.length < 2
  return (
    <>
      {isFree && (
        <button type="button" class="button small" onClick={() => (inviting.value = true)}>
          <Icon shape="people" size={16} />
          {said.invitePeople}
        </button>
      )}
      {room.code && <Code code={room.code} />}
      {inviting.value && <InvitePeople room={room} onClose={() => (inviting.value = false)} />}
    </>
  )
}

/** By which others come into a private room. */
function Code({ code }: { code: string }) {
  const isShown = useSignal(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(code)
      toast(words.copied)
    } catch {
      // Where the page may not copy, it is there to be copied by hand.
      isShown.value = true
    }
  }
  if (isShown.value) return <code class="room-code">{code}</code>
  return (
    <button type="button" class="button small" onClick={copy}>
      <Icon shape="copy" size={16} />
      {said.copyCode}
    </button>
  )
}

const sures = {
  resign: { title: said.resignSure, lead: said.resignLead, yes: said.resign },
  leave: { title: said.leaveSure, lead: said.leaveLead, yes: said.leave },
  close: { title: said.closeSure, lead: said.closeLead, yes: said.close },
}

/** The ways out: of a game, and of the room. */
function Going({ room }: { room: Room }) {
  const asking = useSignal<keyof typeof sures | null>(null)
  const { role, state } = room
  const isOn = state === 'playing' && role === 'player'

  async function act(what: keyof typeof sures) {
    if (what === 'resign') {
      await resign(room)
      setTimeout(focusBoard)
      return
    }
    await (what === 'leave' ? leave : close)(room)
    go('/app/games', { instead: true })
  }
  /** Only who plays loses something by going. */
  const out = () => {
    if (role === 'player') asking.value = 'leave'
    else void act('leave').catch((refusal) => toast(wordsOf(refusal)))
  }

  return (
    <>
      {isOn && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'resign')}>
          {said.resign}
        </button>
      )}
      {role !== null && !isOn && (
        <button type="button" class="button small" onClick={out}>
          {role === 'invited' ? said.decline : said.leave}
        </button>
      )}
      {room.creator_id === myId() && state !== 'playing' && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'close')}>
          {said.close}
        </button>
      )}
      {asking.value && (
        <Sure
          {...sures[asking.value]}
          onYes={() => asking.value && act(asking.value)}
          onClose={() => (asking.value = null)}
        />
      )}
    </>
  )
}
