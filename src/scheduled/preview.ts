import type { Actor, House } from '../http/house.ts'
import { time, z } from '../http/schemas.ts'
import { findUser, language } from '../users/user.ts'
import type { Future } from './future.ts'
import { findRecipients, type To } from './recipients.ts'
import { newestOf, scheduledOf } from './scheduled.ts'
import { describe } from './when/describe.ts'
import { type Plan, previewFor, readPlan, settle } from './when/plan.ts'
import type { When } from './when/when.ts'

const MOST_SHOWN = 10

/** When something would arrive, by the clocks of each zone that there is among its recipients. */
export const Preview = z
  .object({
    hidden: z.boolean().openapi({ description: 'The moment is kept even from its sender' }),
    words: z.object({ en: z.string(), fr: z.string() }),
    times: z.array(
      z.object({
        zone: z.string().nullable().openapi({ description: 'null: by the clocks of the sender' }),
        next: z.array(time),
      }),
    ),
  })
  .openapi('FuturePreview')
type Preview = z.infer<typeof Preview>

/** @throws Problem invalid, not_found, forbidden as writing does */
export async function previewWhen(
  house: House,
  actor: Actor,
  when: When,
  to: To[],
  future: Future,
): Promise<Preview> {
  const { db, clock, config } = house
  const { zone } = await findUser(db.reader, actor.id)
  const recipients = await findRecipients(db.reader, actor.id, to, config.defaultCountry)
  const plan = settle(when, { now: clock.now(), zone, ...future })
  return preview(
    plan,
    recipients.map((one) => one.zone),
    clock.now(),
    MOST_SHOWN,
  )
}

/** @throws Problem not_found */
export async function previewOf(
  { db, clock }: House,
  actor: Actor,
  id: string,
  count: number,
): Promise<Preview> {
  const { plan } = await scheduledOf(db.reader, actor.id, id)
  const newest = (await newestOf(db.reader, [id])).get(id)!
  return preview(
    readPlan(plan),
    newest.map((one) => one.zone),
    clock.now(),
    count,
  )
}

function preview(plan: Plan, zones: (string | null)[], now: number, count: number): Preview {
  const words = Object.fromEntries(
    language.options.map((one) => [one, describe(plan, one)]),
  ) as Preview['words']
  if (plan.hidden) return { hidden: true, words, times: [] }
  const different = plan.whereYouAre ? [...new Set(zones)] : [null]
  const times = different.map((zone) => ({ zone, next: previewFor(plan, zone, now, count) }))
  return { hidden: false, words, times }
}
