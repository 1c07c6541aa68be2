import { findMuted, isMuted } from '../chats/mute.ts'
import { countUnreadChats } from '../chats/unread.ts'
import type { Tx } from '../db/commit.ts'
import type { House } from '../http/house.ts'
import { isRead } from './is-read.ts'

/** By what it becomes needless to tell somebody of a message. */
export interface Unless {
  read: { chat_id: string; position: number }
  /** When it was said, UTC milliseconds; not there where he is to be told even if he has muted the chat. */
  muted_at?: number
  /** Something before it, of which he has been told nothing else: until that is read he is to be told all the same. */
  called_position?: number
}

/** What those who tell people on their devices have to know of chats. */
export function openTelling({ db, clock }: House) {
  return {
    isRead,
    countUnread: (userId: string) => countUnreadChats(db, userId, clock.now()),
    findMuted: (tx: Tx, chatIds: string[], after: number) => findMuted(tx.db, chatIds, after),
    /** Has he read it, or muted the chat, before he was told? */
    async isNeedless(unless: unknown, userId: string | null): Promise<boolean> {
      const { read, muted_at, called_position } = unless as Partial<Unless>
      if (read === undefined || userId === null) return false
      if (await isRead(db, userId, read)) return true
      if (muted_at === undefined || !(await isMuted(db.reader, userId, read.chat_id, muted_at))) return false
      return called_position === undefined || isRead(db, userId, { ...read, position: called_position })
    },
  }
}
