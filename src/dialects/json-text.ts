import { z } from '../http/schemas.ts'

/** Something that stands as JSON text in a form field; where the whole body is JSON, as it is. */
export function jsonText<T extends z.ZodType>(schema: T) {
  return z.preprocess((given) => {
    if (typeof given !== 'string') return given
    try {
      return JSON.parse(given)
    } catch {
      return given
    }
  }, schema)
}
