import { type Kysely, sql } from 'kysely'
import type { DialectName } from './dialect.ts'
import type { Schema } from './schema.ts'

/** The columns of every table, in order, as the database spells them. */
export async function columnsOf(db: Kysely<Schema>, dialect: DialectName) {
  const { rows } = await columnQueries[dialect].execute(db)
  return rows.map(({ required, ...row }) => ({ ...row, nullable: !required && row.key === 0 }))
}

interface ColumnRow {
  table: string
  name: string
  type: string
  required: number | boolean
  preset: string | null
  key: number
}

const sqliteColumns = sql<ColumnRow>`
  select t.name as "table", c.name, c.type, c."notnull" as required, c.dflt_value as preset, c.pk as key
  from pragma_table_list t, pragma_table_info(t.name) c
  where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
  order by t.name, c.cid`

const postgresColumns = sql<ColumnRow>`
  select t.relname as "table", c.attname as name, format_type(c.atttypid, c.atttypmod) as type,
    c.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as preset,
    coalesce(array_position(k.indkey::int2[], c.attnum) + 1, 0) as key
  from pg_class t
  join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = c.attnum
  left join pg_index k on k.indrelid = t.oid and k.indisprimary
  where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p')
  order by t.relname, c.attnum`

/** MariaDB gives defaults as expressions, MySQL their bare text. */
const mysqlColumns = sql<ColumnRow>`
  select c.table_name as "table", c.column_name as name, c.column_type as type, c.is_nullable = 'NO' as required,
    case when version() like '%MariaDB%' then nullif(c.column_default, 'NULL')
      when c.column_default is null or c.numeric_precision is not null then c.column_default
      else quote(c.column_default) end as preset,
    coalesce(k.ordinal_position, 0) as "key"
  from information_schema.columns c
  join information_schema.tables t
    on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
  left join information_schema.key_column_usage k
    on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name
      and k.constraint_name = 'PRIMARY'
  where c.table_schema = database()
  order by c.table_name, c.ordinal_position`

const columnQueries = { sqlite: sqliteColumns, postgres: postgresColumns, mysql: mysqlColumns }
