import type { Tx } from '../db/commit.ts'
import type { Language } from '../db/schema.ts'
import { newId } from '../id.ts'
import { append, follow } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { fold, nameKey } from './names.ts'
import { toMe, type User } from './user.ts'

export interface Registration {
  username: string
  email: string | null
  /** E.164 */
  phone: string | null
  name: string
  zone?: string | null
  language?: Language | null
  passwordHash: string | null
}

/** Makes an account. The first of a new server is its admin. @throws Problem conflict that names what is taken */
export async function register(tx: Tx, registration: Registration): Promise<User> {
  const { username, email, phone, name, passwordHash } = registration
  // The address first: who registers a second time, with the same of both, is told what he can log in with.
  await requireFree(tx, { email, phone, username_key: fold(username) })
  // The number first: on a new server two processes take turns at it, so that only one of them finds nobody here.
  const [number] = await tx.numbers(tx, 'users', 1)
  const somebody = await tx.db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  const user: User = {
    id: newId(),
    number: number!,
    username,
    username_key: fold(username),
    email,
    email_verified_at: null,
    phone,
    phone_verified_at: null,
    password_hash: passwordHash,
    name,
    name_key: nameKey(name),
    about: '',
    picture_id: null,
    state: 'active',
    is_admin: somebody ? 0 : 1,
    shows_receipts: 1,
    shows_presence: 1,
    found_by_phone: 'everybody',
    zone: registration.zone ?? null,
    language: registration.language ?? null,
    status: null,
    last_seen_at: null,
    version: 1,
    created_at: tx.at,
  }
  await tx.db.insertInto('users').values(user).execute()
  follow(tx, [user.id], userStream(user.id))
  append(tx, {
    stream: userStream(user.id),
    kind: 'me.registered',
    actorId: user.id,
    body: { me: toMe(user) },
    about: user.id,
  })
  return user
}

/** @throws Problem conflict that names what is taken */
export async function requireFree(
  tx: Tx,
  wanted: Partial<Record<'username_key' | 'email' | 'phone', string | null>>,
  exceptId?: string,
): Promise<void> {
  for (const [column, value] of Object.entries(wanted)) {
    if (value === null || value === undefined) continue
    const other = await tx.db
      .selectFrom('users')
      .select('id')
      .where(column as 'username_key', '=', value)
      .executeTakeFirst()
    if (other && other.id !== exceptId)
      throw new Problem('conflict', `The ${column === 'username_key' ? 'username' : column} is taken`)
  }
}
