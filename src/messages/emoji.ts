import { Problem } from '../problem.ts'

const flag = String.raw`\p{Regional_Indicator}{2}`
const keycap = String.raw`[0-9#*]\u{FE0F}?\u{20E3}`
/** A pictograph, perhaps with a skin tone or in its colourful form, perhaps with tags (the flag of Wales). */
const pictograph = String.raw`\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`
/** Several joined into one, such as a family. */
const joined = String.raw`${pictograph}(?:\u{200D}${pictograph})*`
const emoji = new RegExp(`^(?:${flag}|${keycap}|${joined})$`, 'u')

/** Some pictographs and the keycaps are plain text unless this follows; then ❤ and ❤️ would be two reactions. */
const colourful = '\u{FE0F}'
const plain = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u
const MOST_LETTERS = 32

/**
 * Reads a single emoji, as people count them, in the one spelling that is stored.
 * @throws Problem invalid
 */
export function readEmoji(text: string): string {
  if (text.length > 2 * MOST_LETTERS || [...text].length > MOST_LETTERS || !emoji.test(text))
    throw new Problem('invalid', 'A reaction is one emoji, percent-encoded in the path')
  if (plain.test(text)) return text + colourful
  return text.replace(/^([0-9#*])\u{20E3}$/u, `$1${colourful}\u{20E3}`)
}
