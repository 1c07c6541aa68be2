import { type RawBuilder, sql } from 'kysely'

/** The condition "one of these columns holds this text somewhere", in which each letter stands for itself. */
export function holdsText(text: string, ...columns: string[]): RawBuilder<boolean> {
  const part = `%${text.replaceAll(/[!%_]/g, '!$&')}%`
  const each = columns.map((column) => sql`${sql.ref(column)} like ${part} escape '!'`)
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}
