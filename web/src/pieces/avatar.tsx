import { words } from '../words/words.ts'
import { Icon } from './icon.tsx'

interface Props {
  id: string
  name: string
  picture: string | null
  size?: number
  online?: boolean
}

/** A picture of somebody or of a group, or else the first letters of the name on a colour of their own. */
export function Avatar({ id, name, picture, size = 44, online = false }: Props) {
  return (
    <span class="avatar" style={{ '--size': `${size}px`, '--hue': hueOf(id) }} aria-hidden="true">
      {picture ? (
        <img src={picture} alt="" width={size} height={size} loading="lazy" decoding="async" />
      ) : (
        <Initials name={name} />
      )}
      {online && <span class="online-dot" />}
    </span>
  )
}

/** Who has no letters, such as a deleted account, is drawn as somebody. */
function Initials({ name }: { name: string }) {
  const letters = name === words.deletedAccount ? '' : initialsOf(name)
  if (letters) return <span class="initials" data-letters={letters} />
  return (
    <span class="initials nobody">
      <Icon shape="person" />
    </span>
  )
}

export function hueOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return (sum % 24) * 15
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/)
  const first = firstLetter(parts[0] ?? '')
  const last = parts.length > 1 ? firstLetter(parts.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) if (/[\p{L}\p{N}\p{Emoji}]/u.test(segment)) return segment
  return ''
}
