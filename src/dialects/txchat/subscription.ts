import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { z } from '../../http/schemas.ts'
import { registerDevice, removeDevice } from '../../transports/push/devices.ts'
import { readEndpoint, subscription } from '../../transports/push/routes.ts'
import type { Room } from '../dialect.ts'
import { Done } from './account.ts'

const tag = 'txchat'
const path = '/api/v1/users/subscription'

/** Web Push: what somebody misses while he is away reaches the browser of each of his sessions. */
export function subscriptionCalls({ pushWays }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path,
      tag,
      summary: 'The key with which browsers subscribe to Web Push',
      answer: z.object({ public_key: z.string() }),
      run: async () => ({ public_key: pushWays.publicKey }),
    }),
    change({
      method: 'post',
      path,
      tag,
      summary: 'Tell this browser by Web Push what I miss',
      description: 'The subscription as the browser gives it. It ends with the session.',
      body: subscription.openapi({
        example: {
          endpoint: 'https://push.example.org/send/abc',
          expirationTime: null,
          keys: {
            p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
            auth: 'BTBZMqHH6r4Tts7J_aSIgg',
          },
        },
      }),
      answer: Done,
      async change(tx, { actor, body }) {
        const address = readEndpoint(body.endpoint, pushWays)
        const its = { kind: 'webpush' as const, address, keys: body.keys }
        await registerDevice(tx, actor, { ...its, app: 'txchat', language: null, showsText: true })
        return { message: 'Successfully subscribed.' }
      },
    }),
    change({
      method: 'delete',
      path,
      tag,
      summary: 'Tell this browser nothing any more',
      answer: Done,
      async change(tx, { actor }) {
        await removeDevice(tx, actor, { session_id: actor.sessionId })
        return { message: 'Successfully unsubscribed.' }
      },
    }),
  ]
}
