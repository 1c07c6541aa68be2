import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { fold, username } from './names.ts'

const MOST_CHARACTERS = 40
const MOST_TRIED = 20

/** A username for somebody who has told none: what stands before the @ of his address, with a number if it is taken. */
export async function deriveUsername(db: Kysely<Schema>, email: string): Promise<string> {
  const base = baseOf(email)
  const wanted = [base, ...Array.from({ length: MOST_TRIED }, (_, i) => `${base}-${i + 2}`)].filter(isOne)
  const taken = await db
    .selectFrom('users')
    .select('username_key')
    .where('username_key', 'in', wanted.map(fold))
    .execute()
  const keys = new Set(taken.map((row) => row.username_key))
  return wanted.find((name) => !keys.has(fold(name))) ?? `${base}-${crypto.randomUUID().slice(0, 8)}`
}

const isOne = (name: string) => username.safeParse(name).success

function baseOf(email: string): string {
  const plain = email
    .split('@')[0]!
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '.')
  const cut = [...plain].slice(0, MOST_CHARACTERS).join('')
  const tidy = cut.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}]+$/u, '')
  return isOne(`${tidy}-2`) ? tidy : 'somebody'
}
