import { Problem } from '../problem.ts'
import type { z } from './schemas.ts'

const MOST_NAMED = 20
/** A message quotes what was sent, which may be long. */
const MOST_SAID = 300

/**
 * Reads a value as a schema has it.
 * @throws Problem invalid that names every part which is not as the schema has it
 */
export function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issues = read.error.issues.flatMap(nearest)
  const errors = issues.slice(0, MOST_NAMED).map((issue) => ({
    path: [where, ...issue.path].join('.').slice(0, MOST_SAID),
    message: issue.message.slice(0, MOST_SAID),
  }))
  throw new Problem('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors })
}

type Issue = z.core.$ZodIssue

/** Where one of several shapes was expected, what is wrong is said of that which is nearest. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const [fewest] = issue.errors.toSorted((a, b) => a.length - b.length)
  return fewest!.flatMap((inner) => nearest({ ...inner, path: [...issue.path, ...inner.path] }))
}
