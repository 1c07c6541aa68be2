import { id as ours, z } from '../../http/schemas.ts'
import { idsFrom, type Thing } from '../old-ids.ts'

const taken = idsFrom('pictever')
const old = /^[0-9a-f]{24}$/

/** An id as we give it, also of what the apps remember by 24 hexadecimal digits, as their old server named it. */
export const idHere = (thing: Thing, given: string) => (old.test(given) ? taken(thing, given) : given)

/** The id of a message, as we give it or as the apps remember it. */
export const messageId = z.preprocess(
  (given) => (typeof given === 'string' ? idHere('message', given) : given),
  ours,
)
