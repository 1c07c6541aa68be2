import type { Faker } from '@faker-js/faker'
import { day } from '../../clock.ts'
import { newId } from '../../id.ts'
import { fold } from '../../users/names.ts'
import type { User } from '../../users/user.ts'

const letters = /[^a-z0-9]+/g
const plain = (name: string) => fold(name.normalize('NFKD')).replaceAll(letters, '')

/** Plausible people who came before an instant. `taken` holds usernames, folded, and gets theirs. */
export function inventPeople(
  faker: Faker,
  many: number,
  taken: Set<string>,
  before: number,
  now: number,
): User[] {
  return Array.from({ length: many }, () => {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()]
    const username = freeName(`${plain(first)}.${plain(last)}`, taken)
    const name = `${first} ${last}`
    return {
      id: newId(),
      number: 0,
      username,
      username_key: username,
      email: `${username}@example.org`,
      email_verified_at: null,
      phone: null,
      phone_verified_at: null,
      password_hash: null,
      name,
      name_key: fold(name),
      about: faker.datatype.boolean(0.6) ? faker.person.bio() : '',
      picture_id: null,
      state: 'active',
      is_admin: 0,
      shows_receipts: Number(faker.datatype.boolean(0.9)),
      shows_presence: Number(faker.datatype.boolean(0.9)),
      found_by_phone: 'everybody',
      zone: null,
      language: null,
      status: null,
      last_seen_at: now - faker.number.int(30 * day),
      version: 1,
      created_at: before - faker.number.int(30 * day),
    }
  })
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`
  taken.add(name)
  return name
}
