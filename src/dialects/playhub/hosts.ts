import { LRUCache } from 'lru-cache'
import { hostOf } from '../../chats/hosted.ts'
import type { Db } from '../../db/open.ts'
import { roomOfHost } from '../../games/find-room.ts'

const MOST_REMEMBERED = 20_000

/** What is played beside a chat, by the key of the game; undefined for every other chat. */
type GameOf = (chatId: string) => Promise<string | undefined>

/** Whose chat it is never changes, nor what is played in a room: remembered, since every message asks for it. */
export function openHosts({ reader }: Pick<Db, 'reader'>): GameOf {
  const known = new LRUCache<string, { game: string | undefined }>({ max: MOST_REMEMBERED })
  return async (chatId) => {
    const before = known.get(chatId)
    if (before) return before.game
    const host = await hostOf(reader, chatId)
    const game = (await roomOfHost(reader, host ?? ''))?.game_key
    if (host !== undefined) known.set(chatId, { game })
    return game
  }
}
