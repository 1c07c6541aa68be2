import type { Column, Shape } from '../db/shape.ts'

/** Statements for both directions, and what no statement could be written for, or only a doubtful one. */
export interface Differences {
  up: string[]
  down: string[]
  doubts: string[]
}

/** The steps from the schema as declared to that which is there, and back. */
export function differences(declared: Shape, there: Shape): Differences {
  const found: Differences = { up: [], down: [], doubts: [] }
  for (const [table, columns] of there) {
    const before = declared.get(table)
    if (before) compare(table, before, columns, found)
    else step(found, createTable(table, columns), dropTable(table), columns)
  }
  for (const [table, columns] of declared)
    if (!there.has(table)) step(found, dropTable(table), createTable(table, columns), columns)
  found.down.reverse()
  return found
}

function step(found: Differences, up: string, down: string, columns: Column[]): void {
  found.up.push(up)
  found.down.push(down)
  for (const column of columns)
    for (const doubt of doubtsOf(column, up + down))
      found.doubts.push(`${column.table}.${column.name}: ${doubt}`)
}

function compare(table: string, before: Column[], after: Column[], found: Differences): void {
  for (const column of after) {
    const known = before.find(({ name }) => name === column.name)
    if (!known) step(found, addColumn(column), dropColumn(column), [column])
    else if (tell(known) !== tell(column))
      found.doubts.push(
        `${table}.${column.name} is ${tell(column)} here, and ${tell(known)} as declared; not every database can change that`,
      )
  }
  for (const column of before)
    if (!after.some(({ name }) => name === column.name))
      step(found, dropColumn(column), addColumn(column), [column])
}

function doubtsOf({ type, nullable, preset }: Column, steps: string): string[] {
  const doubts: string[] = []
  if (steps.includes('alterTable') && !nullable && preset === null)
    doubts.push('a column that is added and may not be null needs a default, in whichever direction')
  if (!isPlain(type)) doubts.push(`its type "${type}" may not be known to every database`)
  if (preset !== null && !isLiteral(preset)) doubts.push(`its default ${preset} is left out`)
  return doubts
}

function tell({ type, nullable, preset, key }: Column): string {
  const parts = [type, nullable ? '' : 'not null', preset === null ? '' : `default ${preset}`]
  return [...parts, key > 0 ? 'key' : ''].filter((part) => part !== '').join(' ')
}

const isPlain = (type: string) =>
  /^(bigint|blob|boolean|date|double precision|integer|real|smallint|text|varchar\(\d+\))$/.test(type)
const isLiteral = (preset: string) => /^('(?:[^']|'')*'|-?\d+(\.\d+)?|true|false)$/i.test(preset)

const quoted = (name: string) => `'${name.replace(/[\\']/g, '\\$&')}'`
const fragment = (text: string) => `sql\`${text.replace(/[\\`$]/g, '\\$&')}\``

function createTable(table: string, columns: Column[]): string {
  const key = columns.filter((column) => column.key > 0).sort((one, other) => one.key - other.key)
  const lines = columns.map((column) => `      .addColumn(${columnText(column, key.length === 1)})`)
  if (key.length > 1) {
    const names = key.map(({ name }) => quoted(name)).join(', ')
    lines.push(`      .addPrimaryKeyConstraint(${quoted(`${table}_pk`)}, [${names}])`)
  }
  return ['    await db.schema', `      .createTable(${quoted(table)})`, ...lines, '      .execute()'].join(
    '\n',
  )
}

const dropTable = (table: string) => `    await db.schema.dropTable(${quoted(table)}).execute()`
const alterTable = (table: string) => `    await db.schema.alterTable(${quoted(table)})`
const addColumn = (column: Column) =>
  `${alterTable(column.table)}.addColumn(${columnText(column, false)}).execute()`
const dropColumn = ({ table, name }: Column) => `${alterTable(table)}.dropColumn(${quoted(name)}).execute()`

function columnText({ name, type, nullable, preset, key }: Column, alone: boolean): string {
  const rules = []
  if (key > 0 && alone) rules.push('primaryKey()')
  else if (!nullable) rules.push('notNull()')
  if (preset !== null && isLiteral(preset)) rules.push(`defaultTo(${fragment(preset)})`)
  const parts = [quoted(name), typeText(type)]
  return [...parts, ...(rules.length > 0 ? [`(c) => c.${rules.join('.')}`] : [])].join(', ')
}

function typeText(type: string): string {
  if (type === 'blob') return 'blobType(dialect)'
  return isPlain(type) ? quoted(type) : fragment(type)
}

const imports = (what: string, from: string) => `import ${what} from ${quoted(from)}\n`

/** The file of a migration; without differences, one to be filled in. */
export function migrationText(constant: string, found?: Differences): string {
  const body = (steps?: string[]) => steps?.join('\n') ?? '    // To be filled in.'
  const all = [...(found?.up ?? []), ...(found?.down ?? [])].join('\n')
  const perDatabase = all.includes('blobType(dialect)')
  return `import ${all.includes('sql`') ? '{ type Kysely, sql }' : 'type { Kysely }'} from 'kysely'
${perDatabase ? imports('{ blobType, type DialectName }', '../dialect.ts') : ''}${imports('type { Schema }', '../schema.ts')}
export const ${constant} = ${perDatabase ? '(dialect: DialectName) => (' : ''}{
  async up(db: Kysely<Schema>) {
${body(found?.up)}
  },

  async down(db: Kysely<Schema>) {
${body(found?.down)}
  },
}${perDatabase ? ')' : ''}
`
}
