import { Problem } from '../problem.ts'
import type { z } from './schemas.ts'

const MOST_NAMED = 20

/**
 * Reads a value as a schema has it.
 * @throws Problem invalid that names every part which is not as the schema has it
 */
export function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const errors = read.error.issues.slice(0, MOST_NAMED).map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }))
  throw new Problem('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors })
}
