import { day } from '../../clock.ts'
import type { House } from '../../http/house.ts'
import { z } from '../../http/schemas.ts'
import type { Tokens } from '../../users/tokens.ts'

/**
 * These clients set a timer to exchange their token before it ends. A browser's timer holds 31 bits of milliseconds,
 * less than 25 days: one that is set for longer goes off at once, and so again for each new token.
 */
const LONGEST_SAID_MS = 24 * day

/** What these clients are given when they have come in. */
export const TokenAnswer = z
  .object({
    message: z.string(),
    authorization: z.string().openapi({ description: 'The token' }),
    token_type: z.literal('Bearer'),
    token_expires_in: z
      .number()
      .int()
      .openapi({ description: 'Seconds, at most 24 days: by then it is to be exchanged' }),
  })
  .openapi('TxchatToken', {
    example: {
      message: 'Successfully logged in.',
      authorization: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzaWQiOiIwMTlhIn0.c2lnbmVk',
      token_type: 'Bearer',
      token_expires_in: 2_073_600,
    },
  })
export type TokenAnswer = z.infer<typeof TokenAnswer>

export async function tokenAnswer(
  { config }: House,
  tokens: Tokens,
  userId: string,
  sessionId: string,
  message: string,
): Promise<TokenAnswer> {
  return {
    message,
    authorization: await tokens.sign(userId, sessionId, config.dialectTokenMs),
    token_type: 'Bearer',
    token_expires_in: Math.floor(Math.min(config.dialectTokenMs, LONGEST_SAID_MS) / 1000),
  }
}
