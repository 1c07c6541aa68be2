import { expect } from 'bun:test'
import { listMembers } from '../src/chats/members.ts'
import { chatRoutes } from '../src/chats/routes.ts'
import { messageRoutes } from '../src/messages/routes.ts'
import { projectRoutes } from '../src/projects/routes.ts'
import { openDoor } from './door.ts'
import type { TestHouse } from './house.ts'
import { type Person, person } from './people.ts'

const all = '/projects'

interface Shown {
  id: string
  username: string
}

/** A project as the tests look at it. */
export const short = ({
  owner,
  coaches,
  participants,
}: {
  owner: Shown
  coaches: Shown[]
  participants: Shown[]
}) =>
  [owner, ...coaches]
    .map((one) => one.username)
    .concat('|', ...participants.map((one) => one.username))
    .join(' ')

/** Alice's project, in which bob is a coach, and cleo takes part. */
export async function scene(its: TestHouse) {
  const { house, alice, bob, cleo } = its
  const door = openDoor(its, [...projectRoutes, ...chatRoutes, ...messageRoutes])
  const emil = await person(house, 'emil')
  const made = await door(alice, 'POST', all, {
    title: ' Bridge ',
    description: 'Over the river',
    coaches: [bob.id, alice.id],
    participants: [cleo.id, bob.id],
    client_id: 'bridge',
  })
  expect(made.status).toBe(201)
  const { id, chat_id } = made.body as { id: string; chat_id: string }
  const ask = async (who: Person, method: string, path: string, body?: unknown) =>
    (await door(who, method, `${all}/${id}${path}`, body)).status
  const seen = async (who: Person) => short((await door(who, 'GET', `${all}/${id}`)).body)
  /** The chat has the same people, in the roles that go with what they are here. */
  const inChat = async (who: Person) =>
    (await listMembers(house.db, who.id, chat_id, undefined, 9)).items
      .map((one) => `${one.user.username} ${one.role}`)
      .sort()
  return { door, emil, id, chat_id, made, ask, seen, inChat }
}
