import { CompiledQuery } from 'kysely'
import { openSqliteFile, SqliteConnection } from './sqlite.ts'

declare const self: Worker

interface Question {
  id: number
  path: string
  sql: string
  parameters: unknown[]
}

let connection: SqliteConnection | undefined

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  try {
    connection ??= new SqliteConnection(openSqliteFile(data.path, 'reader'))
    const { rows } = await connection.executeQuery(CompiledQuery.raw(data.sql, data.parameters))
    self.postMessage({ id: data.id, rows })
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error) })
  }
}
