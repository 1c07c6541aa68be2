import { change, type Endpoint, openEndpoint } from '../http/endpoint.ts'
import { text, z } from '../http/schemas.ts'
import { askPasswordReset, redeemPasswordReset } from './forgotten-password.ts'
import { languageOf } from './language.ts'
import { email } from './names.ts'
import { requireIfSaid, requireSaid } from './password.ts'
import { lockActive, password } from './user.ts'
import { askEmailVerification, verifyEmail } from './verify-email.ts'

const token = text(200, 1).openapi({ description: 'What stands behind `#token=` in the link' })

/** Whether there is any use in waiting for it. Says nothing of the address. */
const OnItsWay = z
  .object({ mail: z.enum(['on', 'off']).openapi({ description: 'off: this server sends no mail at all' }) })
  .openapi('OnItsWay')

const saying = (mail: unknown) => ({ mail: mail ? ('on' as const) : ('off' as const) })
const languageFor = (request: Request) => languageOf(request.headers.get('accept-language'))

/** What is proved by reading one's mail. */
export const mailRoutes: Endpoint[] = [
  change({
    method: 'post',
    path: '/api/v1/users/me/email/verification',
    tag: 'users',
    summary: 'Send a link that confirms my e-mail address',
    description:
      'To the address of my profile, or to another one, which becomes mine when its link is followed; whoever had it without having confirmed it loses it then. Another one than the present takes my `password` too. The link is good for two days. Repeated too often it is answered with 429 and a growing delay.',
    body: z.strictObject({ email: email.optional(), password: password.optional() }),
    answer: OnItsWay,
    status: 202,
    before: (house, { actor, body }) => requireIfSaid(house, actor, body),
    async change(tx, { actor, body, request }, { config }) {
      requireSaid(await lockActive(tx, actor.id), body)
      await askEmailVerification(tx, config, actor, body.email, languageFor(request))
      return saying(config.mail)
    },
  }),
  openEndpoint({
    method: 'post',
    path: '/api/v1/email-verifications',
    tag: 'users',
    summary: 'Follow the link that confirms an e-mail address',
    body: z.strictObject({ token }),
    answer: z.object({ email: z.string() }),
    async run({ commit, config }, { body }) {
      const user = await commit((tx) => verifyEmail(tx, config, body.token))
      return { email: user.email! }
    },
  }),
  openEndpoint({
    method: 'post',
    path: '/api/v1/password-resets',
    tag: 'users',
    summary: 'Send a link to choose a new password',
    description:
      'The answer is the same whether or not somebody here has this address. The link is good for an hour, and once.',
    body: z.strictObject({ email }),
    answer: OnItsWay,
    status: 202,
    async run({ commit, config }, { body, caller, request }) {
      await commit((tx) => askPasswordReset(tx, config, body.email, caller.address, languageFor(request)))
      return saying(config.mail)
    },
  }),
  openEndpoint({
    method: 'post',
    path: '/api/v1/password-resets/redeem',
    tag: 'users',
    summary: 'Choose a new password by a link',
    description: 'All sessions of the account end. Log in with the new password afterwards.',
    body: z.strictObject({ token, password }),
    async run(house, { body }) {
      await redeemPasswordReset(house, body.token, body.password)
      return undefined
    },
  }),
]
