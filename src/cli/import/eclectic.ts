import type { Fields, Kind } from '../../site/items.ts'
import { key, maybeKey, number, type Row, time, words, yes } from './fields.ts'
import { type Item, Unfit } from './item.ts'

const shelves: Record<string, Kind> = {
  settings: 'setting',
  bandimage: 'image',
  bandmember: 'member',
  bandvideo: 'video',
  sociallink: 'link',
}
const columns = ['name', 'value', 'src', 'filename', 'description', 'caption', 'img_url', 'text', 'href_url']

/** Users, events, and what else stands on the site. */
export function fromEclectic(table: string, row: Row): Item[] {
  if (table === 'user')
    return [
      {
        is: 'user',
        key: key(row, 'id'),
        number: number(row),
        username: words(row, 400, 'username'),
        email: words(row, 400, 'email'),
        hash: words(row, 1000, 'password'),
        about: words(row, 1000, 'about'),
        isAdmin: row.scope === 'admin',
        at: time(row, 'created_date'),
      },
    ]
  if (table === 'event')
    return [
      {
        is: 'event',
        key: key(row, 'id'),
        organizer: maybeKey(row, 'created_by_user_id'),
        date: words(row, 40, 'date')?.slice(0, 10) ?? '',
        time: words(row, 100, 'time') ?? '',
        venue: words(row, 256, 'venue') ?? '',
        address: words(row, 500, 'address') ?? '',
      },
    ]
  const kind = Object.hasOwn(shelves, table) ? shelves[table] : undefined
  return kind ? [{ is: 'site', key: key(row, 'id'), kind, fields: fieldsOf(kind, row) }] : []
}

/** Clients look for these, also where nothing stands in them. */
const mayBeBlank: Record<Kind, string[]> = {
  setting: ['value'],
  image: [],
  member: ['img_url', 'text'],
  video: ['description'],
  link: ['img_url', 'text'],
}

function fieldsOf(kind: Kind, row: Row): Fields {
  const fields: Fields = {}
  for (const column of columns) {
    const text = words(row, 10_000, column)
    if (text !== undefined) fields[column] = text
  }
  if (kind === 'setting' && fields.name === undefined) throw new Unfit('name is missing')
  for (const column of mayBeBlank[kind]) fields[column] ??= ''
  if (kind === 'video') fields.youtube = yes(row, 'youtube')
  return fields
}
