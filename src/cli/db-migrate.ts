import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noteApplied } from '../db/migrate.ts'
import type { Db } from '../db/open.ts'
import { declaredShape, shapeOf } from '../db/shape.ts'
import { differences, migrationText } from './migration-text.ts'
import { requireMigrated } from './open.ts'
import type { Terminal } from './terminal.ts'

const nothingDiffers = 'nothing to write: the migrations make the same columns'

export interface WantedMigration {
  message: string
  empty?: boolean
}

/**
 * Writes a migration that makes of an empty database what this one is, and adds it to `migrate.ts`. Tables and columns
 * are compared, no indexes. What this database has already is noted there as applied.
 * @param folder where `migrate.ts` and `migrations/` lie
 * @throws Error where there is no source to write to, or migrations are missing
 */
export async function migrateDb(
  db: Db,
  { message, empty = false }: WantedMigration,
  { say }: Terminal,
  folder = join(import.meta.dir, '..', 'db'),
): Promise<void> {
  if (!existsSync(join(folder, 'migrate.ts')))
    throw new Error('Migrations are written into the source of Parley, which this program does not carry')
  await requireMigrated(db)
  const found = empty ? undefined : differences(await declaredShape(db), await shapeOf(db.reader, db.dialect))
  for (const doubt of found?.doubts ?? []) say(`by hand   ${doubt}`)
  if (found?.up.length === 0)
    return say(found.doubts.length > 0 ? 'nothing to write besides' : nothingDiffers)
  const { name, constant } = namesFor(folder, message)
  const text = migrationText(constant, found)
  const list = withMigration(readFileSync(join(folder, 'migrate.ts'), 'utf8'), name, constant, text)
  const path = join(folder, 'migrations', `${name}.ts`)
  writeFileSync(path, text, { flag: 'wx' })
  writeFileSync(join(folder, 'migrate.ts'), list)
  say(`wrote     ${path}, and its lines in migrate.ts`)
  if (!found) return say('fill it in, and describe in schema.ts what it makes')
  await noteApplied(db, name)
  say('noted as applied here: this database has it already')
  say('look it over, add indexes, unique and foreign keys, and describe in schema.ts what it makes')
}

/** The next free number and the message, as the name of a file and of a constant. @throws Error */
function namesFor(folder: string, message: string) {
  const words = wordsOf(message)
  const numbers = readdirSync(join(folder, 'migrations')).map((file) => Number.parseInt(file, 10) || 0)
  const number = String(Math.max(0, ...numbers) + 1).padStart(3, '0')
  return { name: [number, ...words].join('-'), constant: constantOf(words) }
}

/** `migrate.ts` with one migration more, at the end of both of its lists. @throws Error */
function withMigration(before: string, name: string, constant: string, text: string): string {
  if (new RegExp(`\\b${constant}\\b`).test(before))
    throw new Error(`There is a "${constant}" in migrate.ts already; call this migration by another message`)
  const file = `'./migrations/${name}.ts'`
  const line = `import { ${constant} } from ${file}\n`
  const entry = `    '${name}': ${constant}${text.includes('(dialect: DialectName)') ? '(dialect)' : ''},\n`
  const after = before
    .replace(
      /import [^\n]*'\.\/migrations\/[^\n]*\n(?!import [^\n]*'\.\/migrations\/)/,
      (last) => last + line,
    )
    .replace(/ *'\d{3}-[^\n]*\n(?! *'\d{3}-)/, (last) => last + entry)
  if (!after.includes(line) || !after.includes(entry))
    throw new Error('Expected migrate.ts to list one migration in a line; nothing is written')
  return after
}

function wordsOf(message: string): string[] {
  const plain = message.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[a-z0-9]+/g) ?? []
  if (words.length === 0 || words.join('-').length > 36)
    throw new Error('Expected a message of a few words, at most 36 letters, which name the migration')
  return words
}

/** "add colour" is `addColour`. One word alone may be one of the language, such as "delete". */
function constantOf(words: string[]): string {
  const [first, ...rest] = words.length === 1 || /^\d/.test(words[0]!) ? ['change', ...words] : words
  return first + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
}
