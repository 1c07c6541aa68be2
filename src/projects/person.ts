import { z } from '../http/schemas.ts'
import { Card, toCard, type User } from '../users/user.ts'

/** Somebody as projects show him: his card, with his name in two parts. */
export const Person = Card.extend({
  first_name: z.string().openapi({ description: 'The first word of the name' }),
  last_name: z.string().openapi({ description: 'The rest of it; may be empty' }),
  email: z.string().optional().openapi({ description: 'Only my own' }),
  ava: z
    .string()
    .optional()
    .openapi({ description: 'The whole address of the picture, for clients of txchat' }),
}).openapi('Person')

export type Person = z.infer<typeof Person>

export function toPerson(card: Card): Person {
  const [first_name = '', ...rest] = card.name.split(' ')
  return { ...card, first_name, last_name: rest.join(' ') }
}

/** The same as one reader may see him. */
export function personFor(readerId: string, user: User): Person {
  const person = toPerson(toCard(user))
  return user.id === readerId && user.email !== null ? { ...person, email: user.email } : person
}
