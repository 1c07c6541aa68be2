import type { Tx } from '../../db/commit.ts'
import { insertAll } from '../../db/insert.ts'
import { readPhone } from '../../users/names.ts'
import type { FriendsItem, PhoneItem } from './item.ts'
import { nothing, type Outcome, present, skip, type Taking, type Told } from './taking.ts'

/**
 * Numbers. The one that comes first counts. Where codes are sent, each is to be confirmed by one. Where none are, whoever
 * names a number has it, and who had it there has it here: found by it, and reached under it.
 */
export async function takePhones(tx: Tx, taking: Taking, told: Told<PhoneItem>[]): Promise<Outcome> {
  const outcome = nothing()
  for (const one of told) {
    const id = taking.idOf('user', one.item.user)
    const phone = readPhone(one.item.phone, taking.config.defaultCountry)
    const user = await tx.db.selectFrom('users').select('phone').where('id', '=', id).executeTakeFirst()
    if (!user) skip(outcome, one, 'the user is not here')
    else if (phone === undefined) skip(outcome, one, 'it is no telephone number')
    else if (user.phone === phone) outcome.known++
    else if (user.phone !== null) skip(outcome, one, 'the user has another number')
    else if (await isHeld(tx, phone)) skip(outcome, one, 'somebody else has the number')
    else {
      await givePhone(tx, taking, id, phone)
      outcome.taken++
    }
  }
  return outcome
}

async function isHeld({ db }: Tx, phone: string): Promise<boolean> {
  return Boolean(await db.selectFrom('users').select('id').where('phone', '=', phone).executeTakeFirst())
}

async function givePhone(tx: Tx, { config, phoneClaims }: Taking, userId: string, phone: string) {
  const phone_verified_at = config.phoneVerification ? null : tx.at
  await tx.db.updateTable('users').set({ phone, phone_verified_at }).where('id', '=', userId).execute()
  if (phone_verified_at === null) return
  for (const claim of phoneClaims) await claim(tx, userId, phone)
}

/** Friends are so mutually; who is named by one of the two is one of both. */
export async function takeFriends(tx: Tx, taking: Taking, told: Told<FriendsItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const all = told.flatMap(({ item }) => [item.user, ...item.friends].map((key) => taking.idOf('user', key)))
  const there = await present(tx, 'users', all)
  for (const one of told) {
    const user = taking.idOf('user', one.item.user)
    for (const key of new Set(one.item.friends)) {
      const friend = taking.idOf('user', key)
      if (user === friend || !there.has(user) || !there.has(friend)) {
        skip(outcome, one, 'a friend is not here')
        continue
      }
      const pair = [
        { user_id: user, friend_id: friend, created_at: tx.at },
        { user_id: friend, friend_id: user, created_at: tx.at },
      ]
      const before = await tx.db
        .selectFrom('friends')
        .select('user_id')
        .where('user_id', '=', user)
        .where('friend_id', '=', friend)
        .executeTakeFirst()
      if (before) outcome.known++
      else {
        await insertAll(tx.db, 'friends', pair)
        outcome.taken++
      }
    }
  }
  return outcome
}
