import type { Config } from '../../config.ts'
import { migrations } from '../../db/migrate.ts'
import type { Db } from '../../db/open.ts'
import { type Audit, auditMedia, removeOrphans } from '../../media/audit.ts'
import { openStorage, type Storage, type Stored } from '../../media/storage/storage.ts'
import { thumbnailer } from '../../media/thumbnail.ts'
import { exists, withNewDb } from '../open.ts'
import { reasonOf } from '../reason.ts'
import { bad, type Finding, good, odd } from './finding.ts'

const MEBIBYTE = 1024 * 1024

/** The files of media: none is missing, and none is left over. What is left over is removed, if that is asked for. */
export async function checkMedia(config: Config, now: number, cleans: boolean): Promise<Finding[]> {
  const storage = openStorage(config)
  try {
    const found = [await checkThumbnailer()]
    if (!exists(config.databaseUrl)) return found
    return await withNewDb(async (db) => {
      // What is wrong with the tables themselves was said before.
      const known = await migrations(db)
      if (known.some(({ executedAt }) => !executedAt)) return found
      return [...found, ...(await compare(db, storage, now, cleans))]
    }, config.databaseUrl)
  } catch (error) {
    return [bad(`the files of media cannot be looked at, in ${storage.store.where}: ${reasonOf(error)}`)]
  }
}

async function checkThumbnailer(): Promise<Finding> {
  const version = await thumbnailer()
  if (version) return good(`sharp ${version} makes thumbnails`)
  return odd('sharp is not installed, so pictures have no thumbnails; "npm install" gets it where it can')
}

async function compare(db: Db, storage: Storage, now: number, cleans: boolean): Promise<Finding[]> {
  const audit = await auditMedia(db, storage, now)
  const { missing, foreign, media } = audit
  const { where } = storage.store
  const [one] = missing
  const whole = one
    ? bad(
        `of ${missing.length} media the file is missing or not whole, ${one.id} for one (${one.name}); restore ${where}`,
      )
    : good(`the files of all ${media} media are there, in ${where}`)
  const found = [whole, await checkOrphans(storage, audit, cleans)]
  if (foreign.length === 0) return found
  return [
    ...found,
    odd(
      `${manyFiles(foreign)} in ${where} are not of this database: is it the right one? Look before you remove them`,
    ),
  ]
}

async function checkOrphans(storage: Storage, audit: Audit, cleans: boolean): Promise<Finding> {
  const { orphans, leftovers } = audit
  const many = `${manyFiles(orphans)} and what is left of ${leftovers.length} uploads`
  if (orphans.length + leftovers.length === 0) return good('no file is left over')
  if (!cleans) return odd(`${many} belong to nothing; "parley doctor --clean" removes them`)
  await removeOrphans(storage, audit)
  return good(`removed ${many}, which belonged to nothing`)
}

function manyFiles(files: Stored[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return `${files.length} files (${Math.ceil(bytes / MEBIBYTE)} MiB)`
}
