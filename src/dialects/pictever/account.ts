import { change, type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { text, z } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { levelLabel } from '../../scheduled/status.ts'
import { registerDevice } from '../../transports/push/devices.ts'
import { askPasswordReset, redeemPasswordReset } from '../../users/forgotten-password.ts'
import { languageOf } from '../../users/language.ts'
import { readCode } from '../../users/links.ts'
import { email, phone } from '../../users/names.ts'
import { signUp } from '../../users/sign-up.ts'
import { findUser, lockUser, password } from '../../users/user.ts'
import { askPhoneVerification, trustPhone } from '../../users/verify-phone.ts'
import type { Room } from '../dialect.ts'
import { readDevice } from '../old-device.ts'
import { languageFor, languageFrom } from './language.ts'
import { inside } from './numbers.ts'

const tag = 'pictever'
const country = text(10).nullish()

const accounts = [
  openEndpoint({
    method: 'post',
    path: '/signup',
    tag,
    summary: 'Register',
    description: 'The username is derived from the address. Nobody is logged in by this.',
    body: z.object({ email, password, country_code: country }).openapi({
      example: { email: 'alice@example.org', password: '9f86d081884c7d65', country_code: 'fr' },
    }),
    status: 200,
    async run(house, { body, caller, request }) {
      const preferred = languageOf(request.headers.get('accept-language'))
      const language = languageFrom(body.country_code)
      const from = {
        ...caller,
        language: language ?? preferred,
        passwordMin: house.config.dialectPasswordMin,
      }
      const wanted = { email: body.email, password: body.password, language }
      await signUp(house, wanted, from, async () => undefined)
      return undefined
    },
  }),
  openEndpoint({
    method: 'get',
    path: '/send_reset_mail',
    tag,
    summary: 'Be sent a code by mail with which to choose a new password',
    description: 'The answer is the same whether or not somebody here has this address.',
    query: z.object({ email }),
    status: 200,
    async run({ commit, config }, { query, caller, request }) {
      const language = languageOf(request.headers.get('accept-language'))
      await commit((tx) =>
        askPasswordReset(tx, config, query.email, caller.address, language, 'password-code'),
      )
      return undefined
    },
  }),
  openEndpoint({
    method: 'post',
    path: '/define_new_password',
    tag,
    summary: 'Choose a new password',
    description:
      'The verification code is what the mail says, in letters of either size, with its hyphens or without. The link of a mail to the web client is taken as well.',
    body: z.object({ email, verification_code: text(1000, 1), new_password: password }).openapi({
      example: { email: 'alice@example.org', verification_code: 'K7QF-2M9X-4RTW', new_password: 'five5' },
    }),
    status: 200,
    async run(house, { body }) {
      const token = readCode(body.verification_code.trim().split('#token=').at(-1)!)
      const { dialectPasswordMin } = house.config
      await redeemPasswordReset(house, token, body.new_password, dialectPasswordMin).catch((error) => {
        const isWrong = error instanceof Problem && error.code === 'not_found'
        throw isWrong ? new Problem('conflict', error.message) : error
      })
      return undefined
    },
  }),
]

const hello = openEndpoint({
  method: 'get',
  path: '/hello',
  tag,
  summary: 'Whether this server is there',
  answer: z.string().openapi({ example: 'hello' }),
  gives: 'text/plain',
  run: async () => 'hello',
})

export function accountCalls({ pushWays, phoneClaims, future }: Room): Endpoint[] {
  return [
    ...accounts,
    hello,
    change({
      method: 'post',
      path: '/define_first_phone_number',
      tag,
      summary: 'Say which number is mine',
      description:
        'What waits for the number becomes mine. Where this server sends codes, only when the code is confirmed.',
      body: z
        .object({ phone_number: phone, os: text(40).nullish(), reg_id: text(4096).nullish() })
        .openapi({ example: { phone_number: '0033612345678', os: 'android', reg_id: 'a-token-of-push' } }),
      status: 200,
      async change(tx, { actor, body, caller, request }, { config }) {
        const me = await lockUser(tx, actor.id)
        const number = inside(body.phone_number, me, config)
        const isHis = me.phone === number && me.phone_verified_at !== null
        if (!config.phoneVerification) await trustPhone(tx, actor, number, phoneClaims)
        else if (!isHis) {
          const language = languageOf(request.headers.get('accept-language'))
          await askPhoneVerification(tx, config, actor, number, { address: caller.address, language })
        }
        const device = readDevice(body, pushWays.kinds)
        if (device) await registerDevice(tx, actor, device)
        return undefined
      },
    }),
    endpoint({
      method: 'get',
      path: '/get_my_status',
      tag,
      summary: 'The level that I have reached by writing to the future',
      answer: z.string().openapi({ example: 'Newbie' }),
      gives: 'text/plain',
      async run({ db }, { actor, request }) {
        const me = await findUser(db.reader, actor.id)
        return levelLabel(future.levels, me.status, languageFor(me, request))
      },
    }),
  ]
}
