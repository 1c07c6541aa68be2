import { hashPassword } from '../../src/users/passwords.ts'
import { register } from '../../src/users/register.ts'
import { openSession } from '../../src/users/sessions.ts'
import { openTokens } from '../../src/users/tokens.ts'
import { browserAt } from '../browser.ts'
import { type Client, PASSWORD, withGrant } from '../client.ts'
import type { TestServer } from '../server.ts'

/** Who is in every world. Alice owns the group, bob and cleo are in it; emil talks to cleo only, frida to nobody. */
export const names = ['alice', 'bob', 'cleo', 'emil', 'frida'] as const
export type Name = (typeof names)[number]

/** A server with its first admin, and dora, who has nothing to do with any of the worlds on it. */
export interface Town {
  server: TestServer
  root: Client
  dora: Client
  /** Makes somebody without the slow part, the hashing of a password. */
  newcomer(username: string): Promise<Client>
  /** Another device of somebody. */
  anotherDevice(person: Client): Promise<Client>
}

const caller = { address: '127.0.0.1', userAgent: 'test' }
const hashed = hashPassword(PASSWORD)

export async function town(server: TestServer): Promise<Town> {
  const { house } = server
  const tokens = openTokens(house.secrets.tokenKey, house.clock)
  async function client(user: { id: string; username: string }, sessionId: string) {
    const access_token = await tokens.sign(user.id, sessionId, 3_600_000)
    return withGrant(server.url, { access_token, refresh_token: '', session_id: sessionId, user })
  }
  async function newcomer(username: string) {
    const passwordHash = await hashed
    const registration = { username, email: null, phone: null, name: username, passwordHash }
    const { user, session } = await house.commit(async (tx) => {
      const user = await register(tx, registration)
      return { user, session: await openSession(tx, user.id, caller, 86_400_000) }
    })
    return client(user, session.sessionId)
  }
  async function anotherDevice(person: Client) {
    const { sessionId } = await house.commit((tx) => openSession(tx, person.id, caller, 86_400_000))
    return client(person, sessionId)
  }
  return { server, root: await newcomer('root'), dora: await newcomer('dora'), newcomer, anotherDevice }
}

/** Something that was said: its address. */
export interface Said {
  chat: string
  message: string
}

export interface World extends Record<Name, Client> {
  town: Town
  /** Bob's other device, and what it is known by where he is told of something while he is away. */
  phone: Client
  device: string
  group: string
  /** The chats of alice and bob, and of cleo and emil. */
  direct: string
  whispers: string
  invite: string
  /** What alice wrote to the future for a row, and the occurrence that it is about. */
  letter?: string
  occurrence?: string
  /** What alice has planned for a row. */
  event?: string
  /** What alice has uploaded, and what she is uploading, where a row has made her do so. */
  medium?: string
  upload?: string
  /** Alice's project, of which bob is a coach and in which cleo takes part, where a row has made it. */
  project?: string
  /** The room that alice has opened and its code, and what she has put into the catalogue, where a row has made her do so. */
  room?: string
  roomCode?: string
  game?: string
  gameKey?: string
  said: Record<'question' | 'answer' | 'reply' | 'slip' | 'news' | 'cake' | 'hello' | 'back', Said>
}

let made = 0

/** Five people who have talked for a while: with replies, mentions, reactions, pins, edits, and things taken back. */
export async function world(here: Town): Promise<World> {
  const n = ++made
  const people = await Promise.all(names.map((name) => here.newcomer(`${name}${n}`)))
  const [alice, bob, cleo, emil, frida] = people as [Client, Client, Client, Client, Client]
  const [phone, group, direct, whispers] = await Promise.all([
    here.anotherDevice(bob),
    alice.post('/api/v1/chats', { title: 'Walks', member_ids: [bob.id, cleo.id] }),
    put(alice, `/api/v1/chats/direct/${bob.id}`),
    put(cleo, `/api/v1/chats/direct/${emil.id}`),
    put(here.root, `/api/v1/admin/users/${alice.id}/admin`),
    put(alice, `/api/v1/users/me/blocks/${frida.id}`),
  ])
  const { id: device } = await put(phone, '/api/v1/devices/current', aBrowser(n))
  async function say(who: Client, chat: { id: string }, text: string, reply_to_id?: string): Promise<Said> {
    const { id } = await who.post(`/api/v1/chats/${chat.id}/messages`, { text, reply_to_id })
    return { chat: chat.id, message: id }
  }
  const hello = say(alice, direct, 'Hello, bob')
  const back = hello.then(({ message }) => say(bob, direct, `And to you, @alice${n}`, message))
  await say(emil, whispers, `Psst, @cleo${n}`)
  const question = await say(alice, group, 'Shall we walk on Sunday?')
  const answer = await say(bob, group, `Yes! And you, @cleo${n}?`)
  const reply = await say(cleo, group, `Gladly, @alice${n}. @bob${n}, when?`, question.message)
  const slip = await say(bob, group, 'Wrong chat')
  const news = await say(alice, group, 'At nine, then')
  const cake = await say(bob, group, 'I bring a cake')
  const said = { question, answer, reply, slip, news, cake, hello: await hello, back: await back }
  await put(bob, `${at(question)}/reactions/👍`)
  await put(cleo, `${at(question)}/reactions/🎉`)
  const [invite] = await Promise.all([
    alice.post(`/api/v1/chats/${group.id}/invites`, {}),
    put(cleo, `${at(question)}/reactions/👍`),
    put(alice, `${at(answer)}/pin`),
    put(cleo, `${at(cake)}/hidden`),
    put(bob, `/api/v1/chats/${group.id}/read`, { position: 2 }),
    must(alice, 'PATCH', at(news), { text: `At ten, then, @bob${n}` }),
    must(bob, 'DELETE', at(slip)),
  ])
  await here.server.house.tail.look()
  const chats = { group: group.id, direct: direct.id, whispers: whispers.id, invite: invite.code }
  return { town: here, alice, bob, cleo, emil, frida, phone, device, ...chats, said }
}

const subscription = browserAt('https://push.example.org/')

/** A device of its own for each number; nothing is ever sent there. */
export function aBrowser(n: number | string) {
  const { keys, endpoint } = subscription.subscription
  return { kind: 'webpush', subscription: { keys, endpoint: `${endpoint}${n}` } }
}

const at = ({ chat, message }: Said) => `/api/v1/chats/${chat}/messages/${message}`
const put = (who: Client, path: string, body?: unknown) => must(who, 'PUT', path, body)

async function must(who: Client, method: string, path: string, body?: unknown) {
  const answer = await who.ask(method, path, body)
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
