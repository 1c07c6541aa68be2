import { PASSWORD } from '../client.ts'
import type { Database } from '../databases.ts'
import { form, sample, tinyGif } from '../media.ts'
import { often } from '../often.mjs'
import { eventRows } from './event-verbs.ts'
import { futureRows } from './future-verbs.ts'
import { exemptGames, gameRows } from './game-rows.ts'
import { projectRows } from './project-rows.ts'
import { exemptReaching, reaching } from './reach-rows.ts'

import { call, type Row, row } from './row.ts'
import { aBrowser, type Name, type World } from './world.ts'

/** What needs no row, and why. */
export const exempt: Record<string, string> = {
  'POST /api/v1/users': 'register: there is nobody yet who could be in a world; see users/register.test.ts',
  'POST /api/v1/sessions': 'log in: heard by oneself only; see users/login.test.ts',
  'POST /api/v1/sessions/refresh': 'nobody hears of new tokens; see users/sessions.test.ts',
  'POST /api/v1/scheduled/preview': 'nothing is written',
  'OPTIONS /api/v1/media/uploads': 'it asks how uploads are spoken, and changes nothing',
  'POST /api/v1/users/me/stream-ticket': 'nobody hears of a ticket, and it is gone in a minute',
  ...exemptReaching,
  ...exemptGames,
}

const inGroup = ['alice', 'bob', 'cleo'] as const
const inDirect = ['alice', 'bob'] as const
const picture = () => Buffer.from(tinyGif)
const group = (w: World) => ({ chat: w.group })
const direct = (w: World) => ({ chat: w.direct })
const inGroupUser = (name: Name) => (w: World) => ({ chat: w.group, user: w[name].id })
const user = (name: Name) => (w: World) => ({ user: w[name].id })
const message = (name: keyof World['said']) => (w: World) => ({ ...w.said[name] })
const reaction = (name: keyof World['said'], emoji: string) => (w: World) => ({ ...w.said[name], emoji })
const just = (body: unknown) => () => body

const me = '/api/v1/users/me'
const myself: Row[] = [
  row('bob takes another name', `PATCH ${me}`, 'bob', inGroup, { body: just({ name: 'Robert' }) }),
  row('bob shows no receipts', `PATCH ${me}`, 'bob', ['bob'], { body: just({ shows_receipts: false }) }),
  row('cleo says something about herself', `PATCH ${me}`, 'cleo', [...inGroup, 'emil'], {
    body: just({ about: 'A walker' }),
  }),
  row('bob shows a picture', `PUT ${me}/picture`, 'bob', inGroup, { body: picture }),
  row('bob takes his picture away', `DELETE ${me}/picture`, 'bob', inGroup, {
    first: (w) => call(w, { verb: `PUT ${me}/picture`, by: 'bob', body: picture }),
  }),
  row('bob changes his password', `PUT ${me}/password`, 'bob', ['bob'], {
    body: just({ old_password: PASSWORD, password: `another ${PASSWORD}` }),
  }),
  row('cleo blocks bob', `PUT ${me}/blocks/{user}`, 'cleo', ['cleo'], { at: user('bob') }),
  row('alice unblocks frida', `DELETE ${me}/blocks/{user}`, 'alice', ['alice'], { at: user('frida') }),
  row('bob deletes his account', `DELETE ${me}`, 'bob', ['alice', 'cleo'], {
    gone: 'bob',
    body: just({ password: PASSWORD }),
  }),
  row('alice, who owns the group, deletes her account', `DELETE ${me}`, 'alice', ['bob', 'cleo'], {
    gone: 'alice',
    body: just({ password: PASSWORD }),
  }),
  row('frida, whom alice blocks, deletes her account', `DELETE ${me}`, 'frida', ['alice'], {
    gone: 'frida',
    body: just({ password: PASSWORD }),
  }),
  row('bob logs out on his phone', 'DELETE /api/v1/sessions/current', 'phone', ['bob']),
  row('bob ends the session of his phone', 'DELETE /api/v1/sessions/{session}', 'bob', ['bob'], {
    at: (w) => ({ session: w.phone.sessionId }),
  }),
  row('bob ends his other sessions', 'DELETE /api/v1/sessions', 'bob', ['bob']),
]

const devices: Row[] = [
  row('bob wants to be told in his browser', 'PUT /api/v1/devices/current', 'bob', [], {
    body: (w) => aBrowser(w.bob.id),
  }),
  row('bob is told in French on his phone', 'PUT /api/v1/devices/current', 'phone', [], {
    body: (w) => ({ ...aBrowser(w.bob.id), language: 'fr', shows_text: false }),
  }),
  row('bob is told nothing on his phone any more', 'DELETE /api/v1/devices/current', 'phone', []),
  row('bob has lost his phone', 'DELETE /api/v1/devices/{device}', 'bob', [], {
    at: (w) => ({ device: w.device }),
  }),
]

const accounts = '/api/v1/admin/users/{user}'
const admin: Row[] = [
  row('alice suspends bob', `POST ${accounts}/suspend`, 'alice', [], { at: user('bob'), gone: 'bob' }),
  row('alice archives bob', `POST ${accounts}/archive`, 'alice', [], { at: user('bob'), gone: 'bob' }),
  row('alice restores bob', `POST ${accounts}/restore`, 'alice', [], {
    at: user('bob'),
    gone: 'bob',
    first: (w) => call(w, { verb: `POST ${accounts}/suspend`, by: 'alice', at: user('bob') }),
  }),
  row('alice makes bob an admin of the server', `PUT ${accounts}/admin`, 'alice', ['bob'], {
    at: user('bob'),
  }),
  row('alice makes bob no admin any more', `DELETE ${accounts}/admin`, 'alice', ['bob'], {
    at: user('bob'),
    first: (w) => call(w, { verb: `PUT ${accounts}/admin`, by: 'alice', at: user('bob') }),
  }),
]

const oneChat = '/api/v1/chats/{chat}'
const chats: Row[] = [
  row('alice makes a group with bob', 'POST /api/v1/chats', 'alice', inDirect, {
    body: (w) => ({ title: 'Cakes', member_ids: [w.bob.id] }),
  }),
  row('bob opens a direct chat with cleo', 'PUT /api/v1/chats/direct/{user}', 'bob', ['bob', 'cleo'], {
    at: user('cleo'),
  }),
  row('alice names the group anew', `PATCH ${oneChat}`, 'alice', inGroup, {
    at: group,
    body: just({ title: 'Hikes', shares_history: false }),
  }),
  row('alice gives the group a picture', `PUT ${oneChat}/picture`, 'alice', inGroup, {
    at: group,
    body: picture,
  }),
  row('alice takes the picture away', `DELETE ${oneChat}/picture`, 'alice', inGroup, {
    at: group,
    first: (w) => call(w, { verb: `PUT ${oneChat}/picture`, by: 'alice', at: group, body: picture }),
  }),
  row('alice deletes the group', `DELETE ${oneChat}`, 'alice', inGroup, { at: group }),
  row('bob adds emil and frida', `POST ${oneChat}/members`, 'bob', [...inGroup, 'emil', 'frida'], {
    at: group,
    body: (w) => ({ user_ids: [w.emil.id, w.frida.id] }),
  }),
  row('alice makes bob an admin of the group', `PATCH ${oneChat}/members/{user}`, 'alice', inGroup, {
    at: inGroupUser('bob'),
    body: just({ role: 'admin' }),
  }),
  row('alice hands the group over to cleo', `PATCH ${oneChat}/members/{user}`, 'alice', inGroup, {
    at: inGroupUser('cleo'),
    body: just({ role: 'owner' }),
  }),
  row('alice removes cleo', `DELETE ${oneChat}/members/{user}`, 'alice', inGroup, {
    at: inGroupUser('cleo'),
  }),
  row('alice leaves her group', `DELETE ${oneChat}/members/{user}`, 'alice', inGroup, {
    at: inGroupUser('alice'),
  }),
  row('cleo mutes the group for years', `PUT ${oneChat}/mute`, 'cleo', ['cleo'], {
    at: group,
    body: just({ muted_until: 4_000_000_000_000 }),
  }),
  row('bob mutes alice for ever', `PUT ${oneChat}/mute`, 'bob', ['bob'], { at: direct, body: just({}) }),
  row('alice mutes the group no more', `DELETE ${oneChat}/mute`, 'alice', ['alice'], {
    at: group,
    first: (w) => call(w, { verb: `PUT ${oneChat}/mute`, by: 'alice', at: group, body: just({}) }),
  }),
  row('alice makes an invite', `POST ${oneChat}/invites`, 'alice', [], {
    at: group,
    body: just({ max_uses: 3 }),
  }),
  row('alice withdraws the invite', `DELETE ${oneChat}/invites/{code}`, 'alice', [], {
    at: (w) => ({ chat: w.group, code: w.invite }),
  }),
  row('emil accepts the invite', 'POST /api/v1/invites/{code}/accept', 'emil', [...inGroup, 'emil'], {
    at: (w) => ({ code: w.invite }),
  }),
]

const oneMessage = '/api/v1/chats/{chat}/messages/{message}'
const emoji = `${oneMessage}/reactions/{emoji}`
const messages: Row[] = [
  row('alice replies, and mentions', `POST ${oneChat}/messages`, 'alice', inGroup, {
    at: group,
    body: (w) => ({
      text: `Hm, @${w.bob.username} and @${w.cleo.username}`,
      reply_to_id: w.said.cake.message,
      client_id: 'hm',
    }),
  }),
  row('bob writes to alice', `POST ${oneChat}/messages`, 'bob', inDirect, {
    at: direct,
    body: just({ text: 'Between us' }),
  }),
  row('alice mentions cleo afterwards', `PATCH ${oneMessage}`, 'alice', inGroup, {
    at: message('question'),
    body: (w) => ({ text: `Shall we walk, @${w.cleo.username}?` }),
  }),
  row('bob mentions cleo no more', `PATCH ${oneMessage}`, 'bob', inGroup, {
    at: message('answer'),
    body: just({ text: 'Yes!' }),
  }),
  row('bob edits what cleo has hidden', `PATCH ${oneMessage}`, 'bob', inGroup, {
    at: message('cake'),
    body: just({ text: 'I bring two cakes' }),
  }),
  row('alice deletes what cleo said', `DELETE ${oneMessage}`, 'alice', inGroup, { at: message('reply') }),
  row('bob deletes what alice has pinned', `DELETE ${oneMessage}`, 'bob', inGroup, { at: message('answer') }),
  row('alice deletes what she had edited', `DELETE ${oneMessage}`, 'alice', inGroup, { at: message('news') }),
  row('alice hides the newest message', `PUT ${oneMessage}/hidden`, 'alice', ['alice'], {
    at: message('cake'),
  }),
  row('bob hides what alice has pinned', `PUT ${oneMessage}/hidden`, 'bob', ['bob'], {
    at: message('answer'),
  }),
  row('bob hides a message of the direct chat', `PUT ${oneMessage}/hidden`, 'bob', ['bob'], {
    at: message('hello'),
  }),
  row('alice reacts as others did', `PUT ${emoji}`, 'alice', inGroup, { at: reaction('question', '👍') }),
  row('alice reacts as nobody did', `PUT ${emoji}`, 'alice', inGroup, { at: reaction('news', '❤️') }),
  row('bob, the first who reacted so, takes it back', `DELETE ${emoji}`, 'bob', inGroup, {
    at: reaction('question', '👍'),
  }),
  row('cleo takes back a reaction that nobody shares', `DELETE ${emoji}`, 'cleo', inGroup, {
    at: reaction('question', '🎉'),
  }),
  row('alice pins another message', `PUT ${oneMessage}/pin`, 'alice', inGroup, { at: message('news') }),
  row('bob pins in the direct chat', `PUT ${oneMessage}/pin`, 'bob', inDirect, { at: message('hello') }),
  row('alice unpins', `DELETE ${oneMessage}/pin`, 'alice', inGroup, { at: message('answer') }),
  row('cleo reads half of it', `PUT ${oneChat}/read`, 'cleo', ['cleo'], {
    at: group,
    body: just({ position: 3 }),
  }),
  row('alice reads what bob wrote to her', `PUT ${oneChat}/read`, 'alice', ['alice'], {
    at: direct,
    body: just({ position: 2 }),
  }),
  row('something reaches a device of cleo', `PUT ${oneChat}/delivered`, 'cleo', [], {
    at: group,
    body: just({ position: 3 }),
  }),
  row('cleo is typing', `POST ${oneChat}/typing`, 'cleo', [], {
    at: group,
    passing: true,
    body: just({ typing: true }),
  }),
]

const photo = form(sample('photo.png'), 'photo.png')
const uploads = '/api/v1/media/uploads'
const chunk = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' }

/** What alice has uploaded before, for what she does with it now. */
async function uploaded(w: World): Promise<Response> {
  const answer = await call(w, {
    verb: 'POST /api/v1/media',
    by: 'alice',
    headers: photo.headers,
    body: () => photo.body,
  })
  w.medium = ((await answer.clone().json()) as { id: string }).id
  return answer
}

async function begun(w: World): Promise<Response> {
  const answer = await call(w, { verb: `POST ${uploads}`, by: 'alice', headers: { 'Upload-Length': '5' } })
  w.upload = ((await answer.clone().json()) as { id: string }).id
  return answer
}

async function sentAlong(w: World): Promise<Response> {
  await uploaded(w)
  const body = () => ({ text: '', media_ids: [w.medium] })
  const answer = await call(w, { verb: `POST ${oneChat}/messages`, by: 'alice', at: group, body })
  w.said.news = { chat: w.group, message: ((await answer.clone().json()) as { id: string }).id }
  return answer
}

const media: Row[] = [
  row('alice uploads a photo', 'POST /api/v1/media', 'alice', [], {
    headers: photo.headers,
    body: () => photo.body,
  }),
  row('alice begins an upload', `POST ${uploads}`, 'alice', [], { headers: { 'Upload-Length': '5' } }),
  row('alice goes on with an upload', `PATCH ${uploads}/{upload}`, 'alice', [], {
    ...{ first: begun, at: (w) => ({ upload: w.upload! }), headers: chunk, body: () => Buffer.from('abc') },
  }),
  row('alice finishes an upload', `PATCH ${uploads}/{upload}`, 'alice', [], {
    ...{ first: begun, at: (w) => ({ upload: w.upload! }), headers: chunk, body: () => Buffer.from('abcde') },
  }),
  row('alice gives up an upload', `DELETE ${uploads}/{upload}`, 'alice', [], {
    ...{ first: begun, at: (w) => ({ upload: w.upload! }) },
  }),
  row('alice removes what she has uploaded', 'DELETE /api/v1/media/{media}', 'alice', [], {
    ...{ first: uploaded, at: (w) => ({ media: w.medium! }) },
  }),
  row('alice sends a photo along', `POST ${oneChat}/messages`, 'alice', inGroup, {
    ...{ first: uploaded, at: group, body: (w) => ({ text: '', media_ids: [w.medium!] }) },
  }),
  row('alice says something to the photo', `PATCH ${oneMessage}`, 'alice', inGroup, {
    ...{ first: sentAlong, at: message('news'), body: just({ text: 'On top of it' }) },
  }),
  row('alice takes the photo back', `DELETE ${oneMessage}`, 'alice', inGroup, {
    ...{ first: sentAlong, at: message('news') },
  }),
  row('alice goes, and the photo stays', `DELETE ${me}`, 'alice', ['bob', 'cleo'], {
    ...{ first: sentAlong, gone: 'alice', body: just({ password: PASSWORD }) },
  }),
]

/** Every call of the API that changes something, in each of its important cases. */
export const rows: Row[] = [
  ...myself,
  ...reaching,
  ...devices,
  ...admin,
  ...chats,
  ...messages,
  ...media,
  ...futureRows,
  ...projectRows,
  ...gameRows,
  ...eventRows,
]

/**
 * The rows that a journey performs on a database: in a thorough run all. By hand it is every third on SQLite, and as there
 * are three such journeys, each of which begins at another row, each row is performed by one of them; who hears what is
 * looked at for all. On servers it is every ninth.
 */
export function rowsOn({ name }: Database, journey: keyof typeof journeys): Row[] {
  const byHand = name !== 'sqlite' ? 9 : journey === 'nobody else hears' ? 1 : 3
  const step = often(byHand, 1)
  return rows.filter((_, i) => i % step === journeys[journey] % step)
}

const journeys = { 'entries tell the truth': 0, 'nobody else hears': 1, 'no orphans': 2 }
