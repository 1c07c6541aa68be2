import { day } from '../clock.ts'
import type { Db } from '../db/open.ts'
import { idTime, isId } from '../id.ts'
import { fileName, mediaIdOf, type Storage, type Stored, thumbnailName } from './storage/storage.ts'

const MOST_AT_ONCE = 1000

/** What does not fit together between the rows of media and their files. */
export interface Audit {
  media: number
  /** Media whose file is not there, or not as long as it was. */
  missing: { id: string; name: string }[]
  /** Files that belong to no medium. */
  orphans: Stored[]
  /** Such files that were there before anybody was in this database: of another one, perhaps. */
  foreign: Stored[]
  /** Ids of what is left of uploads that nobody knows. */
  leftovers: string[]
}

/** Compares all rows with all files. The files are looked at first: whatever is made meanwhile has its row before. */
export async function auditMedia(db: Db, { store, staging }: Storage, now: number): Promise<Audit> {
  const files = new Map<string, Stored>()
  for await (const file of store.list()) files.set(file.name, file)
  const staged = await staging.list()
  const audit: Audit = { media: 0, missing: [], orphans: [], foreign: [], leftovers: [] }
  const known = new Set<string>()
  for await (const row of rowsOf(db)) {
    known.add(row.id)
    if (row.state !== 'ready') continue
    audit.media++
    const whole = files.get(fileName(row.id))?.bytes === row.bytes
    const small =
      row.thumbnail_bytes === null || files.get(thumbnailName(row.id))?.bytes === row.thumbnail_bytes
    if (!whole || !small) audit.missing.push({ id: row.id, name: row.name })
  }
  const begin = await beginOf(db)
  for (const file of files.values()) {
    if (belongs(file, known, now)) continue
    const id = mediaIdOf(file.name)
    if (isId(id) && idTime(id) >= begin) audit.orphans.push(file)
    else audit.foreign.push(file)
  }
  audit.leftovers = staged.filter((id) => !known.has(id))
  return audit
}

async function* rowsOf({ reader }: Db) {
  for (let after = ''; ; ) {
    const rows = await reader
      .selectFrom('media')
      .select(['id', 'state', 'name', 'bytes', 'thumbnail_bytes'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(MOST_AT_ONCE)
      .execute()
    yield* rows
    if (rows.length < MOST_AT_ONCE) return
    after = rows.at(-1)!.id
  }
}

/** A name that is neither of the two is one between two names; it may be so at this very moment. */
function belongs({ name, writtenAt }: Stored, known: Set<string>, now: number): boolean {
  const id = mediaIdOf(name)
  if (name === fileName(id) || name === thumbnailName(id)) return known.has(id)
  return writtenAt > now - day
}

/** When the first account was made; no medium of this database is older. */
async function beginOf({ reader }: Db): Promise<number> {
  const { begin } = await reader
    .selectFrom('users')
    .select((is) => is.fn.min('created_at').as('begin'))
    .executeTakeFirstOrThrow()
  return begin ?? Number.POSITIVE_INFINITY
}

/** Removes what belongs to nothing. */
export async function removeOrphans(
  { store, staging }: Storage,
  { orphans, leftovers }: Audit,
): Promise<void> {
  for (const { name } of orphans) await store.remove(name)
  for (const id of leftovers) await staging.remove(id)
}
