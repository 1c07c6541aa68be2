import { z } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { SendChoice } from '../../scheduled/choices.ts'
import { type units, When } from '../../scheduled/when/when.ts'
import { zoneName } from '../../zone.ts'

type Unit = (typeof units)[number]

/** The README's names, and what people take them for. */
const unitNames: Record<string, Unit> = {
  sec: 'second',
  second: 'second',
  min: 'minute',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  year: 'year',
}

/** Zones whose clocks are never changed, for offsets that are no whole hours. */
const broken: Record<number, string> = {
  [-9.5]: 'Pacific/Marquesas',
  3.5: 'Asia/Tehran',
  4.5: 'Asia/Kabul',
  5.5: 'Asia/Kolkata',
  5.75: 'Asia/Kathmandu',
  6.5: 'Asia/Yangon',
  8.75: 'Australia/Eucla',
  9.5: 'Australia/Darwin',
}

const Amount = z.union([z.number(), z.string()])

export const DeliveryOption = z
  .object({
    type: z.string().min(1).max(100),
    time_zone: Amount.nullish(),
    timezone: Amount.nullish(),
    parameters: z.union([z.object({ value: Amount }), Amount]).nullish(),
  })
  .openapi({
    description:
      '`calendar` with absolute Unix seconds; a `key` of `/get_send_choices`; or `min`, `hour`, `day`, `week`, `month`, `year` with how many of them',
    example: { type: 'day', time_zone: 1, parameters: 3 },
  })
export type DeliveryOption = z.output<typeof DeliveryOption>

const wrong = (message: string) => new Problem('invalid', `body.delivery_option: ${message}`)

/** What these apps say of the hour, in our terms. @throws Problem invalid */
export function whenOf(option: DeliveryOption, choices: SendChoice[]): When {
  const { type } = option
  if (type === 'calendar') return { at: Math.round(amountIn(option) * 1000) }
  if (choices.some(({ key }) => key === type)) return { choice: type }
  const word = type.toLowerCase()
  const unit = Object.hasOwn(unitNames, word) ? unitNames[word] : unitNames[word.replace(/s$/, '')]
  if (!unit) throw wrong(`no such type: expected calendar, ${Object.keys(unitNames).join(', ')}, or a key`)
  const zone = zoneAt(option.time_zone ?? option.timezone)
  const read = When.safeParse({ in: { unit, count: amountIn(option) }, ...(zone ? { zone } : {}) })
  if (!read.success) throw wrong('parameters must be a whole number from 1')
  return read.data
}

function amountIn({ parameters }: DeliveryOption): number {
  const said = typeof parameters === 'object' ? parameters?.value : parameters
  const amount = typeof said === 'string' ? Number(said.trim() || Number.NaN) : said
  if (amount === undefined || !Number.isFinite(amount) || amount < 0 || amount > 1e11)
    throw wrong('parameters must be a number, or {"value": number}')
  return amount
}

/** Hours from UTC as a zone, or its name. */
function zoneAt(hours: string | number | null | undefined): string | undefined {
  if (hours === undefined || hours === null || hours === '') return undefined
  const ahead = Number(hours)
  const zone = Number.isNaN(ahead) ? zoneName(String(hours)) : zoneAhead(ahead)
  if (!zone) throw wrong('time_zone must be hours from UTC, from -12 to 14')
  return zone
}

/** `Etc/GMT-1` is an hour ahead of Greenwich. */
function zoneAhead(hours: number): string | undefined {
  if (hours < -12 || hours > 14) return undefined
  const whole = Math.floor(hours)
  if (whole !== hours && broken[hours]) return broken[hours]
  return whole === 0 ? 'UTC' : `Etc/GMT${whole > 0 ? '-' : '+'}${Math.abs(whole)}`
}
