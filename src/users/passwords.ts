import { Problem } from '../problem.ts'
import { isOurs, readOldHash } from './old-passwords.ts'

/** argon2id with 19 MiB and two passes, the first choice of the OWASP password storage cheat sheet. */
const COST = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const
const AT_ONCE = 2
const MOST_WAITING = 200

let running = 0
const waiting: (() => void)[] = []

/** Hashing takes a thread and 19 MiB: a flood of log-ins queues here, and past a length is refused. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new Problem('unavailable', 'Too many people are signing in just now', { retryAfter: 5 })
    await new Promise<void>((go) => waiting.push(go))
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** @throws Problem unavailable when too many wait already */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => Bun.password.hash(password.normalize('NFC'), COST))
}

let decoy: Promise<string> | undefined

/** Takes the same time whether or not there is a hash to compare with. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  decoy ??= Bun.password.hash('nobody has this password', COST)
  const against = hash ?? (await decoy)
  const right = await inTurn(() => verify(password, against).catch(() => false))
  return right && Boolean(hash)
}

function verify(password: string, hash: string): Promise<boolean> {
  if (isOurs(hash)) return Bun.password.verify(password.normalize('NFC'), hash)
  return readOldHash(hash)?.(password) ?? Promise.resolve(false)
}
