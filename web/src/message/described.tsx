import { Marked } from './marked.tsx'

/** What something is described with, on paper; nothing where there is nothing. */
export function Described({ text }: { text: string }) {
  if (!text) return null
  return (
    <div class="paper" dir="auto">
      <div class="text">
        <Marked text={text} mentions={[]} />
      </div>
    </div>
  )
}
