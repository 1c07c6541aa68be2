import type { Whole } from './compose.ts'
import type { Part } from './letter.ts'

/** The mail for those who read no HTML. An address stands on a line of its own. */
export function toText({ language, title, hello, parts, foot }: Whole): string {
  const colon = language === 'fr' ? '\u00a0:' : ':'
  const toParagraph = (part: Part) =>
    part.kind === 'button' ? `${part.label}${colon}\n${part.url}` : part.text
  const paragraphs = [title, ...(hello === null ? [] : [hello]), ...parts.map(toParagraph)]
  return `${paragraphs.join('\n\n')}\n\n-- \n${foot}\n`
}
