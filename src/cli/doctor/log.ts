import { type RawBuilder, sql } from 'kysely'
import { minute } from '../../clock.ts'
import type { Db } from '../../db/open.ts'
import { bad, type Finding, good } from './finding.ts'

const WRONG = 'restore a backup, and please report it'
const YEAR_2025 = Date.UTC(2025, 0, 1)

/** What must always hold in the log and the chats. Each is one statement, so that a server at work is no disturbance. */
export async function checkLog(db: Db, now: number): Promise<Finding[]> {
  return [
    await checkNumbers(db),
    await none(db, 'every position of every chat is given once', 'a position is given twice', twice),
    await none(
      db,
      'every chat knows its last position',
      'the last position is not that of the last message',
      wrongLast,
    ),
    await none(db, 'every chat knows how many members it has', 'the number of members is wrong', wrongCount),
    await none(db, 'every member hears his chats', 'a member does not follow his chat', deaf),
    await none(
      db,
      'nobody hears a chat that he is not in',
      'somebody follows a chat that he is not in',
      overheard,
    ),
    await none(
      db,
      'projects are heard by their members, and by nobody else',
      'a project is not heard by a member, or by somebody who is none',
      misheard,
    ),
    await checkClock(db, now),
  ]
}

async function one<Row>(db: Db, query: RawBuilder<Row>): Promise<Row | undefined> {
  return (await db.slowly(query.compile(db.reader)))[0]
}

/** Numbers count on without a gap from the oldest that is kept to the head. */
async function checkNumbers(db: Db): Promise<Finding> {
  const found = await one(
    db,
    sql<Record<'seq' | 'floor' | 'many' | 'lowest' | 'highest', number>>`
      select seq, floor, (select count(*) from entries) as many,
        (select coalesce(min(seq), 0) from entries) as lowest,
        (select coalesce(max(seq), 0) from entries) as highest
      from log_head where id = 1`,
  )
  if (!found) return bad(`the log has no head; ${WRONG}`)
  const { seq, floor, many, lowest, highest } = found
  if (many > 0 && highest !== seq)
    return bad(`the head of the log is ${seq}, but its last entry ${highest}; ${WRONG}`)
  if (many > 0 && lowest <= floor)
    return bad(`entry ${lowest} is below the floor ${floor} of the log; ${WRONG}`)
  if (many !== seq - floor)
    return bad(`the log has ${many} entries between ${floor} and ${seq}: a gap; ${WRONG}`)
  return good(`the log is whole: entries ${floor + 1} to ${seq}`)
}

/** The query answers the chats in which something is wrong. */
async function none(
  db: Db,
  right: string,
  wrong: string,
  query: RawBuilder<{ chat_id: string }>,
): Promise<Finding> {
  const found = await one(db, query)
  return found ? bad(`${wrong}, in chat ${found.chat_id} for one; ${WRONG}`) : good(right)
}

type InChat = { chat_id: string }

const twice = sql<InChat>`
  select chat_id from messages group by chat_id, position having count(*) > 1 limit 1`
const wrongLast = sql<InChat>`
  select chats.id as chat_id from chats
  left join (select chat_id, max(position) as newest from messages group by chat_id) as said on said.chat_id = chats.id
  where coalesce(said.newest, 0) != chats.last_position limit 1`
const wrongCount = sql<InChat>`
  select chats.id as chat_id from chats
  left join (select chat_id, count(*) as many from members group by chat_id) as there on there.chat_id = chats.id
  where coalesce(there.many, 0) != chats.member_count limit 1`
const deaf = sql<InChat>`
  select members.chat_id from members
  left join follows on follows.user_id = members.user_id
    and follows.stream = 'chat:' || members.chat_id and follows.until_seq is null
  where follows.user_id is null limit 1`
const overheard = sql<InChat>`
  select follows.stream as chat_id from follows
  left join members on members.user_id = follows.user_id and follows.stream = 'chat:' || members.chat_id
  where follows.stream like 'chat:%' and follows.until_seq is null and members.user_id is null limit 1`

const misheard = sql<InChat>`
  select members.chat_id from chats
  join members on members.chat_id = chats.id
  left join follows on follows.user_id = members.user_id
    and follows.stream = chats.host and follows.until_seq is null
  where chats.host like 'project:%' and follows.user_id is null
  union all
  select follows.stream as chat_id from follows
  left join chats on chats.host = follows.stream
  left join members on members.chat_id = chats.id and members.user_id = follows.user_id
  where follows.stream like 'project:%' and follows.until_seq is null and members.user_id is null limit 1`

async function checkClock(db: Db, now: number): Promise<Finding> {
  const newest = await one(db, sql<{ at: number | null }>`select max(at) as at from entries`)
  const time = new Date(now).toISOString()
  if (now < YEAR_2025) return bad(`the clock says ${time}; set it, and let NTP keep it right`)
  if (newest?.at && newest.at > now + minute)
    return bad(
      `the clock says ${time}, but the log has an entry of ${new Date(newest.at).toISOString()}; set the clock`,
    )
  return good(`the clock says ${time}`)
}
