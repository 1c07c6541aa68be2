import { z } from '../../http/schemas.ts'
import { toPerson } from '../../projects/person.ts'
import { toCard, type User } from '../../users/user.ts'

/** Somebody as these clients know him. What one may not know of others is left out. */
export const UserItem = z
  .object({
    id: z.string(),
    username: z.string(),
    first_name: z.string().openapi({ description: 'The first word of the name' }),
    last_name: z.string().openapi({ description: 'The rest of it' }),
    email: z.string().optional().openapi({ description: 'Only my own; admins see all' }),
    ava: z.string().optional().openapi({ description: 'Address of the picture' }),
    admin: z.boolean().optional().openapi({ description: 'As the e-mail address' }),
    archived: z.boolean().optional().openapi({ description: 'As the e-mail address' }),
  })
  .openapi('TxchatUser', {
    example: {
      id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      username: 'alice',
      first_name: 'Alice',
      last_name: 'Martin',
      email: 'alice@example.org',
      admin: false,
      archived: false,
    },
  })
export type UserItem = z.infer<typeof UserItem>

export function toUserItem(reader: User, user: User, origin: string): UserItem {
  const { id, username, first_name, last_name, picture } = toPerson(toCard(user))
  const item = { id, username, first_name, last_name, ...(picture ? { ava: origin + picture } : {}) }
  if (reader.id !== user.id && reader.is_admin !== 1) return item
  const email = user.email === null ? {} : { email: user.email }
  return { ...item, ...email, admin: user.is_admin === 1, archived: user.state === 'archived' }
}

/** Names came in two parts, and are kept as one. */
export const nameOf = (first: string, last: string) => `${first.trim()} ${last.trim()}`.trim()
