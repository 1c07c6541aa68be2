import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { isId } from '../id.ts'
import { zoneName } from '../zone.ts'

extendZodWithOpenApi(z)

export { z }

/** Text that every database stores as it is: no NUL, no half of a surrogate pair. Lengths are in characters (code points). */
export function text(most: number, least = 0) {
  return z
    .string()
    .min(least, least === 1 ? 'must not be empty' : `must have at least ${least} characters`)
    .refine(
      (value) => value.length <= most || [...value].length <= most,
      `must not be longer than ${most} characters`,
    )
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
    .refine((value) => !value.includes('\0'), 'must not contain the character NUL')
    .openapi({ maxLength: most })
}

export const id = z
  .string()
  .refine(isId, 'must be an id as an earlier answer gave it')
  .openapi({ format: 'uuid', example: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21' })

/** Something that has a name of its own in the document, or null: `nullable()` would make all that bears the name so. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])

/** Times on the wire are UTC milliseconds since 1970. */
export const time = z.number().int().openapi({ example: 1_795_000_000_000 })

export const clientId = text(100, 1)
  .optional()
  .openapi({ description: 'A key of your own. The same key again is the same change, done once.' })

/** A time zone by its IANA name. */
export const zone = z
  .string()
  .transform((text, context) => {
    const name = zoneName(text)
    if (name === undefined) context.addIssue('must be the name of a time zone, such as Europe/Paris')
    return name ?? ''
  })
  .openapi({ example: 'Europe/Paris' })

export const version = z.number().int()

/** Query parameters are text; these read as whole numbers between two bounds. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)
    .openapi({ type: 'integer', minimum: least, maximum: most })
}

export const limit = wholeNumber(1, 200).default(50)

/** A page of a list. `next` is handed back as `after` to go on, and is null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export const pageQuery = z.strictObject({ after: text(200).optional(), limit })

/** Cuts a list that was asked for with one row more than wanted, and names the place to go on from. */
export function toPage<Row, Item>(
  rows: Row[],
  most: number,
  item: (row: Row) => Item,
  key: (row: Row) => string,
) {
  const more = rows.length > most
  const kept = more ? rows.slice(0, most) : rows
  return { items: kept.map(item), next: more ? key(kept.at(-1)!) : null }
}
