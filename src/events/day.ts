import { z } from '../http/schemas.ts'
import { readWall } from '../scheduled/when/wall.ts'

/** A day of the calendar, as a client says it. */
export const day = z
  .string()
  .refine(
    (value) => /^\d{4}-\d\d-\d\d$/.test(value) && value >= '1970' && readWall(value) !== undefined,
    'must be a date since 1970, such as 2027-07-14',
  )
  .openapi({ example: '2027-07-14' })
