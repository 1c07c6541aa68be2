import { id as ours, z } from '../../http/schemas.ts'

const hyphened = (given: unknown) =>
  typeof given === 'string' ? given.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : given

/** An id as we give it, or as clients remember it from their old server: 32 digits without hyphens. */
export const id = z.preprocess(hyphened, ours)
