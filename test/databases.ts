import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { upgrade } from '../src/db/migrate.ts'
import { openDb } from '../src/db/open.ts'
import { noteRan } from './note-ran.ts'
import { pool, reachableServers, type Server } from './servers.ts'

/** A place for one test's data: a fresh database of one kind, and a folder. */
export interface Place {
  databaseUrl: string
  dataDir: string
  remove(): Promise<void>
}

export interface Database {
  name: 'sqlite' | Server['name']
  /** May several processes work on it? */
  isShared: boolean
  fresh(): Promise<Place>
}

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'parley-test-'))
}

let migrated: Promise<Uint8Array> | undefined

/** A file with every table. Migrating takes a while, so it is done once, and each test gets a copy. */
async function migratedFile(): Promise<Uint8Array> {
  migrated ??= makeFile()
  return migrated
}

async function makeFile(): Promise<Uint8Array> {
  const folder = freshFolder()
  const path = join(folder, 'parley.sqlite')
  const db = openDb(`sqlite:${path}`)
  await upgrade(db)
  await db.close()
  const bytes = readFileSync(path)
  rmSync(folder, { recursive: true })
  return bytes
}

const sqlite: Database = {
  name: 'sqlite',
  isShared: false,
  async fresh() {
    noteRan('sqlite')
    const dataDir = freshFolder()
    const path = join(dataDir, 'parley.sqlite')
    writeFileSync(path, await migratedFile(), { mode: 0o600 })
    return {
      databaseUrl: `sqlite:${path}`,
      dataDir,
      async remove() {
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  },
}

function on(server: Server): Database {
  const { take, giveBack } = pool(server)
  return {
    name: server.name,
    isShared: true,
    async fresh() {
      noteRan(server.name)
      const name = await take()
      const dataDir = freshFolder()
      return {
        databaseUrl: server.url(name),
        dataDir,
        async remove() {
          await giveBack(name)
          rmSync(dataDir, { recursive: true, force: true })
        },
      }
    },
  }
}

const servers = (await reachableServers()).map(on)

/** Where everything is tried many times, each file has every server; else its name decides which one, or none. */
function* forThisFile() {
  yield sqlite
  const name = relative(join(import.meta.dir, '..'), Bun.main)
  const sum = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  if (process.env.PARLEY_TEST_THOROUGH) yield* servers
  else yield* servers.slice(sum % 3, (sum % 3) + 1)
}

/**
 * Every database that this machine offers. The tests of every verb run on each; to go through them gives those that
 * are this file's turn.
 */
export const databases: Database[] = Object.assign([sqlite, ...servers], { [Symbol.iterator]: forThisFile })

/** Those of them on which several processes may work. */
export const shared: Iterable<Database> = {
  *[Symbol.iterator]() {
    for (const database of databases) if (database.isShared) yield database
  },
}
