import type { Token } from './parley.ts'

/** The access token in use. Undefined is the browser's cookie. */
export interface Tokens {
  get(): Promise<string | undefined>
  /** A token was refused. Answers whether there is another one now. */
  renew(refused: string | undefined): Promise<boolean>
  /** How long the present one is still good for, in milliseconds, if that can be known. */
  readonly left: number | undefined
}

export function keepToken(token: Token | undefined): Tokens {
  if (typeof token !== 'function')
    return { get: async () => token, renew: async () => false, left: undefined }
  const fresh = token
  let held: string | undefined
  let goodUntil: number | undefined
  let asking: Promise<string | undefined> | undefined

  /** However many need one, it is asked for once. */
  function ask(refused: string | undefined): Promise<string | undefined> {
    asking ??= Promise.resolve(fresh(refused))
      .then((given) => {
        if (given !== held) goodUntil = given ? goodFor(given) : undefined
        held = given
        return given
      })
      .finally(() => (asking = undefined))
    return asking
  }
  const left = () => (goodUntil === undefined ? undefined : goodUntil - performance.now())

  return {
    async get() {
      return held !== undefined && (left() ?? 1) > 0 ? held : ask(held)
    },
    async renew(refused) {
      if (held !== refused) return true
      const given = await ask(refused)
      return given !== undefined && given !== refused
    },
    get left() {
      return left()
    },
  }
}

/** Whose token it is; '' where it does not say so, and for the cookie, which a page cannot read. */
export function ownerOf(token: string | undefined): string {
  return (token && claimsOf(token)?.sub) || ''
}

interface Claims {
  sub?: string
  iat: number
  exp: number
}

function claimsOf(token: string): Claims | undefined {
  try {
    return JSON.parse(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}

/** By our own clock, since the server's may differ: nine tenths of the life that the token says it has. */
function goodFor(token: string): number | undefined {
  const { exp, iat } = claimsOf(token) ?? { exp: 0, iat: 0 }
  const life = (exp - iat) * 1000
  return life > 0 ? performance.now() + life * 0.9 : undefined
}
