import type { Language } from '../../db/schema.ts'
import type { CalendarMail } from '../../users/mail.ts'
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

export type Template = keyof Words['mails'] | CalendarMail | 'test'

export const templateNames = [...Object.keys(en.mails), ...Object.keys(en.calendar), 'test'] as Template[]

/** Puts a mail into words, as text and as HTML, which say the same. */
export async function compose(template: Template, language: Language, given: Filling): Promise<Composed> {
  const words = templates[language]
  const filling = {
    ...given,
    name: given.name && onOneLine(given.name),
    username: given.username && onOneLine(given.username),
    about: given.about && {
      title: onOneLine(given.about.title),
      when: onOneLine(given.about.when),
      where: onOneLine(given.about.where),
      by: onOneLine(given.about.by),
    },
  }
  const letter = write(template, words, filling)
  const whole = {
    ...letter,
    language,
    hello: filling.name === null ? null : words.hello(filling.name),
    foot: words.foot(filling.host),
    orOpen: words.orOpen,
  }
  return { subject: letter.subject, text: toText(whole), html: await toHtml(whole), language }
}

function write(template: Template, words: Words, filling: Filling): Letter {
  if (template === 'test') return words.test(filling)
  if (template in words.mails) return words.mails[template as keyof Words['mails']](filling)
  return words.calendar[template as CalendarMail]({ ...filling, about: filling.about! })
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
