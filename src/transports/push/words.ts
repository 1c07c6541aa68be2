import { day, hour, minute, second } from '../../clock.ts'
import type { Language } from '../../db/schema.ts'
import type { Alert } from '../../log/append.ts'

/** What stands on a screen. */
export interface Words {
  title: string
  body: string
}

const MOST_SHOWN = 200

interface Told {
  /** Who did it, as he is called now; empty where nobody did. */
  name: string
  args: Record<string, unknown>
  text: string
}

interface Phrases {
  /** By the key of the alert. */
  told: Record<string, (told: Told) => Words>
  /** The same where what was written is not to be seen on the screen. */
  hinted: Record<string, (told: Told) => string>
  /** For a key that has no words here. */
  other: string
  /** Something was sent without words. */
  wordless: string
  /** It was written so long ago. */
  sent: (ago: string) => string
}

const said = ({ name, args, text }: Told): Words => {
  const where = typeof args.group === 'string' ? ` · ${args.group}` : ''
  return { title: `${name}${where}`, body: text }
}
/** As he is called in the reader's own address book, if he is. */
const calledBy = ({ name, args }: Told) => (typeof args.name === 'string' ? args.name : name)
const bare = (title: (told: Told) => string) => (told: Told) => ({ title: title(told), body: '' })

const english: Phrases = {
  told: {
    message: said,
    'contact.joined': bare((told) => `${calledBy(told)} is here now`),
    'scheduled.failed': bare(() => 'A message to the future could not be delivered'),
    'scheduled.ask': bare(() => 'A message to the future is late: send it nevertheless?'),
  },
  hinted: { message: ({ name }) => `New message from ${name}` },
  other: 'There is news for you',
  wordless: 'Sent you something',
  sent: (ago) => `sent ${ago}`,
}

const french: Phrases = {
  told: {
    message: said,
    'contact.joined': bare((told) => `${calledBy(told)} est là maintenant`),
    'scheduled.failed': bare(() => 'Un message vers le futur n’a pas pu être remis'),
    'scheduled.ask': bare(() => 'Un message vers le futur est en retard : l’envoyer quand même ?'),
  },
  hinted: { message: ({ name }) => `Nouveau message de ${name}` },
  other: 'Il y a du nouveau pour vous',
  wordless: 'Vous a envoyé quelque chose',
  sent: (ago) => `envoyé ${ago}`,
}

const phrases: Record<Language, Phrases> = { en: english, fr: french }

/** The keys that have words of their own. */
export const knownKeys = Object.keys(english.told)

export interface Reader {
  language: Language
  showsText: boolean
  /** UTC milliseconds */
  now: number
}

/** Puts an alert into words for one reader, at the moment in which they leave the house. */
export function putIntoWords({ key, args, text = '' }: Alert, name: string, reader: Reader): Words {
  const { told, hinted, other, wordless, sent } = phrases[reader.language]
  const about: Told = { name, args, text: text || wordless }
  const hint = hinted[key]
  if (hint && !reader.showsText) return { title: cut(hint(about)), body: '' }
  const { title, body } = told[key]?.(about) ?? { title: other, body: '' }
  const label = labelOf(args, reader, sent)
  return { title: cut(label ? `${title} · ${label}` : title), body: cut(body) }
}

/** No screen shows more, and push services carry no more than 4 kB. */
function cut(text: string): string {
  if (text.length <= MOST_SHOWN) return text
  const letters = [...text]
  return letters.length <= MOST_SHOWN ? text : `${letters.slice(0, MOST_SHOWN - 1).join('')}…`
}

/** Something comes from the past: whoever says it has put it into words, or says when it was written. */
function labelOf({ label, written_at }: Alert['args'], reader: Reader, sent: Phrases['sent']) {
  if (typeof label === 'string') return label
  return typeof written_at === 'number' ? sent(ago(reader.now - written_at, reader.language)) : undefined
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.2425 * day],
  ['month', (365.2425 / 12) * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
]

/** "1 year ago", in the greatest unit of which it is at least one. */
function ago(ms: number, language: Language): string {
  // What was sent for the same hour of a year later must not be called eleven months old.
  const [unit, length] = units.find(([, length]) => ms >= length * 0.99) ?? units.at(-1)!
  const many = Math.max(1, Math.floor(ms / length + 0.01))
  return new Intl.RelativeTimeFormat(language).format(-many, unit)
}
