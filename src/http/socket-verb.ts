import type { Actor, House } from './house.ts'
import type { z } from './schemas.ts'

/** Something that may be asked over a socket; the answer comes as the acknowledgement. */
export interface SocketVerb {
  readonly input: z.ZodType
  run(house: House, actor: Actor, input: unknown): Promise<unknown>
}

export function socketVerb<I extends z.ZodType>(
  input: I,
  run: (house: House, actor: Actor, input: z.output<I>) => Promise<unknown>,
): SocketVerb {
  return { input, run: run as SocketVerb['run'] }
}
