import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../../../sdk/src/parley.ts'
import { everyDeed, type Told } from './every-deed.mjs'
import { kinds, reduce } from './reduce.ts'
import type { Snapshot } from './snapshot.ts'
import { nothing, type State } from './state.ts'
import './together-entries.ts'

/** What the page reads, one after the other. */
function readsOf({ me, rooms, blocks, scheduled, announced }: Told): Snapshot[] {
  const chats = rooms.map(({ chat }) => chat)
  return [
    { of: 'everything', me, chats, blocked: blocks },
    { of: 'scheduled', scheduled },
    { of: 'announced', announced },
    ...rooms.flatMap(({ chat: { id: chatId, last_position }, members, messages, pins }): Snapshot[] => {
      const page = { items: messages, previous: null, next: null }
      return [
        { of: 'messages', chatId, asked: 'newest', page, known: last_position },
        { of: 'members', chatId, members },
        { of: 'pins', chatId, messages: pins },
      ]
    }),
  ]
}

const take = (state: State, snapshots: Snapshot[]) =>
  snapshots.reduce((now, snapshot) => reduce(now, { what: 'snapshot', snapshot, since: [] }), state)

const hear = (state: State, entries: Entry[]) =>
  entries.reduce((now, entry) => reduce(now, { what: 'entry', entry }), state)

/** What the page knows that it does not know is read again. */
function refreshed(state: State, { rooms }: Told): State {
  const chats = rooms.map(({ chat }) => chat).filter(({ id }) => state.stale.includes(id))
  return take(state, [{ of: 'chats', chats }])
}

/** How far others have read comes by signals, and is not in the log. */
const withoutReach = (members: Told['rooms'][number]['members']) =>
  members
    .map(({ user, role, joined_at }) => ({ user, role, joined_at }))
    .toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1))

/** What the page shows; of chats that were not there before, only that they are there. */
function shown({ me, blocked, chats, members, stretches, pins, ...future }: State) {
  const rooms = Object.values(chats).map((chat) => {
    const stretch = stretches[chat.id]
    if (!stretch) return { chat }
    const people = withoutReach(members[chat.id]!)
    return { chat, members: people, messages: stretch.messages, pins: pins[chat.id] }
  })
  const scheduled = Object.values(future.scheduled!).toSorted(byId)
  const announced = Object.values(future.announced!).toSorted(byId)
  return { me, blocked, scheduled, announced, rooms: rooms.toSorted(byChat) }
}

function told({ me, blocks, rooms, ...future }: Told, state: State) {
  const all = rooms.map(({ chat, members, messages, pins }) => {
    if (!state.stretches[chat.id]) return { chat }
    return { chat, members: withoutReach(members), messages, pins: pins.map(({ id }) => id) }
  })
  const scheduled = future.scheduled.toSorted(byId)
  const announced = future.announced.toSorted(byId)
  return { me, blocked: blocks.map(({ id }) => id), scheduled, announced, rooms: all.toSorted(byChat) }
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
const byChat = (a: { chat: { id: string } }, b: { chat: { id: string } }) => (a.chat.id < b.chat.id ? -1 : 1)

test('whatever is done, a page that hears of it shows what it would show if it were opened anew', async () => {
  let seen = 0
  await everyDeed((what, known, entries, now) => {
    seen += entries.length
    // Numbered apart, or the second would be passed over before it comes to anything.
    const twice = entries.flatMap((entry) => [entry, { ...entry, seq: entry.seq + 0.5 }])
    for (const [before, some] of [
      [known, entries],
      [known, twice],
      [now, entries],
    ] as const) {
      const after = refreshed(hear(take(nothing, readsOf(before)), some), now)
      expect({ what, ...shown(after) }).toEqual({ what, ...told(now, after) })
    }
  })
  expect(seen).toBeGreaterThan(100)
}, 60_000)

/**
 * What the store need not know: it is looked at where it comes in (line.ts), comes with what is read first, or is of
 * something that the page does not show.
 */
const elsewhere = [
  ...['log.gap', 'me.registered', 'session.opened', 'session.revoked'],
  ...['contact.book_changed', 'contact.joined'],
  ...['friend.added', 'friend.removed'],
]

test('there is an answer to every kind of entry', () => {
  const page = readFileSync(join(import.meta.dir, '../../../docs/log.md'), 'utf8')
  const table = page.slice(page.indexOf('## Every kind of entry'))
  const every = [...table.matchAll(/^\| `(\w+\.\w+)`/gm)].map((match) => match[1]!)
  expect(every.length).toBeGreaterThan(15)
  expect([...Object.keys(kinds), ...elsewhere].sort()).toEqual(every.sort())
})
