import type { Language, MediaKind } from '../../db/schema.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { House } from '../../http/house.ts'
import { z } from '../../http/schemas.ts'
import { messageHolder } from '../../media/attach.ts'
import { postcardsOf } from '../../messages/postcard.ts'
import { findUser, type User, usersOf } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { type Arrival, readInbox } from './inbox.ts'
import { receiveColor, receiveLabel } from './labels.ts'
import { languageFor } from './language.ts'
import { outside } from './numbers.ts'

const NewMessage = z
  .object({
    message_id: z.string(),
    from_id: z.string(),
    from_email: z.string(),
    from_numero: z.string(),
    from_facebook_id: z.literal(''),
    from_facebook_name: z.literal(''),
    message: z.string(),
    created_at: z.string().openapi({ description: 'When it was written, in seconds' }),
    received_at: z.string().openapi({ description: 'When it came, in seconds' }),
    photo_id: z.string(),
    video_id: z.string(),
    sound_id: z.string(),
    receive_label: z.string(),
    receive_color: z.string(),
    version: z.literal('1.0'),
  })
  .openapi('PicteverMessage', {
    example: {
      message_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      from_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d22',
      from_email: 'alice@example.org',
      from_numero: '0033612345678',
      from_facebook_id: '',
      from_facebook_name: '',
      message: 'Do you remember?',
      created_at: '1815548400.0',
      received_at: '1816758000.0',
      photo_id: '',
      video_id: '',
      sound_id: '',
      receive_label: '2 weeks earlier',
      receive_color: '6bb690',
      version: '1.0',
    },
  })

const seconds = z
  .string()
  .transform((given, context) => {
    const read = Number(given.trim() || '0')
    if (!Number.isFinite(read) || read < 0 || read > 1e12) context.addIssue('must be seconds since 1970')
    return read
  })
  .openapi({ type: 'string', example: '1815548400.25' })

export function receivingCalls({ people }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/receive_all',
      tag: 'pictever',
      summary: 'What has come to me after a time',
      description: 'Keep the `ts` of the answer and hand it in the next time: each message then comes once.',
      query: z.object({ ts: seconds.default(0) }),
      answer: z.object({ ts: z.number(), new_messages: z.array(NewMessage) }),
      async run(house, { actor, query, request }) {
        const { ts, arrivals } = await readInbox(house, people, actor, query.ts)
        const me = await findUser(house.db.reader, actor.id)
        return { ts, new_messages: await toNewMessages(house, arrivals, languageFor(me, request)) }
      },
    }),
  ]
}

async function toNewMessages({ db }: House, arrivals: Arrival[], language: Language) {
  const senders = await usersOf(db.reader, [...new Set(arrivals.map(({ message }) => message.sender_id))])
  const holders = arrivals.map(({ message }) => messageHolder(message.id))
  const postcards = await postcardsOf(db.reader, [...new Set(holders)])
  return arrivals.map(({ message, at }, i): z.input<typeof NewMessage> => {
    const postcard = postcards.get(holders[i]!)
    const medium = (kind: MediaKind) => (message.media ?? []).find((one) => one.kind === kind)?.id ?? ''
    const written = message.written_at ?? message.created_at
    return {
      message_id: message.id,
      ...cardOf(senders.get(message.sender_id), message.sender_id, postcard !== undefined),
      from_facebook_id: '',
      from_facebook_name: '',
      message: message.text,
      created_at: inSeconds(written),
      received_at: inSeconds(at),
      photo_id: postcard?.photo || medium('image'),
      video_id: postcard?.video || medium('video'),
      sound_id: postcard?.sound || medium('audio'),
      receive_label: receiveLabel(at - written, language),
      receive_color: receiveColor(message.id),
      version: '1.0',
    }
  })
}

/**
 * Whoever writes through one of these apps shows his address and number to whom he writes, as he knows from them. Others
 * are shown by their usernames.
 */
function cardOf(sender: User | undefined, from_id: string, isByApp: boolean) {
  const username = sender?.username ?? ''
  const email = (isByApp && sender?.email) || username
  const number = isByApp && sender?.phone_verified_at ? outside(sender.phone!) : email
  return { from_id, from_email: email, from_numero: number }
}

/** As these apps expect numbers: a point in them, always. */
const inSeconds = (ms: number) => (ms % 1000 === 0 ? `${ms / 1000}.0` : String(ms / 1000))
