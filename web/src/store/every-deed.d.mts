import type { Entry } from '../../../sdk/src/parley.ts'
import type { Announcement, Chat, Me, Member, Message, Scheduled, User } from './things.ts'

// The server's own sources are checked without the types of a browser; here stands what a test needs of it.

/** Everything that somebody is told when he asks. */
export interface Told {
  me: Me
  blocks: User[]
  rooms: { chat: Chat; members: Member[]; messages: Message[]; pins: Message[] }[]
  scheduled: Scheduled[]
  announced: Announcement[]
}

/**
 * Makes every call of the API that changes something, on a real server, each in a world of its own. For each of the
 * people there: what he was told before, the entries since, and what he is told now.
 */
export function everyDeed(
  hear: (what: string, known: Told, entries: Entry[], now: Told) => void,
): Promise<void>
