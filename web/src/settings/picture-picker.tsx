import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { words } from '../words/words.ts'
import { smaller } from './smaller.ts'

interface Props {
  has: boolean
  onPick: (picture: Blob) => Promise<unknown>
  onRemove: () => Promise<unknown>
}

/** Chooses a picture, makes it small, and sends it. */
export function PicturePicker({ has, onPick, onRemove }: Props) {
  const file = useRef<HTMLInputElement>(null)
  const problem = useSignal('')
  const busy = useSignal(false)
  async function attempt(work: () => Promise<unknown>) {
    problem.value = ''
    busy.value = true
    await work().catch((refusal) => (problem.value = wordsOf(refusal)))
    busy.value = false
  }
  return (
    <div class="picture-picker">
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const picked = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (picked) void attempt(async () => onPick(await smaller(picked)))
        }}
      />
      <button type="button" class="link" disabled={busy.value} onClick={() => file.current?.click()}>
        {words.changePicture}
      </button>
      {has && (
        <button type="button" class="link danger" disabled={busy.value} onClick={() => attempt(onRemove)}>
          {words.removePicture}
        </button>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </div>
  )
}
