/**
 * Serves a house full of people who have talked for weeks, by a clock that stands at one evening, for the pictures.
 * Prints one line of JSON: where it is, and what is where. `bun web/pictures/stage.ts <data folder>`
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { openApp } from '../../src/app.ts'
import { day, hour, minute } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'
import { openTokens } from '../../src/users/tokens.ts'
import { ask } from '../../test/client.ts'
import { cast, viewer } from './cast.ts'
import { writeAhead, writtenLongAgo } from './future.ts'
import { playGames } from './games.ts'
import { readTalk, type Said, type Talk } from './read-talk.ts'
import { scene } from './scenes.ts'
import { beginProjects, planEvents } from './together.ts'

const PASSWORD = 'correct horse battery'
const today = Date.UTC(2026, 10, 20)
const now = today + 17 * hour + 42 * minute
const clock = { at: today - 50 * day, now: () => clock.at }
const config = readConfig({ PORT: '0', PARLEY_DATA_DIR: process.argv[2], PARLEY_LOG_LEVEL: 'error' })
const app = await openApp(config, { clock, schedule: false })
const tokens = openTokens(app.house.secrets.tokenKey, clock)

interface Player {
  id: string
  session: string
}
const players = new Map<string, Player>()
const userId = (name: string) => players.get(name)!.id

/** Asks as somebody, at a time. */
// biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
async function as(name: string, at: number, method: string, path: string, body?: unknown): Promise<any> {
  clock.at = Math.max(clock.at, at)
  const { id, session } = players.get(name)!
  const token = await tokens.sign(id, session, hour)
  const answer = await ask(app.url, method, `/api/v1${path}`, body, { Authorization: `Bearer ${token}` })
  if (answer.status >= 300) throw new Error(`${name} ${method} ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

for (const { username, name, about } of cast) {
  const body = { username, name, password: PASSWORD }
  const { body: grant } = await ask(app.url, 'POST', '/api/v1/users', body, {
    'User-Agent': 'Firefox/145.0 Linux',
  })
  players.set(username, { id: grant.user.id, session: grant.session_id })
  if (about) await as(username, 0, 'PATCH', '/users/me', { about })
}

const talks = readTalk(readFileSync(join(import.meta.dir, 'talk.txt'), 'utf8'), today)
const chats = new Map<string, string>()
const ids = new Map<Said, string>()

/** Uploads something as somebody, at a time; answers its id. */
async function upload(name: string, at: number, file: string): Promise<string> {
  clock.at = Math.max(clock.at, at)
  const { id, session } = players.get(name)!
  const form = new FormData()
  form.append('file', new Blob([await scene(file)]), file)
  const answer = await fetch(`${app.url}/api/v1/media`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await tokens.sign(id, session, hour)}` },
    body: form,
  })
  if (!answer.ok) throw new Error(`${name} ${file}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

async function open({ key, title, people, said }: Talk): Promise<void> {
  const [owner, ...others] = people as [string, ...string[]]
  const at = (said[0]?.at ?? today - 30 * day) - hour
  const chat = title
    ? await as(owner, at, 'POST', '/chats', { title, member_ids: others.map(userId) })
    : await as(owner, at, 'PUT', `/chats/direct/${userId(others[0]!)}`)
  chats.set(key, chat.id)
}

async function say(talk: Talk, said: Said): Promise<void> {
  const path = `/chats/${chats.get(talk.key)}/messages`
  const answered = talk.said.findLast(
    ({ at, text }) => at < said.at && said.answers && text.startsWith(said.answers),
  )
  const reply = answered && { reply_to_id: ids.get(answered) }
  const media_ids: string[] = []
  for (const name of said.along ?? []) media_ids.push(await upload(said.by, said.at, name))
  const along = media_ids.length > 0 && { media_ids }
  const { id } = await as(said.by, said.at, 'POST', path, { text: said.text, ...reply, ...along })
  ids.set(said, id)
  if (said.edited) await as(said.by, said.at, 'PATCH', `${path}/${id}`, { text: said.edited })
  if (said.deleted) await as(said.by, said.at, 'DELETE', `${path}/${id}`)
  if (said.pinnedBy) await as(said.pinnedBy, said.at, 'PUT', `${path}/${id}/pin`)
  for (const { emoji, by } of said.reactions)
    for (const name of by)
      await as(name, said.at, 'PUT', `${path}/${id}/reactions/${encodeURIComponent(emoji)}`)
}

/** What is to happen, in the order of the clock. */
const deeds = talks.flatMap((talk) => [
  { at: (talk.said[0]?.at ?? today - 30 * day) - hour, act: () => open(talk) },
  ...talk.said.map((said) => ({ at: said.at, act: () => say(talk, said) })),
])
/** Where the viewer is logged in besides. */
for (const [hours, agent] of [
  [31, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1'],
  [4, 'curl/8.14.1'],
] as const)
  deeds.push({ at: now - hours * hour, act: () => logIn(now - hours * hour, agent) })

async function logIn(at: number, agent: string): Promise<void> {
  clock.at = Math.max(clock.at, at)
  const who = { username: viewer, password: PASSWORD }
  await ask(app.url, 'POST', '/api/v1/sessions', who, { 'User-Agent': agent })
}

const future = { as, now, viewer, user: userId, chat: (key: string) => chats.get(key)! }
deeds.push(...writtenLongAgo(future))
const projects = await beginProjects(future)

for (const { act } of deeds.toSorted((a, b) => a.at - b.at)) await act()

for (const { key, people, said, read } of talks)
  for (const name of people) {
    const position = name === viewer ? Math.min(read, said.length) : said.length
    if (position > 0) await as(name, 0, 'PUT', `/chats/${chats.get(key)}/read`, { position })
  }

const garden = `/chats/${chats.get('garden')}`
await as(viewer, 0, 'PATCH', `${garden}/members/${userId('tom')}`, { role: 'admin' })
await as(viewer, today, 'POST', `${garden}/invites`, { expires_in: 604_800, max_uses: 5 })
const invite = await as(viewer, today, 'POST', `${garden}/invites`, {})
await as(viewer, 0, 'PUT', `/users/me/blocks/${userId('bert')}`)
await as('robin', 0, 'DELETE', '/users/me', { password: PASSWORD })
clock.at = now
await deliverAllDue(app.house)
await writeAhead(future)
const together = await planEvents(future, projects)
const rooms = await playGames(future)
await deliverAllDue(app.house)

const tokenOf = async (name: string): Promise<[string, string]> => {
  const { id, session } = players.get(name)!
  return [name, await tokens.sign(id, session, day)]
}
const given = Object.fromEntries(
  await Promise.all([...players.keys()].filter((name) => name !== 'robin').map(tokenOf)),
)
for (const name of ['tom', 'ines', 'priya', 'lena'])
  io(`${app.url}/v1`, { transports: ['websocket'], auth: { token: given[name] } })

console.log(
  JSON.stringify({
    url: app.url,
    now,
    viewer,
    password: PASSWORD,
    chats: Object.fromEntries(chats),
    invite: invite.url,
    together,
    rooms,
    portraits: cast.flatMap(({ username, portrait }) => (portrait ? [{ username, portrait }] : [])),
    tokens: given,
  }),
)
