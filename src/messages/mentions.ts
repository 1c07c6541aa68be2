import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { fold } from '../users/names.ts'

const mention = /(?<![\p{L}\p{N}_@])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}_-])?)/gu
const MOST_MENTIONS = 50

/** The usernames, folded, that a text mentions. */
export function mentionedIn(text: string): string[] {
  if (!text.includes('@')) return []
  const names = [...text.matchAll(mention)].map((match) => fold(match[1]!))
  return [...new Set(names)].slice(0, MOST_MENTIONS)
}

/** For each text that is said in a chat, the ids of the members it mentions, in order. */
export async function resolveMentions(
  db: Kysely<Schema>,
  said: { chatId: string; text: string }[],
): Promise<string[][]> {
  const wanted = said.map(({ text }) => mentionedIn(text))
  const names = [...new Set(wanted.flat())]
  if (names.length === 0) return said.map(() => [])
  const chatIds = [...new Set(said.filter((_, i) => wanted[i]!.length > 0).map(({ chatId }) => chatId))]
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.chat_id', 'users.username_key', 'users.id'])
    .where('members.chat_id', 'in', chatIds)
    .where('users.username_key', 'in', names)
    .execute()
  const ids = new Map(rows.map((row) => [`${row.chat_id} ${row.username_key}`, row.id]))
  return said.map(({ chatId }, i) => wanted[i]!.flatMap((name) => ids.get(`${chatId} ${name}`) ?? []).sort())
}
