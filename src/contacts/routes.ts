import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, orNull, pageOf, pageQuery, text, time, z } from '../http/schemas.ts'
import { country } from '../users/names.ts'
import { Card } from '../users/user.ts'
import { listContacts } from './list.ts'
import { removeContact, storeBook } from './store.ts'
import { uploadContacts } from './upload.ts'

const tag = 'contacts'
const MOST = 10_000

const Contact = z
  .object({
    id: z.string(),
    phone: z.string().nullable().openapi({ description: 'E.164; null where only a hash is kept' }),
    name: z.string().nullable(),
    user: orNull(Card).openapi({ description: 'Who this is, if he is here and lets you find him' }),
    joined_at: time.nullable(),
  })
  .openapi('Contact')

const Match = z
  .object({
    index: z.number().int().openapi({ description: 'The place in the list that was sent, from 0' }),
    phone: z.string(),
    name: z.string().nullable(),
    user: Card,
    joined_at: time,
  })
  .openapi('Match')

/** Whom I know here, by their telephone numbers. */
export const contactRoutes: Endpoint[] = [
  endpoint({
    method: 'put',
    path: '/api/v1/contacts',
    tag,
    summary: 'Find those of my address book who are here',
    description:
      'Needs a verified number of my own, where numbers are verified. Nothing of the list is kept, unless `store` says so: `hashed` keeps numbers as keyed hashes, `plain` numbers and names. What is kept takes the place of what was kept before. So many different numbers a day may be asked for as PARLEY_CONTACTS_PER_DAY says.',
    body: z.strictObject({
      contacts: z
        .array(z.strictObject({ phone: text(100, 1), name: text(200).optional() }))
        .max(MOST, `must not be more than ${MOST}`),
      store: z.enum(['no', 'hashed', 'plain']).default('no'),
      country: country.optional(),
    }),
    answer: z.object({
      items: z.array(Match),
      stored: z.number().int(),
      unreadable: z
        .array(z.number().int())
        .openapi({ description: 'The places of those that are no telephone numbers' }),
    }),
    run: (house, { actor, body: { contacts, country, store } }) =>
      uploadContacts(house, actor, { contacts, country, store }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/contacts',
    tag,
    summary: 'My address book, as far as it is kept',
    description:
      'Where only hashes are kept, a page shows those who are here, and may hold fewer than asked for.',
    query: pageQuery,
    answer: pageOf(Contact),
    run: ({ db }, { actor, query }) => listContacts(db, actor.id, query.after, query.limit),
  }),
  change({
    method: 'delete',
    path: '/api/v1/contacts',
    tag,
    summary: 'Forget my address book',
    async change(tx, { actor }) {
      await storeBook(tx, actor.id, [], 'no')
      return undefined
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/contacts/{contact}',
    tag,
    summary: 'Forget one of my contacts',
    params: z.object({ contact: id }),
    async change(tx, { actor, params }) {
      await removeContact(tx, actor.id, params.contact)
      return undefined
    },
  }),
]
