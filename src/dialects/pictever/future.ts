import type { Config } from '../../config.ts'
import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { text, z } from '../../http/schemas.ts'
import { isId } from '../../id.ts'
import { scheduledHolder } from '../../media/attach.ts'
import { isBlank, messageText } from '../../messages/message.ts'
import { chatOfMessage } from '../../messages/numbered.ts'
import { type Postcard, writePostcard } from '../../messages/postcard.ts'
import { Problem } from '../../problem.ts'
import { choicesIn } from '../../scheduled/choices.ts'
import { countComing } from '../../scheduled/counts.ts'
import type { To } from '../../scheduled/recipients.ts'
import { sendBack } from '../../scheduled/return-message.ts'
import { writeToFuture } from '../../scheduled/write.ts'
import { findUser, type User } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { jsonText } from '../json-text.ts'
import { idHere, messageId } from './id.ts'
import { languageFor } from './language.ts'
import { inside } from './numbers.ts'
import { DeliveryOption, whenOf } from './when.ts'

const tag = 'pictever'
const HOUR_MS = 3_600_000
const file = text(400).nullish()

const sending = (most: number) =>
  z
    .object({
      message: messageText,
      photo_id: file,
      video_id: file,
      sound_id: file,
      receiver_ids: jsonText(z.array(z.string()).min(1, 'must name somebody').max(most)).openapi({
        description: '`id<user id>` or `num<telephone number>`; in a form a list in JSON',
      }),
      delivery_option: jsonText(DeliveryOption),
    })
    .openapi({
      example: {
        message: 'Do you remember?',
        receiver_ids: ['num0033612345678'],
        delivery_option: { type: 'week', time_zone: 1, parameters: 2 },
      },
    })

const Choice = z
  .object({ order_id: z.string(), key: z.string(), send_label: z.string() })
  .openapi('PicteverChoice', { example: { order_id: '2', key: 'one_day', send_label: 'One Day' } })

export function futureCalls({ future }: Room): Endpoint[] {
  return [
    change({
      method: 'post',
      path: '/send',
      tag,
      summary: 'Write to the future',
      body: sending(future.mostRecipients),
      status: 200,
      async change(tx, { actor, body }, { config }) {
        const me = await findUser(tx.db, actor.id)
        const { mediaIds, postcard } = enclosedIn(body)
        const isEmpty = mediaIds.length === 0 && Object.values(postcard).every((name) => name === '')
        if (isBlank(body.message) && isEmpty) throw new Problem('invalid', 'body.message: must not be blank')
        const draft = {
          to: body.receiver_ids.map((receiver) => toOf(receiver, me, config)),
          text: body.message,
          mediaIds,
          when: whenOf(body.delivery_option, future.choices),
          late: 'send',
          lateAfter: HOUR_MS,
          // Its receivers may know that something comes; their apps show how much.
          secrecy: 'announced',
        } as const
        const view = await writeToFuture(tx, actor, draft, config, future).catch(unknownReceiver)
        await writePostcard(tx, scheduledHolder(view.id), postcard)
        return undefined
      },
    }),
    change({
      method: 'post',
      path: '/resend',
      tag,
      summary: 'Send a message that I have received back into my future',
      body: z
        .object({ message_id: messageId })
        .openapi({ example: { message_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21' } }),
      status: 200,
      async change(tx, { actor, body }) {
        const chat = await chatOfMessage(tx.db, actor.id, body.message_id)
        await sendBack(tx, actor, { chat, message: body.message_id }, undefined, future)
        return undefined
      },
    }),
    endpoint({
      method: 'get',
      path: '/get_send_choices',
      tag,
      summary: 'The moments that this server has',
      answer: z.array(Choice),
      async run({ db }, { actor, request }) {
        const language = languageFor(await findUser(db.reader, actor.id), request)
        return choicesIn(future.choices, language)
          .filter(({ calendar }) => !calendar)
          .map(({ order_id, key, label }) => ({ order_id: String(order_id), key, send_label: titled(label) }))
      },
    }),
    endpoint({
      method: 'get',
      path: '/get_number_of_future_messages',
      tag,
      summary: 'How many are on their way to me',
      answer: z.string().openapi({ example: '3' }),
      gives: 'text/plain',
      run: async ({ db }, { actor }) => String(await countComing(db.reader, actor.id)),
    }),
  ]
}

/** These apps say "in" themselves: "In one day" is "One Day" there, and "Dans un jour" is "Un jour". */
function titled(label: string): string {
  const english = /^In (?!.*,)(.+)$/.exec(label)?.[1]
  if (english) return english.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
  const french = /^Dans (.+)$/.exec(label)?.[1]
  return french ? french.charAt(0).toUpperCase() + french.slice(1) : label
}

function toOf(receiver: string, me: User, config: Config): To {
  const user = idHere('user', /^id(.+)$/.exec(receiver)?.[1] ?? '')
  if (isId(user)) return { user_id: user }
  const number = /^num(.+)$/.exec(receiver)?.[1]
  if (number) return { phone: inside(number, me, config) }
  throw new Problem('invalid', 'body.receiver_ids: must be id<user id> or num<telephone number>')
}

function unknownReceiver(error: unknown): never {
  const isUnknown = error instanceof Problem && error.code === 'not_found'
  throw isUnknown ? new Problem('invalid', 'body.receiver_ids: no such user') : error
}

type Files = Pick<z.output<ReturnType<typeof sending>>, 'photo_id' | 'video_id' | 'sound_id'>

/** Media that were uploaded here go along as such. Other names are of files that the apps keep elsewhere. */
function enclosedIn({ photo_id, video_id, sound_id }: Files): { mediaIds: string[]; postcard: Postcard } {
  const named = { photo: photo_id ?? '', video: video_id ?? '', sound: sound_id ?? '' }
  const mediaIds = [...new Set(Object.values(named).filter(isId))]
  const elsewhere = (name: string) => (isId(name) ? '' : name)
  return {
    mediaIds,
    postcard: {
      photo: elsewhere(named.photo),
      video: elsewhere(named.video),
      sound: elsewhere(named.sound),
    },
  }
}
