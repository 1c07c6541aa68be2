import { day } from '../../clock.ts'
import type { Language } from '../../db/schema.ts'

/** From how many milliseconds on: how long ago it was written. */
const steps: [from: number, en: string, fr: string][] = [
  [0, 'A moment earlier', 'Il y a un instant'],
  [day, 'A few days earlier', 'Il y a quelques jours'],
  [6 * day, '1 week earlier', 'Il y a une semaine'],
  [10 * day, '2 weeks earlier', 'Il y a 2 semaines'],
  [17 * day, '3 weeks earlier', 'Il y a 3 semaines'],
  [24 * day, '1 month earlier', 'Il y a un mois'],
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n): [number, string, string] => [
    (n * 30 - 15) * day,
    `${n} months earlier`,
    `Il y a ${n} mois`,
  ]),
  [320 * day, '1 year ago', 'Il y a un an'],
  [548 * day, '2 years ago', 'Il y a 2 ans'],
  [913 * day, '3 years ago', 'Il y a 3 ans'],
  [1278 * day, '4 years ago', 'Il y a 4 ans'],
  [1620 * day, 'Many years ago', 'Il y a des années'],
]

/** How long a message was on its way, in words. */
export function receiveLabel(tookMs: number, language: Language): string {
  const [, en, fr] = steps.findLast(([from]) => from <= tookMs) ?? steps[0]!
  return language === 'fr' ? fr : en
}

const colors = ['ffdc1a', '6bb690', 'f6591e', 'f36f4d']

/** One of four, the same for the same message each time. */
export function receiveColor(messageId: string): string {
  return colors[Number.parseInt(messageId.slice(-2), 16) % colors.length]!
}
