import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema, SiteItemRow } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { notFound, Problem } from '../problem.ts'
import { requireAdmin } from '../users/moderate.ts'

export const kinds = ['setting', 'image', 'member', 'video', 'link'] as const
export type Kind = (typeof kinds)[number]

/** What an item says, as its kind has it. Settings are found by their `name`, so each is there once. */
export type Fields = Record<string, string | boolean>

export interface Item {
  id: string
  fields: Fields
}

const toItem = ({ id, fields }: Pick<SiteItemRow, 'id' | 'fields'>): Item => ({
  id,
  fields: JSON.parse(fields) as Fields,
})

const nameIn = (kind: Kind, fields: Fields) => (kind === 'setting' ? String(fields.name) : null)

/** Everything of a kind, the oldest first. */
export async function listItems(db: Kysely<Schema>, kind: Kind): Promise<Item[]> {
  const rows = await db
    .selectFrom('site_items')
    .select(['id', 'fields'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()
  return rows.map(toItem)
}

/** @throws Problem not_found */
export async function findItem(
  db: Kysely<Schema>,
  kind: Kind,
  by: { id: string } | { name: string },
): Promise<Item> {
  const query = db.selectFrom('site_items').select(['id', 'fields']).where('kind', '=', kind)
  const row = await ('id' in by
    ? query.where('id', '=', by.id)
    : query.where('name', '=', by.name)
  ).executeTakeFirst()
  if (!row) throw notFound(kind)
  return toItem(row)
}

/** For admins of the server, as is everything that changes the site. @throws Problem forbidden, conflict */
export async function addItem(tx: Tx, actor: Actor, kind: Kind, fields: Fields): Promise<Item> {
  await requireAdmin(tx, actor)
  return putItem(tx, kind, fields, newId())
}

/** The same, whoever does it. @throws Problem conflict */
export async function putItem(tx: Tx, kind: Kind, fields: Fields, id: string): Promise<Item> {
  const name = nameIn(kind, fields)
  await requireFree(tx, kind, name, undefined)
  const times = { created_at: tx.at, updated_at: tx.at }
  await tx.db
    .insertInto('site_items')
    .values({ id, kind, name, fields: JSON.stringify(fields), ...times })
    .execute()
  return { id, fields }
}

/** @throws Problem forbidden, not_found, conflict */
export async function editItem(tx: Tx, actor: Actor, kind: Kind, id: string, fields: Fields): Promise<Item> {
  await requireAdmin(tx, actor)
  await findItem(tx.db, kind, { id })
  const name = nameIn(kind, fields)
  await requireFree(tx, kind, name, id)
  await tx.db
    .updateTable('site_items')
    .set({ name, fields: JSON.stringify(fields), updated_at: tx.at })
    .where('id', '=', id)
    .execute()
  return { id, fields }
}

/** @throws Problem forbidden, not_found */
export async function removeItem(tx: Tx, actor: Actor, kind: Kind, id: string): Promise<void> {
  await requireAdmin(tx, actor)
  await findItem(tx.db, kind, { id })
  await tx.db.deleteFrom('site_items').where('id', '=', id).execute()
}

async function requireFree({ db }: Tx, kind: Kind, name: string | null, exceptId: string | undefined) {
  if (name === null) return
  const query = db.selectFrom('site_items').select('id').where('kind', '=', kind).where('name', '=', name)
  const other = await query.executeTakeFirst()
  if (other && other.id !== exceptId) throw new Problem('conflict', 'There is a setting of this name already')
}
