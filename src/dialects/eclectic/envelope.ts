import { z } from '../../http/schemas.ts'
import { manner } from '../manner.ts'

/** Its older clients read `message`, its later ones `msg`. */
const said = { message: z.string(), msg: z.string() }

export const Done = z.object(said)

/** How every answer is wrapped. */
export function wrapped<T extends z.ZodType>(data: T) {
  return z.object({ ...said, data })
}

/** Forms have only text. */
export const yesOrNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])

export function done(message: string) {
  return { message, msg: message }
}

export function wrap<T>(message: string, data: T) {
  return { message, msg: message, data }
}

const fields = ({ message }: { message: string }) => ({ error: message, message, msg: message })

/** The reason stands wherever one of its clients looks. A name that is taken is a bad request. */
export const refusing = manner('eclectic', fields, { conflict: 400 })

/** Of files it is a conflict. */
export const refusingFiles = manner('eclectic', fields)
