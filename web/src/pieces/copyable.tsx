import { useState } from 'preact/hooks'
import { words } from '../words/words.ts'
import { say } from './say.tsx'

/** A link to be taken along, shown without `https://` unless `whole`; where the page may not copy, it is marked for copying by hand. */
export function Copyable({ text, whole = false }: { text: string; whole?: boolean }) {
  const [copied, setCopied] = useState(false)
  async function copy(event: Event) {
    const field = event.currentTarget as HTMLElement
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      say(words.copied)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      getSelection()?.selectAllChildren(field)
    }
  }
  return (
    <button type="button" class="copyable" onClick={copy} title={words.copyLink}>
      {copied ? words.copied : whole ? text : text.replace(/^https?:\/\//, '')}
    </button>
  )
}
