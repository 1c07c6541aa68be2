import type { Language } from '../../db/schema.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { toHtml } from './html.ts'
import type { Filling, Letter, Templates, Words } from './letter.ts'
import { toText } from './text.ts'

const templates: Templates = { en, fr }

/** A mail in words, ready to be sent. */
export interface Composed {
  subject: string
  text: string
  html: string
  language: Language
}

export type Template = keyof Words['mails'] | 'test'

export const templateNames = [...Object.keys(en.mails), 'test'] as Template[]

/** Puts a mail into words, as text and as HTML, which say the same. */
export async function compose(template: Template, language: Language, given: Filling): Promise<Composed> {
  const words = templates[language]
  const filling = {
    ...given,
    name: given.name && onOneLine(given.name),
    username: given.username && onOneLine(given.username),
  }
  const letter: Letter = (template === 'test' ? words.test : words.mails[template])(filling)
  const whole = {
    ...letter,
    language,
    hello: filling.name === null ? null : words.hello(filling.name),
    foot: words.foot(filling.host),
    orOpen: words.orOpen,
  }
  return { subject: letter.subject, text: toText(whole), html: await toHtml(whole), language }
}

/** What people call themselves, without line breaks and without signs that turn the direction of writing. */
function onOneLine(name: string): string {
  const plain = name.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
  return [...plain.trim()].slice(0, 100).join('')
}

/** A letter with what goes around it. */
export interface Whole extends Letter {
  language: Language
  hello: string | null
  foot: string
  orOpen: string
}
