import { often } from './often.mjs'

/** A password that costs as much to hash as that of anybody, for tests that look at what it costs. */
export const COSTLY = 'a password that is hashed as in real life'

/** What is compared with where there is no account (`users/passwords.ts`) takes its time, too. */
const costly = [COSTLY, 'nobody has this password']

const hash = Bun.password.hash
const LEAST = { algorithm: 'argon2id', memoryCost: 8, timeCost: 1 } as const

/** People in tests are many and have nothing to hide: in a run by hand, their passwords are hashed at the least cost. */
const quickly: typeof hash = (password, options) =>
  hash(password, costly.includes(String(password)) ? options : LEAST)

if (often(1, 0)) Object.assign(Bun.password, { hash: quickly })
