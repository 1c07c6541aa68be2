import type { House } from '../../http/house.ts'
import { z } from '../../http/schemas.ts'
import type { Tokens } from '../../users/tokens.ts'

/** What these clients are given when they have come in. */
export const TokenAnswer = z
  .object({
    message: z.string(),
    authorization: z.string().openapi({ description: 'The token' }),
    token_type: z.literal('Bearer'),
    token_expires_in: z.number().int().openapi({ description: 'Seconds' }),
  })
  .openapi('TxchatToken', {
    example: {
      message: 'Successfully logged in.',
      authorization: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzaWQiOiIwMTlhIn0.c2lnbmVk',
      token_type: 'Bearer',
      token_expires_in: 2_592_000,
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
    token_expires_in: Math.floor(config.dialectTokenMs / 1000),
  }
}
