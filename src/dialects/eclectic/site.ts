import { change, type Endpoint, openEndpoint } from '../../http/endpoint.ts'
import { id, text, z } from '../../http/schemas.ts'
import {
  addItem,
  editItem,
  type Fields,
  findItem,
  type Item,
  type Kind,
  listItems,
  removeItem,
} from '../../site/items.ts'
import { Done, done, wrap, wrapped, yesOrNo } from './envelope.ts'

const tag = 'eclectic'

const name = text(256, 1).trim().min(1, 'must not be blank')
const some = text(2000, 1)

/** An address of the web, or a path on the site: nothing that a browser would run. */
function isOfTheWeb(src: string): boolean {
  const base = 'https://site.invalid'
  return URL.canParse(src, base) && /^https?:$/.test(new URL(src, base).protocol)
}

interface Shelf {
  kind: Kind
  path: string
  one: string
  body: z.ZodObject
  example: Fields
}

const shelves: Shelf[] = [
  {
    kind: 'setting',
    path: '/settings',
    one: 'Setting',
    body: z.object({ name, value: text(10_000) }),
    example: { name: 'BAND_MOTTO', value: 'Play it again' },
  },
  {
    kind: 'image',
    path: '/bandimages',
    one: 'Image',
    body: z.object({
      filename: some.optional(),
      caption: text(2000).optional(),
      src: some.optional(),
      description: text(2000).optional(),
    }),
    example: { filename: 'stage.jpg', caption: 'On stage' },
  },
  {
    kind: 'member',
    path: '/bandmembers',
    one: 'Member',
    body: z.object({ name, img_url: text(2000).default(''), text: text(10_000).default('') }),
    example: { name: 'Ann', img_url: '/files/ann.jpg', text: 'Bass' },
  },
  {
    kind: 'video',
    path: '/bandvideos',
    one: 'Video',
    body: z
      .object({
        src: some.refine(isOfTheWeb, 'must be an address that begins with https://, or a path'),
        description: text(2000).default(''),
        youtube: yesOrNo.default(false),
      })
      .refine(({ src, youtube }) => !youtube || URL.canParse(src), {
        path: ['src'],
        error: 'must be an address that begins with https://',
      }),
    example: { src: 'https://www.youtube.com/watch?v=1', description: 'Live', youtube: true },
  },
  {
    kind: 'link',
    path: '/sociallinks',
    one: 'Link',
    body: z.object({
      href_url: z.url({ protocol: /^https?$|^mailto$/, error: 'must be an address' }).max(2000),
      img_url: text(2000).default(''),
      text: text(2000).default(''),
    }),
    example: { href_url: 'https://social.example.org/band', img_url: '', text: 'Follow us' },
  },
]

const toRow = ({ id, fields }: Item) => ({ id, ...fields })

/** Reading is for everybody; changing for admins of the server. */
function shelfCalls({ kind, path, one, body, example }: Shelf): Endpoint[] {
  const Row = z
    .looseObject({ id: z.string() })
    .openapi({ example: { id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21', ...example } })
  const filled = body
    .refine(
      (given) => Object.keys(given).length > 0,
      `must have some of ${Object.keys(body.shape).join(', ')}`,
    )
    .openapi({ example })
  const params = z.object({ item: id })
  const shared = { tag, params }
  return [
    openEndpoint({
      method: 'get',
      path,
      tag,
      summary: `${one}s`,
      answer: wrapped(z.array(Row)),
      run: async ({ db }) => wrap(`${one}s`, (await listItems(db.reader, kind)).map(toRow)),
    }),
    openEndpoint({
      ...shared,
      method: 'get',
      path: `${path}/{item}`,
      summary: one,
      answer: wrapped(Row),
      run: async ({ db }, call) =>
        wrap(one, toRow(await findItem(db.reader, kind, { id: call.params.item }))),
    }),
    change({
      method: 'post',
      path,
      tag,
      summary: `Create: ${one.toLowerCase()}`,
      body: filled,
      answer: wrapped(Row),
      change: async (tx, { actor, body }) =>
        wrap(`${one} created`, toRow(await addItem(tx, actor, kind, body as Fields))),
    }),
    change({
      ...shared,
      method: 'put',
      path: `${path}/{item}`,
      summary: `Change: ${one.toLowerCase()}`,
      body: filled,
      answer: wrapped(Row),
      change: async (tx, { actor, params, body }) =>
        wrap(`${one} updated`, toRow(await editItem(tx, actor, kind, params.item, body as Fields))),
    }),
    change({
      ...shared,
      method: 'delete',
      path: `${path}/{item}`,
      summary: `Delete: ${one.toLowerCase()}`,
      answer: Done,
      async change(tx, { actor, params }) {
        await removeItem(tx, actor, kind, params.item)
        return done(`${one} deleted`)
      },
    }),
  ]
}

export const siteCalls: Endpoint[] = [
  openEndpoint({
    method: 'get',
    path: '/settings/name/{name}',
    tag,
    summary: 'A setting, by its name',
    params: z.object({ name }),
    answer: wrapped(z.object({ id: z.string(), name: z.string(), value: z.string() })),
    async run({ db }, { params }) {
      const found = await findItem(db.reader, 'setting', params)
      return wrap('Setting', toRow(found) as { id: string; name: string; value: string })
    },
  }),
  ...shelves.flatMap(shelfCalls),
]
