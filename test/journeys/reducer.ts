import type { Wired } from '../doors.ts'
import { eventKinds, leaveEvents } from './event-reducer.ts'
import { projectKinds, showAnew } from './project-reducer.ts'
import type { Chat, Project, Room, State } from './snapshot.ts'

/** Reads what somebody has just come into: its past does not come by the log. */
export interface Fetch {
  room(chatId: string): Room | undefined
  project(projectId: string): Project | undefined
}

export type Apply = (state: State, body: Wired['body'], fetch: Fetch) => void

/** What becomes of somebody's state by an entry, as `docs/log.md` tells writers of clients to do it. */
export function reduce(before: State, entries: Wired[], fetch: Fetch): State {
  const state = structuredClone(before)
  for (const { kind, body } of entries) {
    const apply = kinds[kind]
    if (!apply) throw new Error(`An entry of a kind that nobody told of: ${kind}`)
    if (body !== null) apply(state, body, fetch)
  }
  state.rooms.sort((a, b) => b.chat.active_at - a.chat.active_at || (a.chat.id < b.chat.id ? 1 : -1))
  return state
}

const kinds: Record<string, Apply> = {
  'me.updated': updateMe,
  'user.updated': updateCard,
  'session.opened': () => {},
  'session.revoked': () => {},
  'block.added': addBlock,
  'block.removed': removeBlock,
  'friend.added': addFriend,
  'friend.removed': removeFriend,
  'score.recorded': () => {},
  'game.invited': () => {},
  'game.turn': () => {},
  'game.created': putGame,
  'game.joined': putGame,
  'game.started': putGame,
  'game.moved': putGame,
  'game.ended': putGame,
  'game.rematch_offered': putGame,
  'game.left': leaveGame,
  'game.closed': closeGame,
  'contact.joined': () => {},
  'contact.book_changed': () => {},
  'chat.created': ({ rooms }, { chat }, fetch) => updateChat(rooms, chat, fetch),
  'chat.updated': ({ rooms }, { chat }, fetch) => updateChat(rooms, chat, fetch),
  'chat.deleted': leave,
  'chat.member_added': addMember,
  'chat.member_updated': updateMember,
  'chat.member_removed': removeMember,
  'chat.read': read,
  'chat.muted': mute,
  'chat.unmuted': mute,
  'message.sent': putMessage,
  'message.edited': putMessage,
  'message.deleted': putMessage,
  'message.pinned': pinMessage,
  'message.unpinned': pinMessage,
  'message.hidden': hideMessage,
  'message.returned': returnMessage,
  'scheduled.planned': putScheduled,
  'scheduled.updated': putScheduled,
  'scheduled.forgotten': forgetScheduled,
  'scheduled.announced': announce,
  'scheduled.concluded': conclude,
  ...projectKinds,
  ...(eventKinds as Record<string, Apply>),
  'reaction.added': (state, body) => react(state, body, true),
  'reaction.removed': (state, body) => react(state, body, false),
}

function putScheduled(state: State, { scheduled }: { scheduled: State['scheduled'][number] }) {
  const before = state.scheduled.find(({ id }) => id === scheduled.id)
  if (before && before.version > scheduled.version) return
  state.scheduled = [scheduled, ...state.scheduled.filter((one) => one !== before)]
  state.scheduled.sort((a, b) => b.active_at - a.active_at || (a.id < b.id ? 1 : -1))
}

function forgetScheduled(state: State, { scheduled_id }: { scheduled_id: string }) {
  state.scheduled = state.scheduled.filter(({ id }) => id !== scheduled_id)
}

function announce(state: State, { announcement }: { announcement: State['announced'][number] }) {
  if (announcement.sender_id === state.me.id) return
  conclude(state, announcement)
  state.announced.push(announcement)
  state.announced.sort((a, b) => (a.opens_at ?? Infinity) - (b.opens_at ?? Infinity))
}

function conclude(state: State, { id }: { id: string }) {
  state.announced = state.announced.filter((one) => one.id !== id)
}

function returnMessage({ me, rooms }: State, { message }: { message: Message }) {
  const room = roomOf(rooms, message.chat_id)
  if (!room) return
  const others = room.messages.filter(({ id }) => id !== message.id)
  room.messages = [...others, message].sort((a, b) => a.position - b.position)
  recount(room, me.id)
}

function updateMe(state: State, { me }: { me: State['me'] }) {
  if (me.version >= state.me.version) state.me = me
}

/** Wherever somebody is shown, he is shown so from now on. */
function updateCard(state: State, { user }: { user: State['blocks'][number] }) {
  for (const { chat, members } of state.rooms) {
    if (chat.peer?.id === user.id) chat.peer = user
    for (const member of members) if (member.user.id === user.id) member.user = user
  }
  state.blocks = state.blocks.map((blocked) => (blocked.id === user.id ? user : blocked))
  showAnew(state, user)
  for (const friend of state.friends) if (friend.user.id === user.id) friend.user = user
}

function addBlock(state: State, { user }: { user: State['blocks'][number] }) {
  if (!state.blocks.some((blocked) => blocked.id === user.id)) state.blocks.unshift(user)
}

function removeBlock(state: State, { user_id }: { user_id: string }) {
  state.blocks = state.blocks.filter((blocked) => blocked.id !== user_id)
}

function addFriend(state: State, friend: State['friends'][number]) {
  const others = state.friends.filter(({ user }) => user.id !== friend.user.id)
  state.friends = [...others, friend].sort((a, b) => (a.user.id < b.user.id ? -1 : 1))
}

function removeFriend(state: State, { user_id }: { user_id: string }) {
  state.friends = state.friends.filter(({ user }) => user.id !== user_id)
}

type Game = State['games'][number]

/** Every entry of a room has all of it. */
function putGame(state: State, { room }: { room: Game }) {
  const before = state.games.find(({ id }) => id === room.id)
  if (before && before.version > room.version) return
  state.games = [...state.games.filter((one) => one !== before), room].sort((a, b) => (a.id < b.id ? 1 : -1))
}

function leaveGame(state: State, { room, user_id }: { room: Game; user_id: string }) {
  if (user_id === state.me.id) closeGame(state, { room_id: room.id })
  else putGame(state, { room })
}

function closeGame(state: State, { room_id }: { room_id: string }) {
  state.games = state.games.filter(({ id }) => id !== room_id)
}

function roomOf(rooms: Room[], chatId: string): Room | undefined {
  return rooms.find(({ chat }) => chat.id === chatId)
}

function updateChat(rooms: Room[], chat: Chat, fetch: Fetch) {
  const room = roomOf(rooms, chat.id)
  const fetched = room ? undefined : fetch.room(chat.id)
  if (fetched) rooms.push(structuredClone(fetched))
  if (room && chat.version >= room.chat.version) Object.assign(room.chat, chat)
}

function leave(state: State, { chat_id }: { chat_id: string }) {
  state.rooms = state.rooms.filter(({ chat }) => chat.id !== chat_id)
  leaveEvents(state, chat_id)
}

function addMember(
  { rooms }: State,
  { chat, member }: { chat: Chat; member: Room['members'][number] },
  fetch: Fetch,
) {
  updateChat(rooms, chat, fetch)
  const members = roomOf(rooms, chat.id)?.members
  if (!members || members.some(({ user }) => user.id === member.user.id)) return
  members.push(member)
  members.sort((a, b) => (a.user.id < b.user.id ? -1 : 1))
}

function updateMember(
  { me, rooms }: State,
  { chat_id, user_id, role }: { chat_id: string; user_id: string; role: Chat['role'] },
) {
  const room = roomOf(rooms, chat_id)
  if (!room) return
  for (const member of room.members) if (member.user.id === user_id) member.role = role
  if (user_id === me.id) room.chat.role = role
}

function removeMember(state: State, body: { chat_id: string; user_id: string; member_count: number }) {
  if (body.user_id === state.me.id) return leave(state, body)
  const room = roomOf(state.rooms, body.chat_id)
  if (!room) return
  room.members = room.members.filter(({ user }) => user.id !== body.user_id)
  room.chat.member_count = body.member_count
}

function read({ rooms }: State, { chat_id, ...mark }: { chat_id: string; read_position: number }) {
  const room = roomOf(rooms, chat_id)
  if (room && mark.read_position >= room.chat.read_position) Object.assign(room.chat, mark)
}

function mute({ rooms }: State, { chat_id, muted_until }: { chat_id: string; muted_until: number | null }) {
  const room = roomOf(rooms, chat_id)
  if (room) room.chat.muted_until = muted_until
}

type Message = Room['messages'][number]

/** Puts a message in its place, as it is now; the entry does not say how people have reacted to it. */
function putMessage({ me, rooms }: State, { message }: { message: Message }) {
  const room = roomOf(rooms, message.chat_id)
  const before = room?.messages.find(({ id }) => id === message.id)
  if (!room || !(before ? message.version >= before.version : isNew(room, message))) return
  const reactions = message.deleted ? [] : (before?.reactions ?? [])
  const others = room.messages.filter(({ id }) => id !== message.id)
  room.messages = [...others, { ...message, reactions }].sort((a, b) => a.position - b.position)
  room.chat.active_at = Math.max(room.chat.active_at, message.created_at)
  recount(room, me.id)
}

/** What is not there and not new either, I have hidden. What was taken back before I heard of it leaves a blank. */
function isNew({ chat, blanks }: Room, { position }: Message): boolean {
  if (blanks.delete(position)) return true
  for (let blank = chat.last_position + 1; blank < position; blank++) blanks.add(blank)
  const isNew = position > chat.last_position
  chat.last_position = Math.max(chat.last_position, position)
  return isNew
}

interface Pinned extends Pick<Message, 'pinned_at' | 'pinned_by'> {
  chat_id: string
  message_id: string
}

function pinMessage({ me, rooms }: State, { chat_id, message_id, pinned_at, pinned_by }: Pinned) {
  const room = roomOf(rooms, chat_id)
  const message = room?.messages.find(({ id }) => id === message_id)
  if (!room || !message || message.deleted) return
  Object.assign(message, { pinned_at, pinned_by })
  recount(room, me.id)
}

function hideMessage(
  { me, rooms }: State,
  { chat_id, message_id, position }: { chat_id: string; message_id: string; position: number },
) {
  const room = roomOf(rooms, chat_id)
  if (!room) return
  room.messages = room.messages.filter(({ id }) => id !== message_id)
  room.blanks.delete(position)
  recount(room, me.id)
}

interface Reacted {
  chat_id: string
  message_id: string
  user_id: string
  emoji: string
  reactions: { emoji: string; count: number }[]
}

/** The entry says all that there is now; which of it is mine, only when it is I who reacted. */
function react(
  { me, rooms }: State,
  { chat_id, message_id, user_id, emoji, reactions }: Reacted,
  added: boolean,
) {
  const room = roomOf(rooms, chat_id)
  const message = room?.messages.find(({ id }) => id === message_id)
  if (!room || !message || message.deleted) return
  const mine = new Set(message.reactions.filter((one) => one.mine).map((one) => one.emoji))
  if (user_id === me.id && added) mine.add(emoji)
  if (user_id === me.id && !added) mine.delete(emoji)
  message.reactions = reactions.map((one) => ({ ...one, mine: mine.has(one.emoji) }))
  recount(room, me.id)
}

/** What follows from the messages that I see. */
function recount(room: Room, myId: string) {
  const { chat, messages } = room
  const unread = messages.filter((m) => m.position > chat.read_position && m.sender_id !== myId && !m.deleted)
  chat.unread_count = unread.length
  chat.mention_count = unread.filter(({ mentions }) => mentions.includes(myId)).length
  const last = messages.at(-1)
  chat.last_message = last ? pick(last) : null
  const pins = messages.filter(({ pinned_at }) => pinned_at !== null)
  room.pins = pins.sort((a, b) => b.pinned_at! - a.pinned_at! || b.position - a.position)
}

function pick({ media, ...message }: Message): Chat['last_message'] {
  const { id, position, sender_id, text, created_at, written_at, deleted } = message
  const media_kinds = media.map(({ kind }) => kind)
  return { id, position, sender_id, text, media_kinds, created_at, written_at, deleted }
}
