import { listContacts } from '../../contacts/list.ts'
import { uploadContacts } from '../../contacts/upload.ts'
import type { Language } from '../../db/schema.ts'
import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { text, z } from '../../http/schemas.ts'
import { isId } from '../../id.ts'
import { Problem } from '../../problem.ts'
import { levelLabel } from '../../scheduled/status.ts'
import { block } from '../../users/block.ts'
import { type Card, findUser } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { jsonText } from '../json-text.ts'
import { idHere } from './id.ts'
import { languageFor } from './language.ts'
import { outside } from './numbers.ts'

const tag = 'pictever'
const MOST = 10_000

const Known = z
  .object({
    phoneNumber1: z.string(),
    email: z.literal(''),
    facebook_id: z.literal(''),
    facebook_name: z.literal(''),
    status: z.string(),
    user_id: z.string(),
  })
  .openapi('PicteverContact', {
    example: {
      phoneNumber1: '0033612345678',
      email: '',
      facebook_id: '',
      facebook_name: '',
      status: 'Newbie',
      user_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
    },
  })
const Named = Known.extend({ name: z.string() })

export function contactCalls({ future }: Room): Endpoint[] {
  const toKnown = (phone: string, { id, status }: Card, language: Language): z.input<typeof Known> => ({
    phoneNumber1: outside(phone),
    email: '',
    facebook_id: '',
    facebook_name: '',
    status: levelLabel(future.levels, status, language),
    user_id: id,
  })

  return [
    change({
      method: 'post',
      path: '/block_contacts',
      tag,
      summary: 'Block people',
      description: 'Nothing of them arrives any more, nor of mine at them; also what comes later.',
      body: z
        .object({ contacts_to_block: jsonText(z.array(z.string()).max(500)) })
        .openapi({ example: { contacts_to_block: ['019a4c2e-7d10-7000-8000-5a1c0b7e4d21'] } }),
      status: 200,
      async change(tx, { actor, body }) {
        const ids = body.contacts_to_block.map((one) => idHere('user', one.replace(/^id/, '')))
        if (!ids.every(isId)) throw new Problem('invalid', 'body.contacts_to_block: must be user ids')
        for (const id of [...new Set(ids)].sort()) await block(tx, actor, id)
        return undefined
      },
    }),
    endpoint({
      method: 'post',
      path: '/upload_contacts',
      tag,
      summary: 'Which of these numbers are here; none is kept',
      description: 'Needs a number of my own, and is limited to so many different numbers a day.',
      body: z
        .object({ contacts: jsonText(z.array(text(100)).max(MOST)) })
        .openapi({ example: { contacts: ['0033612345678'] } }),
      answer: z.array(Known),
      async run(house, { actor, body, request }) {
        const contacts = body.contacts.map((phone) => ({ phone }))
        const asked = { contacts, country: undefined, store: 'no' } as const
        const { items } = await uploadContacts(house, actor, asked)
        const language = languageFor(await findUser(house.db.reader, actor.id), request)
        return items.map(({ phone, user }) => toKnown(phone, user, language))
      },
    }),
    endpoint({
      method: 'post',
      path: '/upload_address_book',
      tag,
      summary: 'Keep my address book',
      body: z
        .object({
          address_book: jsonText(z.array(z.object({ tel: text(100), name: text(200).nullish() })).max(MOST)),
        })
        .openapi({ example: { address_book: [{ tel: '0033612345678', name: 'Bob' }] } }),
      status: 200,
      async run(house, { actor, body }) {
        const contacts = body.address_book.map(({ tel, name }) => ({ phone: tel, name: name ?? undefined }))
        await uploadContacts(house, actor, { contacts, country: undefined, store: 'plain' })
        return undefined
      },
    }),
    endpoint({
      method: 'get',
      path: '/get_address_book',
      tag,
      summary: 'Those of my address book who are here',
      answer: z.array(Named),
      async run({ db }, { actor, request }) {
        const language = languageFor(await findUser(db.reader, actor.id), request)
        const rows: z.input<typeof Named>[] = []
        for (let after: string | undefined; ; ) {
          const { items, next } = await listContacts(db, actor.id, after, 500)
          for (const { phone, name, user } of items)
            if (phone && user) rows.push({ ...toKnown(phone, user, language), name: name ?? '' })
          if (next === null) return rows
          after = next
        }
      },
    }),
  ]
}
