import { useSignal } from '@preact/signals'
import { parley, wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { type Choice, Menu } from '../pieces/menu.tsx'
import { say } from '../pieces/say.tsx'
import { toast } from '../pieces/toast.tsx'
import { isMuted } from '../store/muted.ts'
import type { Chat } from '../store/things.ts'
import { muteWords } from '../words/mute.ts'
import { tags } from '../words/words.ts'
import { FOR_EVER, inHours, momentAhead, tomorrowMorning } from './mute-times.ts'

type MuteState = Pick<Chat, 'muted_until'> & { chat_id: string }

/** Whether I want to be told of what is said here, and for how long not. */
export function Muting({ chat }: { chat: Chat }) {
  const beside = useSignal<DOMRect | null>(null)
  const muted = isMuted(chat)
  return (
    <div class="muting">
      <button
        type="button"
        class="button full"
        {...(!muted && { 'aria-haspopup': 'menu', 'aria-expanded': beside.value !== null })}
        onClick={({ currentTarget }) => {
          if (muted) void attempt(change(chat, null))
          else beside.value = currentTarget.getBoundingClientRect()
        }}
      >
        <Icon shape={muted ? 'bell' : 'quiet'} size={18} />
        {muted ? muteWords.unmute : muteWords.mute}
      </button>
      {muted && (
        <p class="soft">
          {saying(chat.muted_until)} {muteWords.nevertheless}
        </p>
      )}
      {beside.value && (
        <Menu
          label={muteWords.mute}
          beside={beside.value}
          onClose={() => (beside.value = null)}
          choices={choicesFor(chat)}
        />
      )}
    </div>
  )
}

function choicesFor(chat: Chat): Choice[] {
  const choice = (label: string, until: () => number): Choice => ({
    label,
    shape: 'clock',
    act: () => void attempt(change(chat, until())),
  })
  return [
    choice(muteWords.oneHour, () => inHours(1)),
    choice(muteWords.eightHours, () => inHours(8)),
    choice(muteWords.tomorrow, tomorrowMorning),
    { ...choice(muteWords.forEver, () => FOR_EVER), shape: 'quiet' },
  ]
}

/** The log tells what has become of it, here as on my other devices. @throws ParleyProblem */
async function change({ id }: Chat, muted_until: number | null): Promise<void> {
  const path = `/api/v1/chats/${id}/mute`
  const state =
    muted_until === null
      ? await parley().request<MuteState>('DELETE', path)
      : await parley().request<MuteState>('PUT', path, { body: { muted_until } })
  say(saying(state.muted_until))
}

const attempt = (work: Promise<void>) => work.catch((refusal) => toast(wordsOf(refusal)))

function saying(until: number | null): string {
  if (until === null) return muteWords.unmuted
  return until >= FOR_EVER ? muteWords.mutedForEver : muteWords.mutedUntil(momentAhead(tags, until))
}
