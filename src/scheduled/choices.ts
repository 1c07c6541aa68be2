import { z } from 'zod'
import type { Language } from '../db/schema.ts'
import { readTable } from './read-table.ts'
import { LAST_MOMENT } from './when/wall.ts'
import { units } from './when/when.ts'

const MOST_SECONDS = 10_000_000_000
const seconds = z.number().int().min(0).max(MOST_SECONDS)

/** What the operator offers when somebody writes to the future. */
const Choice = z.strictObject({
  order_id: z.number().int(),
  key: z.string().min(1).max(100),
  label: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }),
  when: z.union(
    [
      z.strictObject({ seconds }),
      z.strictObject({
        in: z.strictObject({ unit: z.enum(units), count: z.number().int().min(1).max(MOST_SECONDS) }),
      }),
      z.strictObject({ at: z.number().int().min(0).max(LAST_MOMENT) }),
      z.strictObject({
        random: z
          .strictObject({ from_seconds: seconds, to_seconds: seconds, hidden: z.boolean().optional() })
          .refine(
            (bounds) => bounds.from_seconds <= bounds.to_seconds,
            'from_seconds is more than to_seconds',
          ),
      }),
      z.strictObject({ calendar: z.literal(true) }),
    ],
    'must be one of {"seconds": 600}, {"in": {"unit": "month", "count": 1}}, {"at": UTC milliseconds}, {"random": {"from_seconds": 60, "to_seconds": 600}}, {"calendar": true}',
  ),
})

export type SendChoice = z.output<typeof Choice>

const builtIn: SendChoice[] = [
  choice('ten_minutes', 'In 10 minutes', 'Dans 10 minutes', { in: { unit: 'minute', count: 10 } }),
  choice('one_day', 'In one day', 'Dans un jour', { in: { unit: 'day', count: 1 } }),
  choice('one_week', 'In one week', 'Dans une semaine', { in: { unit: 'week', count: 1 } }),
  choice('one_month', 'In one month', 'Dans un mois', { in: { unit: 'month', count: 1 } }),
  choice('one_year', 'In one year', 'Dans un an', { in: { unit: 'year', count: 1 } }),
  choice('some_day', 'Some day, in 2 to 8 months', 'Un jour, dans 2 à 8 mois', {
    random: { from_seconds: 5_259_600, to_seconds: 21_038_400, hidden: true },
  }),
  choice('calendar', 'At a time of your own', 'À la date de votre choix', { calendar: true }),
].map((one, index) => ({ order_id: index + 1, ...one }))

function choice(key: string, en: string, fr: string, when: SendChoice['when']): Omit<SendChoice, 'order_id'> {
  return { key, label: { en, fr }, when }
}

/**
 * The send choices of this server, in their order: those of the operator's file, else the built-in ones.
 * @throws Error that says what is wrong with the file
 */
export function readChoices(path: string | undefined): SendChoice[] {
  if (path === undefined) return builtIn
  const choices = readTable('PARLEY_SEND_CHOICES', path, z.array(Choice), (one) => one.key)
  return choices.toSorted((a, b) => a.order_id - b.order_id)
}

/** A send choice as clients see it. What it does is said only as far as a client must know. */
export interface ChoiceView {
  order_id: number
  key: string
  label: string
  /** The client must say the time itself, as `at` or `local`. */
  calendar: boolean
}

export function choicesIn(choices: SendChoice[], language: Language): ChoiceView[] {
  return choices.map(({ order_id, key, label, when }) => ({
    order_id,
    key,
    label: label[language],
    calendar: 'calendar' in when,
  }))
}
