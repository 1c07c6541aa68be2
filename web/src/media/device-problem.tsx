import { words } from '../words/words.ts'

/** Why a camera or microphone is of no use, and a way to try once more. */
export function DeviceProblem({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <>
      <p class="problem" role="alert">
        {text}
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={onRetry}>
          {words.retry}
        </button>
      </div>
    </>
  )
}
