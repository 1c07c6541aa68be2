import type { ChatMember } from '../../src/chats/members.ts'
import type { ChatView } from '../../src/chats/view.ts'
import type { EventView } from '../../src/events/view.ts'
import type { RoomInfo } from '../../src/games/room.ts'
import type { RoomView } from '../../src/games/view-room.ts'
import type { z } from '../../src/http/schemas.ts'
import type { MessageView } from '../../src/messages/view.ts'
import type { ProjectView } from '../../src/projects/view.ts'
import type { Announcement } from '../../src/scheduled/announce.ts'
import type { ScheduledView } from '../../src/scheduled/scheduled.ts'
import type { Card, Me } from '../../src/users/user.ts'
import type { Client } from '../client.ts'

/** Receipts are told by signals, which may be lost; the log does not keep them. */
export type Chat = Omit<ChatView, 'delivered_position'>
export type Member = Omit<z.infer<typeof ChatMember>, 'read_position' | 'delivered_position'>

/** A chat with everything in it that one of its members sees. */
export interface Room {
  chat: Chat
  members: Member[]
  messages: MessageView[]
  pins: MessageView[]
  /** Where something was said and taken back before he heard of it: the log will say what stands there now. */
  blanks: Set<number>
}

/** With its people in the order of their ids. */
export type Project = ProjectView

/** Everything that somebody sees. */
export interface State {
  me: Me
  rooms: Room[]
  blocks: Card[]
  scheduled: ScheduledView[]
  announced: Announcement[]
  projects: Project[]
  friends: { user: Card; since: number }[]
  /** The rooms in which he plays or looks on, as all in them see them alike. */
  games: RoomInfo[]
  events: EventView[]
}

/** Reads it by HTTP, and the cursor of the first answer, from which on the log tells what becomes of it. */
export async function snapshot(person: Client): Promise<{ state: State; cursor: string }> {
  const first = await person.ask('GET', '/api/v1/users/me')
  if (first.status !== 200) throw new Error(`${person.username} is not let in: ${first.status}`)
  const chats: ChatView[] = await pages(person, '/api/v1/chats')
  const rooms = await Promise.all(chats.map((chat) => readRoom(person, chat)))
  const blocks = (await person.get('/api/v1/users/me/blocks')).items
  const scheduled = await pages(person, '/api/v1/scheduled')
  const announced = (await person.get('/api/v1/scheduled/announced')).items
  // What clients of txchat find here besides is made of the rest.
  const {
    first_name: _first,
    last_name: _last,
    ava: _ava,
    admin: _admin,
    archived: _archived,
    ...me
  } = first.body
  const events = await pages(person, '/api/v1/events/mine')
  const projects = await readProjects(person)
  const friends = await pages(person, '/api/v1/friends')
  const games = (await pages(person, '/api/v1/rooms?mine=true'))
    .filter(({ role }: RoomView) => role !== 'invited')
    .map(({ role: _, code: __, users: ___, ...info }: RoomView) => info)
  const state = { me, rooms, blocks, scheduled, announced, projects, friends, games, events }
  return { state, cursor: first.headers.get('parley-cursor')! }
}

async function readProjects(person: Client): Promise<Project[]> {
  const lists = ['false', 'true'].map((archived) => person.get(`/api/v1/projects?archived=${archived}`))
  const found: Project[] = (await Promise.all(lists)).flatMap((list) => list.data)
  return found.map(inOrder).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Who came first is not in every entry. */
export function inOrder(project: Project): Project {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  const { coaches, participants } = project
  return { ...project, coaches: coaches.toSorted(byId), participants: participants.toSorted(byId) }
}

async function readRoom(person: Client, { delivered_position: _, ...chat }: ChatView): Promise<Room> {
  const path = `/api/v1/chats/${chat.id}`
  const members = await pages(person, `${path}/members`)
  return {
    chat,
    members: members.map(({ user, role, joined_at }) => ({ user, role, joined_at })),
    messages: await pages(person, `${path}/messages`, '0'),
    pins: (await person.get(`${path}/pins`)).items,
    blanks: new Set(),
  }
}

/** All pages of a list, a few items each. */
async function pages(person: Client, path: string, first?: string) {
  const items = []
  for (let after = first; ; ) {
    const page = await person.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=5${after === undefined ? '' : `&after=${after}`}`,
    )
    items.push(...page.items)
    if (page.next === null) return items
    after = String(page.next)
  }
}
