import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { words } from '../words/words.ts'
import { Dialog } from './dialog.tsx'

interface Props {
  title: string
  lead?: string
  yes: string
  onYes: () => unknown
  onClose: () => void
}

/** Asks once more before something that cannot be undone. */
export function Sure({ title, lead, yes, onYes, onClose }: Props) {
  const [problem, setProblem] = useState('')
  async function act() {
    try {
      await onYes()
      onClose()
    } catch (refusal) {
      setProblem(wordsOf(refusal))
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {lead && <p>{lead}</p>}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="button" class="button danger" onClick={act}>
          {yes}
        </button>
      </div>
    </Dialog>
  )
}
