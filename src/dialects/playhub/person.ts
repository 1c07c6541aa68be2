import { z } from '../../http/schemas.ts'
import { pictureUrl } from '../../users/user.ts'

/** Somebody as everybody may see him. */
export const Person = z
  .object({
    _id: z.string(),
    id: z.string(),
    username: z.string(),
    profile_picture: z.string().openapi({ description: 'An address; empty where there is none' }),
  })
  .openapi('PlayhubUser', {
    example: {
      _id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      username: 'alice',
      profile_picture: '',
    },
  })

export type Person = z.infer<typeof Person>

/** The address of a picture; empty where there is none. */
export function addressOf(origin: string, picture: string | null): string {
  return picture === null ? '' : origin + picture
}

interface Shown {
  id: string
  username: string
  picture?: string | null
  picture_id?: string | null
}

/** Of a card, or of a row of the database. */
export function toPerson(origin: string, shown: Shown): Person {
  const { id, username } = shown
  const picture = shown.picture ?? pictureUrl(shown.picture_id ?? null)
  return { _id: id, id, username, profile_picture: addressOf(origin, picture) }
}
