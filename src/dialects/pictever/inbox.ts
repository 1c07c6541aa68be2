import type { House, Proven } from '../../http/house.ts'
import { findMark, markPlace } from '../../log/marks.ts'
import { gapBefore, readAfter, readHead } from '../../log/read.ts'
import type { Message } from '../../messages/message.ts'
import { listReceived } from '../../messages/received.ts'
import type { People } from '../people.ts'

const MOST = 5000
/** A place that lies further back than this is noted anew, so that nobody looks through the same part again and again. */
const FAR = 10_000
const NOTHING = { past: [], cut: false }

/** A message that has come, or has come back. */
export interface Arrival {
  message: Message
  /** UTC milliseconds. */
  at: number
}

export interface Inbox {
  /** Seconds; handed back for what comes after this. */
  ts: number
  arrivals: Arrival[]
}

/**
 * What has come to somebody after a time. The times that we give out stand for places in the log, so that whoever hands
 * one back misses nothing and gets nothing twice, however much came in one instant. Another time, such as that of his own
 * clock or 0, is taken as what it is.
 */
export async function readInbox(house: House, people: People, actor: Proven, ts: number): Promise<Inbox> {
  const { db } = house
  const head = await readHead(db)
  const place = await findMark(db.reader, actor.id, Math.round(ts * 100))
  const known = place && gapBefore(place, head) === undefined ? place : undefined
  const { past, cut } = known ? NOTHING : await readPast(house, actor.id, Math.round(ts * 1000))
  // The rest comes after the time of the last of these.
  if (cut) return { ts: past.at(-1)!.created_at / 1000, arrivals: past.map(asArrival) }
  const from = known?.seq ?? head.seq
  const { arrivals, seq } = await follow(house, people, actor.id, from)
  const seen = new Set(past.map(({ id }) => id))
  const all = [
    ...past.map(asArrival),
    // What was said while the past was read stands in both.
    ...arrivals.filter(({ message, at }) => at !== message.created_at || !seen.has(message.id)),
  ]
  if (known && all.length === 0 && seq - from < FAR) return { ts, arrivals: [] }
  const mark = await house.commit((tx) => markPlace(tx, actor.id, { epoch: head.epoch, seq }))
  return { ts: mark / 100, arrivals: all }
}

/** What came after a time, and whether that is only the first part of it, up to the end of a millisecond. */
async function readPast({ db }: House, userId: string, since: number) {
  for (let most = MOST; ; most *= 4) {
    const past = await listReceived(db.reader, userId, since, most + 1)
    if (past.length <= most) return { past, cut: false }
    const end = past.at(-1)!.created_at
    const whole = past.filter(({ created_at }) => created_at < end)
    if (whole.length > 0) return { past: whole, cut: true }
  }
}

const asArrival = (message: Message): Arrival => ({ message, at: message.created_at })

async function follow({ db }: House, people: People, userId: string, after: number) {
  const arrivals: Arrival[] = []
  let seq = after
  for (let complete = false; !complete && arrivals.length < MOST; ) {
    const page = await readAfter(db, userId, seq)
    seq = page.seq
    complete = page.complete
    for (const { kind, body, at } of page.entries) {
      const { message } = (isArrival(kind) ? JSON.parse(body) : undefined) ?? {}
      const isMine = message && (kind === 'message.returned' || (await isToMe(people, userId, message)))
      if (isMine) arrivals.push({ message, at })
    }
  }
  return { arrivals, seq }
}

const isArrival = (kind: string) => kind === 'message.sent' || kind === 'message.returned'

/** In a direct chat the other one writes to me; in my notes I do. Groups are not for these apps. */
async function isToMe(people: People, userId: string, { chat_id, sender_id }: Message): Promise<boolean> {
  const peer = await people.peer(chat_id, userId)
  return peer !== undefined && (peer === userId || sender_id !== userId)
}
