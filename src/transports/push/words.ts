import type { Language } from '../../db/schema.ts'
import { label } from '../../labels.ts'
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
}

const said = ({ name, args, text }: Told): Words => {
  const where = typeof args.group === 'string' ? ` · ${args.group}` : ''
  return { title: `${name}${where}`, body: text }
}
/** As he is called in the reader's own address book, if he is. */
const calledBy = ({ name, args }: Told) => (typeof args.name === 'string' ? args.name : name)
const bare = (title: (told: Told) => string) => (told: Told) => ({ title: title(told), body: '' })
/** What was done with a project, by its keys, and then which one. */
const projects = (said: Record<string, (told: Told) => string>) => ({
  told: Object.fromEntries(
    Object.entries(said).map(([key, say]) => [
      key,
      (told: Told): Words => ({ title: say(told), body: `${told.args.project ?? ''}` }),
    ]),
  ),
  hinted: said,
})

const englishProjects = projects({
  'project.member_added': ({ name }) => `${name} has added you to a project`,
  'project.member_removed': ({ name }) => `${name} has removed you from a project`,
  'project.coach_designated': ({ name }) => `${name} has made you a coach of a project`,
})

const frenchProjects = projects({
  'project.member_added': ({ name }) => `${name} vous a fait entrer dans un projet`,
  'project.member_removed': ({ name }) => `${name} vous a fait sortir d’un projet`,
  'project.coach_designated': ({ name }) => `${name} a fait de vous un coach d’un projet`,
})

/** Of an event: what has happened, and below what it is called. */
const titled = (title: (told: Told) => string) => (told: Told) => ({
  title: title(told),
  body: String(told.args.title ?? ''),
})

/** What it is called, and below when it begins, by the clocks there. */
const reminding =
  (language: Language) =>
  ({ args }: Told): Words => {
    const dayOnly = { weekday: 'long', day: 'numeric', month: 'long' } as const
    const style =
      args.all_day === true ? dayOnly : ({ ...dayOnly, hour: 'numeric', minute: '2-digit' } as const)
    const zone = { timeZone: String(args.zone ?? 'UTC') }
    const isKnown = typeof args.starts_at === 'number'
    const when =
      isKnown && new Intl.DateTimeFormat(language, { ...style, ...zone }).format(Number(args.starts_at))
    return { title: String(args.title ?? { en: 'Soon', fr: 'Bientôt' }[language]), body: when || '' }
  }

const eventKeys = ['created', 'updated', 'cancelled', 'invited', 'promoted', 'demoted', 'reminded']
const alikeForEvents = (hint: string) =>
  Object.fromEntries(eventKeys.map((key) => [`event.${key}`, () => hint]))

const english: Phrases = {
  told: {
    message: said,
    'contact.joined': bare((told) => `${calledBy(told)} is here now`),
    'friend.added': bare(({ name }) => `${name} has made you a friend`),
    'game.invited': bare(({ name, args }) => `${name} invites you to play ${args.game}`),
    'game.turn': bare(({ name, args }) => `${name} has moved in ${args.game}: your turn`),
    failed: bare(() => 'A message to the future could not be delivered'),
    late: bare(() => 'A message to the future is late: send it nevertheless?'),
    returned: bare(() => 'A message has come back to you'),
    announced: bare(({ name }) => `${name} has sent something that opens later`),
    ...englishProjects.told,
    'event.created': titled(({ name }) => `${name} plans something`),
    'event.updated': titled(() => 'Something planned has changed'),
    'event.cancelled': titled(() => 'Something planned was cancelled'),
    'event.invited': titled(({ name }) => `${name} invites you`),
    'event.promoted': titled(() => 'A place is free for you'),
    'event.demoted': titled(() => 'You are on the waiting list again'),
    'event.reminded': reminding('en'),
  },
  hinted: {
    message: ({ name }) => `New message from ${name}`,
    ...englishProjects.hinted,
    ...alikeForEvents('News of something planned'),
  },
  other: 'There is news for you',
  wordless: 'Sent you something',
}

const french: Phrases = {
  told: {
    message: said,
    'contact.joined': bare((told) => `${calledBy(told)} est là maintenant`),
    'friend.added': bare(({ name }) => `${name} fait de vous un ami`),
    'game.invited': bare(({ name, args }) => `${name} vous invite à jouer : ${args.game}`),
    'game.turn': bare(({ name, args }) => `${name} a joué (${args.game}) : à vous`),
    failed: bare(() => 'Un message vers le futur n’a pas pu être remis'),
    late: bare(() => 'Un message vers le futur est en retard : l’envoyer quand même ?'),
    returned: bare(() => 'Un message vous revient'),
    announced: bare(({ name }) => `${name} a envoyé quelque chose qui s’ouvrira plus tard`),
    ...frenchProjects.told,
    'event.created': titled(({ name }) => `${name} prévoit quelque chose`),
    'event.updated': titled(() => 'Ce qui est prévu a changé'),
    'event.cancelled': titled(() => 'Ce qui était prévu est annulé'),
    'event.invited': titled(({ name }) => `${name} vous invite`),
    'event.promoted': titled(() => 'Une place est libre pour vous'),
    'event.demoted': titled(() => 'Vous êtes de nouveau sur la liste d’attente'),
    'event.reminded': reminding('fr'),
  },
  hinted: {
    message: ({ name }) => `Nouveau message de ${name}`,
    ...frenchProjects.hinted,
    ...alikeForEvents('Du nouveau de ce qui est prévu'),
  },
  other: 'Il y a du nouveau pour vous',
  wordless: 'Vous a envoyé quelque chose',
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
  const { told, hinted, other, wordless } = phrases[reader.language]
  const about: Told = { name, args, text: text || wordless }
  const hint = hinted[key]
  if (hint && !reader.showsText) return { title: cut(hint(about)), body: '' }
  const { title, body } = told[key]?.(about) ?? { title: other, body: '' }
  const label = labelOf(args, reader)
  return { title: cut(label ? `${title} · ${label}` : title), body: cut(body) }
}

/** No screen shows more, and push services carry no more than 4 kB. */
function cut(text: string): string {
  if (text.length <= MOST_SHOWN) return text
  const letters = [...text]
  return letters.length <= MOST_SHOWN ? text : `${letters.slice(0, MOST_SHOWN - 1).join('')}…`
}

/** Something comes from the past: whoever says it has put it into words, or says when it was written. */
function labelOf({ label: said, written_at }: Alert['args'], { now, language }: Reader): string | undefined {
  if (typeof said === 'string') return said
  return typeof written_at === 'number' ? label(written_at, now, language) : undefined
}
