import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/open.ts'
import { gameStream } from '../../log/entry.ts'

const MOST_REMEMBERED = 20_000

/** The room to whose board a chat belongs, and what is played there; undefined for every other chat. */
export interface GameTable {
  id: string
  name: string
  game_key: string
}

/** Whose chat it is never changes, nor what is played in a room: remembered, since every message asks for it. */
export function openHosts({ reader }: Pick<Db, 'reader'>) {
  const known = new LRUCache<string, { table: GameTable | undefined }>({ max: MOST_REMEMBERED })
  return async function tableOf(chatId: string): Promise<GameTable | undefined> {
    const before = known.get(chatId)
    if (before) return before.table
    const chat = await reader.selectFrom('chats').select('host').where('id', '=', chatId).executeTakeFirst()
    const host = chat?.host ?? ''
    const table = host.startsWith(gameStream(''))
      ? await reader
          .selectFrom('rooms')
          .select(['id', 'name', 'game_key'])
          .where('id', '=', host.slice(gameStream('').length))
          .executeTakeFirst()
      : undefined
    if (chat) known.set(chatId, { table })
    return table
  }
}
