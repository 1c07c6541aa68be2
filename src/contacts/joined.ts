import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import { lockCounter } from '../db/numbers.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { blockedAmong } from '../users/block.ts'
import { findUser, toCard, type User } from '../users/user.ts'

/** Somebody whose number I have, and who has mine. */
interface Mutual {
  user: User
  /** What he calls me, and what I call him, as far as our books keep names. */
  callsMe: string | null
  iCall: string | null
}

/**
 * Two people who have each other's number are both here since a moment ago: the one who came first is told of the one who
 * came after. Once for each pair. Whoever has just sent his address book sees it in the answer instead.
 */
export async function announceJoined(tx: Tx, userId: string, sentBook = false): Promise<void> {
  const me = await findUser(tx.db, userId)
  if (me.phone_verified_at === null) return
  // Two that looked at the same moment, in two processes, would each miss what the other is about to commit.
  await lockCounter(tx, 'joined')
  const fresh = await freshMutuals(tx, userId)
  const blocked = await blockedAmong(
    tx.db,
    userId,
    fresh.map(({ user }) => user.id),
  )
  const told = fresh.filter(({ user }) => !blocked.has(user.id)).filter((one) => tell(tx, me, one, sentBook))
  const pairs = told.map(({ user }) => [userId, user.id].toSorted() as [string, string])
  const rows = pairs.map(([user_id, other_id]) => ({ user_id, other_id }))
  await insertAll(tx.db, 'joined_pairs', rows)
}

/** Answers false where the newcomer does not want to be found. */
function tell(tx: Tx, me: User, { user, callsMe, iCall }: Mutual, sentBook: boolean): boolean {
  const isNew = me.phone_verified_at! >= user.phone_verified_at!
  const [newcomer, hearer, name] = isNew ? [me, user, callsMe] : [user, me, iCall]
  if (newcomer.found_by_phone === 'nobody') return false
  if (hearer === me && sentBook) return true
  append(tx, {
    stream: userStream(hearer.id),
    kind: 'contact.joined',
    actorId: newcomer.id,
    body: { user: toCard(newcomer), name },
    about: newcomer.id,
    alert: {
      key: 'contact.joined',
      args: { name: name ?? newcomer.name },
      collapse: `joined:${newcomer.id}`,
    },
  })
  return true
}

/** Those with whom I have become mutual since it was looked at last. */
async function freshMutuals({ db }: Tx, userId: string): Promise<Mutual[]> {
  const rows = await db
    .selectFrom('verified_numbers as my_number')
    .innerJoin('contacts as theirs', 'theirs.number_key', 'my_number.number_key')
    .innerJoin('verified_numbers as their_number', 'their_number.user_id', 'theirs.user_id')
    .innerJoin('contacts as mine', (join) =>
      join
        .onRef('mine.number_key', '=', 'their_number.number_key')
        .onRef('mine.user_id', '=', 'my_number.user_id'),
    )
    .innerJoin('users', 'users.id', 'theirs.user_id')
    .selectAll('users')
    .select(['theirs.name as callsMe', 'mine.name as iCall'])
    .where('my_number.user_id', '=', userId)
    .where('users.id', '!=', userId)
    .where('users.state', '=', 'active')
    .where('users.phone_verified_at', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('joined_pairs')
            .select('joined_pairs.user_id')
            .where((is) =>
              is.or([
                is.and([
                  is('joined_pairs.user_id', '=', userId),
                  is('joined_pairs.other_id', '=', is.ref('users.id')),
                ]),
                is.and([
                  is('joined_pairs.other_id', '=', userId),
                  is('joined_pairs.user_id', '=', is.ref('users.id')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('users.id')
    .execute()
  return rows.map(({ callsMe, iCall, ...user }) => ({ user, callsMe, iCall }))
}
