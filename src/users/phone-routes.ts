import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { text, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { languageOf } from './language.ts'
import { country, normalizePhone, phone } from './names.ts'
import { Me, toMe } from './user.ts'
import { askPhoneVerification, type PhoneClaim, verifyPhone } from './verify-phone.ts'

const path = '/api/v1/users/me/phone/verification'
const number = { phone, country: country.optional() }

/** What is proved by reading what comes to one's telephone. */
export function phoneRoutes(claims: readonly PhoneClaim[]): Endpoint[] {
  return [
    change({
      method: 'post',
      path,
      tag: 'users',
      summary: 'Send a code that verifies my number',
      description:
        'Six digits, good for ten minutes and five tries; a new code takes the place of the one before. Repeated too often it is answered with 429 and a growing delay.',
      body: z.strictObject(number),
      answer: z.object({
        phone: z.string().openapi({ description: 'The number as it is kept (E.164)' }),
        sms: z.enum(['on', 'off']).openapi({ description: 'off: this server sends no codes at all' }),
      }),
      status: 202,
      async change(tx, { actor, body, caller, request }, { config }) {
        const to = normalizePhone(body.phone, body.country ?? config.defaultCountry)
        const from = {
          address: caller.address,
          language: languageOf(request.headers.get('accept-language')),
        }
        await askPhoneVerification(tx, config, actor, to, from)
        return { phone: to, sms: config.sms ? 'on' : 'off' } as const
      },
    }),
    endpoint({
      method: 'post',
      path: `${path}/confirm`,
      tag: 'users',
      summary: 'Verify my number by the code',
      description:
        'The number is mine from then on, and nobody else’s: an account that had it before, even verified, has none any more.',
      body: z.strictObject({ ...number, code: text(40, 1) }),
      answer: Me,
      async run({ commit, config, secrets }, { actor, body }) {
        const said = {
          phone: normalizePhone(body.phone, body.country ?? config.defaultCountry),
          code: body.code,
        }
        const user = await commit((tx) => verifyPhone(tx, secrets, actor, said, claims))
        if (!user) throw new Problem('forbidden', 'The code is not the right one')
        return toMe(user)
      },
    }),
  ]
}
