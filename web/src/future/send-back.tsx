import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { Dialog } from '../pieces/dialog.tsx'
import { Icon } from '../pieces/icon.tsx'
import { toast } from '../pieces/toast.tsx'
import type { Message } from '../store/things.ts'
import { said } from '../words/future.ts'
import { words } from '../words/words.ts'
import { myZone } from './body.ts'
import { readOffered, sendBack } from './deeds.ts'
import { blankWhen, toWhen } from './when.ts'
import { WhenPicker } from './when-picker.tsx'

/** Sends a message that I have received into my own future: at a moment that the server draws, or that I name. */
export function SendBack({ message, onClose }: { message: Message; onClose: () => void }) {
  const when = useSignal(blankWhen(myZone))
  const problem = useSignal('')
  useEffect(() => void readOffered().catch(() => {}), [])
  async function send(event: Event) {
    event.preventDefault()
    try {
      await sendBack(message, toWhen(when.value))
      onClose()
      toast(said.returnDone)
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  const isSurprise = when.value.way === 'none'
  return (
    <Dialog title={said.returnTitle} onClose={onClose}>
      <form class="send-back" onSubmit={send}>
        <p class="soft">{said.returnLead}</p>
        <div class="choices surprise">
          <button
            type="button"
            aria-pressed={isSurprise}
            onClick={() => (when.value = { ...when.value, way: 'none' })}
          >
            <Icon shape="gift" size={18} />
            {said.returnSurprise}
          </button>
        </div>
        <WhenPicker draft={when.value} once onChange={(next) => (when.value = next)} />
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="button primary">
            {said.sendOff}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
