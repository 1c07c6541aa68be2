import { readFileSync } from 'node:fs'
import type { z } from 'zod'

/**
 * Reads a table that the operator keeps in a JSON file.
 * @throws Error that names the setting, the file and the place in it that is wrong
 */
export function readTable<Row>(
  setting: string,
  path: string,
  rows: z.ZodType<Row[]>,
  keyOf: (row: Row) => string,
): Row[] {
  const wrong = (reason: string) => new Error(`${setting}: ${path} ${reason}`)
  const read = rows.safeParse(parse(path, wrong))
  if (!read.success) {
    const [issue] = read.error.issues
    throw wrong(`is wrong at ${issue!.path.join('.') || 'the top'}: ${issue!.message}`)
  }
  if (read.data.length === 0) throw wrong('is empty')
  const keys = read.data.map(keyOf)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw wrong(`has the key ${twice} twice`)
  return read.data
}

function parse(path: string, wrong: (reason: string) => Error): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw wrong(`cannot be read: ${(error as Error).message}`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw wrong(`is not JSON: ${(error as Error).message}`)
  }
}
