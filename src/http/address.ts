import type { Server } from 'bun'

/** An IPv6 address with its zone is shorter. */
const MOST_CHARACTERS = 64

/** Where a request comes from: behind a proxy of ours, the address that it has seen; else the one that we see. */
export function addressOf(
  request: Request,
  server: Server<unknown> | undefined,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for') : null
  const seen = forwarded?.split(',').at(-1)?.trim().slice(0, MOST_CHARACTERS)
  return seen || server?.requestIP(request)?.address || 'unknown'
}
