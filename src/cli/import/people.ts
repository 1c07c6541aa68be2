import type { Tx } from '../../db/commit.ts'
import { insertAll } from '../../db/insert.ts'
import { append, follow } from '../../log/append.ts'
import { userStream } from '../../log/entry.ts'
import { deriveUsername } from '../../users/derive-username.ts'
import { email as emailSchema, fold, nameKey, username as usernameSchema } from '../../users/names.ts'
import { isOurs, readOldHash } from '../../users/old-passwords.ts'
import { toMe, type User } from '../../users/user.ts'
import type { UserItem } from './item.ts'
import { fresh, nothing, type Outcome, remark, skip, type Taking, type Told } from './taking.ts'

type Newcomer = Told<UserItem> & { id: string }

/** Names, addresses and numbers that somebody has. */
interface Held {
  username: Set<string>
  email: Set<string>
  number: Set<number>
}

/** Makes accounts, as registering does. Nobody's address or number counts as confirmed. */
export async function takeUsers(tx: Tx, taking: Taking, told: Told<UserItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const newcomers = await fresh(tx, taking, told, 'users', outcome)
  const held = await findHeld(tx, newcomers)
  const users: User[] = []
  for (const one of newcomers) {
    const user = await toUser(tx, one, held, outcome)
    if (user) users.push(user)
  }
  await number(tx, users)
  await insertAll(tx.db, 'users', users)
  for (const user of users) {
    const stream = userStream(user.id)
    follow(tx, [user.id], stream)
    append(tx, { stream, kind: 'me.registered', actorId: user.id, body: { me: toMe(user) }, about: user.id })
  }
  outcome.taken += users.length
  return outcome
}

async function findHeld({ db }: Tx, newcomers: Newcomer[]): Promise<Held> {
  const values = (read: (item: UserItem) => string | undefined) => [
    ...new Set(newcomers.flatMap(({ item }) => read(item) ?? [])),
  ]
  const of = async <C extends 'username_key' | 'email'>(column: C, wanted: string[]) => {
    if (wanted.length === 0) return new Set<string>()
    const rows = await db
      .selectFrom('users')
      .select(column)
      .where(column, 'in', wanted as never)
      .execute()
    return new Set(rows.map((row) => (row as unknown as Record<C, string>)[column]))
  }
  const numbers = newcomers.flatMap(({ item }) => item.number ?? [])
  const taken =
    numbers.length === 0
      ? []
      : await db.selectFrom('users').select('number').where('number', 'in', numbers).execute()
  return {
    username: await of(
      'username_key',
      values(({ username }) => username && fold(username)),
    ),
    email: await of(
      'email',
      values(({ email }) => email?.trim().toLowerCase()),
    ),
    number: new Set(taken.map((row) => row.number)),
  }
}

async function toUser(tx: Tx, told: Newcomer, held: Held, outcome: Outcome): Promise<User | undefined> {
  const { item, id } = told
  const email = emailOf(told, held, outcome)
  if (email === 'taken') return undefined
  const username = await usernameOf(tx, told, held, outcome)
  if (username === undefined) return undefined
  if (email !== null) held.email.add(email)
  const name = item.name?.trim() || username
  return {
    id,
    number: numberOf(told, held, outcome),
    username,
    username_key: fold(username),
    email,
    email_verified_at: null,
    phone: null,
    phone_verified_at: null,
    password_hash: hashOf(told, outcome),
    name: [...name].slice(0, 100).join(''),
    name_key: nameKey(name),
    about: item.about ?? '',
    picture_id: null,
    state: item.state ?? 'active',
    is_admin: item.isAdmin ? 1 : 0,
    shows_receipts: 1,
    shows_presence: 1,
    found_by_phone: 'everybody',
    zone: null,
    language: item.language ?? null,
    status: null,
    last_seen_at: item.seenAt ?? null,
    version: 1,
    created_at: Math.min(item.at ?? tx.at, tx.at),
  }
}

function emailOf(told: Newcomer, held: Held, outcome: Outcome): string | null | 'taken' {
  const given = told.item.email?.trim()
  if (!given) return null
  const read = emailSchema.safeParse(given)
  if (!read.success) {
    remark(outcome, told, 'its e-mail address is none')
    return null
  }
  if (!held.email.has(read.data)) return read.data
  skip(outcome, told, 'somebody has its e-mail address')
  return 'taken'
}

/** One that is taken, or that cannot be one here, becomes another. */
async function usernameOf(tx: Tx, told: Newcomer, held: Held, outcome: Outcome): Promise<string | undefined> {
  const { username, email, name } = told.item
  const base = username ?? email ?? name
  if (base === undefined) {
    skip(outcome, told, 'it has neither a username nor an e-mail address')
    return undefined
  }
  const read = usernameSchema.safeParse(username)
  const isFree = read.success && !held.username.has(fold(read.data))
  const found = isFree ? read.data : await another(tx, base, held)
  if (username !== undefined && found !== username) remark(outcome, told, `its username is ${found} now`)
  held.username.add(fold(found))
  return found
}

async function another(tx: Tx, base: string, held: Held): Promise<string> {
  const name = await deriveUsername(tx.db, base)
  for (let n = 1, wanted = name; ; wanted = `${name}-${++n}`) {
    if (held.username.has(fold(wanted))) continue
    const query = tx.db.selectFrom('users').select('id').where('username_key', '=', fold(wanted))
    if (!(await query.executeTakeFirst())) return wanted
  }
}

/** 0: it gets a new one. */
function numberOf(told: Newcomer, held: Held, outcome: Outcome): number {
  const wanted = told.item.number
  if (wanted === undefined) return 0
  if (held.number.has(wanted)) {
    remark(outcome, told, `somebody has its number ${wanted}: it gets another`)
    return 0
  }
  held.number.add(wanted)
  return wanted
}

function hashOf(told: Newcomer, outcome: Outcome): string | null {
  const { hash } = told.item
  if (hash === undefined) return null
  if (hash.length <= 400 && (isOurs(hash) || readOldHash(hash))) return hash
  remark(outcome, told, 'its password is hashed in a way that is not known here: it has none')
  return null
}

async function number(tx: Tx, users: User[]): Promise<void> {
  const without = users.filter((user) => user.number === 0)
  if (without.length === 0) return
  const numbers = await tx.numbers(tx, 'users', without.length)
  without.forEach((user, i) => {
    user.number = numbers[i]!
  })
}
