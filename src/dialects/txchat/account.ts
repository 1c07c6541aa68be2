import { type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { text, z } from '../../http/schemas.ts'
import { mostGivenAsText, setPicture } from '../../media/pictures.ts'
import { Problem, wrong } from '../../problem.ts'
import { askPasswordReset } from '../../users/forgotten-password.ts'
import { languageOf } from '../../users/language.ts'
import { email, username } from '../../users/names.ts'
import { changePassword } from '../../users/password.ts'
import { editProfile } from '../../users/profile.ts'
import { password } from '../../users/user.ts'
import { readAva } from './ava.ts'
import { nameOf } from './user-item.ts'

const tag = 'txchat'
const ON_ITS_WAY = 'If somebody has this address, a mail is on its way to it.'
export const Done = z.object({ message: z.string() })
export const namePart = text(50, 1).trim().min(1)
export const ava = z.string().nullish().openapi({ description: 'A picture as base64; null: none' })

export const accountCalls: Endpoint[] = [
  endpoint({
    method: 'put',
    path: '/api/v1/users/me',
    tag,
    summary: 'Edit my profile',
    description: 'Nothing else can be changed by it, whatever is sent along.',
    mostBytes: mostGivenAsText,
    body: z
      .object({ username, first_name: namePart, last_name: namePart, ava })
      .openapi({ example: { username: 'alice', first_name: 'Alice', last_name: 'Martin' } }),
    answer: Done.openapi({ example: { message: 'Successfully updated your profile.' } }),
    async run({ commit, config }, { actor, body }) {
      const picture = await readAva(body.ava, config)
      const name = nameOf(body.first_name, body.last_name)
      await commit(async (tx) => {
        await editProfile(tx, actor, { username: body.username, name })
        if (picture !== undefined) await setPicture(tx, actor.id, picture)
      })
      return { message: 'Successfully updated your profile.' }
    },
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/users/me/reset-password',
    tag,
    summary: 'Change my password',
    description: 'All my other sessions end.',
    body: z
      .object({ older_password: password, new_password: password })
      .openapi({ example: { older_password: 'four', new_password: 'four and more' } }),
    answer: Done.openapi({ example: { message: 'Successfully reset your password.' } }),
    async run(house, { actor, body }) {
      const { older_password, new_password } = body
      if (older_password === new_password) throw wrong('new_password', 'must not be the old one')
      const { dialectPasswordMin } = house.config
      await changePassword(house, actor, older_password, new_password, dialectPasswordMin).catch((error) => {
        throw inTheirFields(error)
      })
      return { message: 'Successfully reset your password.' }
    },
  }),
  openEndpoint({
    method: 'post',
    path: '/api/v1/users/me/forget-password',
    tag,
    summary: 'Send a link to choose a new password',
    description:
      'The answer is the same whether or not somebody here has this address. Nothing changes before the link is used.',
    body: z.object({ email }).openapi({ example: { email: 'alice@example.org' } }),
    answer: Done.openapi({
      example: { message: ON_ITS_WAY },
    }),
    async run({ commit, config }, { body, caller, request }) {
      const language = languageOf(request.headers.get('accept-language'))
      await commit((tx) => askPasswordReset(tx, config, body.email, caller.address, language))
      return { message: config.mail ? ON_ITS_WAY : 'This server sends no mail: ask whoever runs it.' }
    },
  }),
]

/** The verb speaks of the password that is checked, and of the one that is chosen. */
function inTheirFields(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  if (error.code === 'forbidden') return wrong('older_password', 'is not the right one')
  const reason = /^body\.password: (.+)$/.exec(error.message)?.[1]
  return reason ? wrong('new_password', reason) : error
}
