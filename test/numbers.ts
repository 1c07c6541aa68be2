import { noteNumber } from '../src/contacts/numbers.ts'
import type { House } from '../src/http/house.ts'
import { changeUser } from '../src/users/profile.ts'
import { lockUser } from '../src/users/user.ts'

/** Gives somebody a number as if he had typed the code. */
export function verifyNumber(house: House, { id }: { id: string }, phone: string): Promise<void> {
  return house.commit(async (tx) => {
    await changeUser(tx, await lockUser(tx, id), { phone, phone_verified_at: tx.at })
    await noteNumber(house.secrets)(tx, id, phone)
  })
}
