import { text, time, z, zone } from '../../http/schemas.ts'
import { MOST_EXCEPTIONS, MOST_RULE_LENGTH } from './bounds.ts'
import { LAST_MOMENT, readWall } from './wall.ts'

const moment = time
  .min(0, 'must not be before 1970')
  .max(LAST_MOMENT, 'must be before the year 10000')
  .openapi({ description: 'UTC milliseconds since 1970' })

const local = z
  .string()
  .refine(
    (value) => value.includes('T') && readWall(value) !== undefined,
    'must be a local time that exists, such as 2027-07-14T09:00',
  )
  .openapi({
    example: '2027-07-14T09:00',
    description: 'What the clock on the wall shows: no offset, no Z. Seconds may follow',
  })

const except = z
  .string()
  .refine(
    (value) => readWall(value) !== undefined,
    'must be a date such as 2027-07-14, or a local time such as 2027-07-14T09:00',
  )
  .openapi({ example: '2027-07-14' })

const Repeat = z
  .strictObject({
    rule: text(MOST_RULE_LENGTH, 1).openapi({
      example: 'FREQ=MONTHLY;BYDAY=-1FR',
      description: 'An RRULE of RFC 5545 without DTSTART, RDATE or EXRULE',
    }),
    except: z
      .array(except)
      .max(MOST_EXCEPTIONS)
      .optional()
      .openapi({ description: 'Dates, or local times, at which nothing is sent' }),
  })
  .openapi('Repeat')

export const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const

const ways = ['at', 'local', 'in', 'random', 'choice'] as const

const shape = z.strictObject({
  at: moment.optional(),
  local: local.optional(),
  in: z
    .strictObject({ unit: z.enum(units), count: z.number().int().min(1).max(10_000_000_000) })
    .optional()
    .openapi({
      description:
        'From now on. A day, week, month or year goes by the calendar of the zone: 31 January + 1 month is the last of February. Shorter units are exact',
    }),
  random: z
    .strictObject({ from: moment, to: moment, hidden: z.boolean().optional() })
    .optional()
    .openapi({ description: 'Drawn once between the two; hidden: not even the sender sees what was drawn' }),
  choice: text(100, 1).optional().openapi({ description: 'The key of a send choice of this server' }),
  zone: zone
    .optional()
    .openapi({ description: 'With at, local or in. Left out: the zone of your profile, else UTC' }),
  where_you_are: z
    .boolean()
    .optional()
    .openapi({ description: 'With local: by the clocks of each recipient. Who has told no zone has yours' }),
  repeat: Repeat.optional().openapi({ description: 'With at, local or in, from which it begins' }),
})

type Shape = z.output<typeof shape>

/** What is wrong with the company that its parts keep. */
function* misfits(when: Shape): Generator<string> {
  const given = ways.filter((way) => when[way] !== undefined)
  if (given.length !== 1) yield `must have exactly one of ${ways.join(', ')}`
  const timed = when.at !== undefined || when.local !== undefined || when.in !== undefined
  if (when.repeat && !timed) yield 'repeat goes with at, local or in'
  if (when.zone !== undefined && !timed) yield 'zone goes with at, local or in'
  if (when.where_you_are && when.local === undefined) yield 'where_you_are goes with local'
  if (when.random && when.random.from > when.random.to) yield 'random.from must not be after random.to'
}

/**
 * When a message is to arrive, as a client says it: exactly one of an instant, a local time, a delay, a draw or a choice
 * of the operator; the first three may repeat.
 */
export const When = shape
  .superRefine((when, context) => {
    for (const misfit of misfits(when)) context.addIssue(misfit)
  })
  .openapi('When', {
    description: 'Exactly one of at, local, in, random and choice',
    example: { local: '2027-07-14T09:00', where_you_are: true, repeat: { rule: 'FREQ=MONTHLY;BYDAY=-1FR' } },
  })

export type When = z.output<typeof When>
