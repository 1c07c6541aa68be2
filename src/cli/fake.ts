import { day } from '../clock.ts'
import type { House } from '../http/house.ts'
import { newSecret } from '../id.ts'
import { hashPassword } from '../users/passwords.ts'
import { inventChats } from './fake/chats.ts'
import { inventPeople } from './fake/people.ts'
import { storeChats, storePeople, storeReading, storeTalk } from './fake/store.ts'
import { talk } from './fake/talk.ts'
import type { Terminal } from './terminal.ts'

export interface Wanted {
  users: number
  messages: number
  /** The same seed makes the same people say the same things. */
  seed: number
  /** Also beside accounts that are there already. */
  yes?: boolean
}

const YEAR_MS = 365 * day
const PER_TRANSACTION = 1000

/** Fills the database with plausible people who have been talking for a year. @throws Error where real people are */
export async function fake(house: House, wanted: Wanted, { say }: Terminal): Promise<void> {
  const started = performance.now()
  const taken = await takenNames(house)
  if (taken.size > 0 && !wanted.yes)
    throw new Error(`This database has accounts already (${taken.size}); --yes puts fake people among them`)
  const { faker } = await import('@faker-js/faker/locale/en')
  faker.seed(wanted.seed)
  const now = house.clock.now()
  const from = now - YEAR_MS

  const password = newSecret(9)
  const password_hash = await hashPassword(password)
  const people = inventPeople(faker, wanted.users, taken, from, now).map((user) => ({
    ...user,
    password_hash,
  }))
  const isNew = (await takenNames(house)).size === 0
  if (isNew) people[0]!.is_admin = 1
  const chats = inventChats(faker, people, from, now)
  for (const some of slices(people)) await house.commit((tx) => storePeople(tx, some))
  for (const some of slices(chats)) await house.commit((tx) => storeChats(tx, some))
  for (const some of slices(talk(faker, chats, wanted.messages, from, now)))
    await house.commit((tx) => storeTalk(tx, some))
  for (const some of slices(chats)) await house.commit((tx) => storeReading(tx, faker, some))

  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`made ${people.length} people, ${chats.length} chats and ${wanted.messages} messages in ${seconds} s`)
  say(`seed ${wanted.seed}`)
  say(`log in as ${people[0]!.username}${isNew ? ' (an admin)' : ''}, ${people[1]!.username} …`)
  say(`password of them all: ${password}`)
}

async function takenNames({ db }: House): Promise<Set<string>> {
  const rows = await db.reader.selectFrom('users').select('username_key').execute()
  return new Set(rows.map((row) => row.username_key))
}

function* slices<T>(items: Iterable<T>): Generator<T[]> {
  let some: T[] = []
  for (const item of items) {
    some.push(item)
    if (some.length < PER_TRANSACTION) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}
