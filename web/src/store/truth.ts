import { expect } from 'bun:test'
import type { Entry } from '../../../sdk/src/parley.ts'
import { expected } from './expect.ts'
import { alice, CHAT, type inventServer } from './invented.ts'
import { reduce } from './reduce.ts'
import type { Snapshot } from './snapshot.ts'
import type { State } from './state.ts'

/** For tests: what a page reads of the invented server and hears of it, and whether it then shows the truth. */

export type Server = ReturnType<typeof inventServer>

/** `known` is the last position that was known when the messages were asked for. */
export function everythingOf(server: Server, known = server.chat().last_position): Snapshot[] {
  return [
    { of: 'everything', me: alice, chats: [server.chat()], blocked: [] },
    { of: 'messages', chatId: CHAT, asked: 'newest', page: server.page(), known },
    { of: 'pins', chatId: CHAT, messages: server.pins() },
  ]
}

export const take = (state: State, snapshots: Snapshot[], since: Entry[] = []) =>
  snapshots.reduce((now, snapshot) => reduce(now, { what: 'snapshot', snapshot, since }), state)

export const hearAll = (state: State, entries: Entry[]) =>
  entries.reduce((now, entry) => reduce(now, { what: 'entry', entry }), state)

/** What is read again because we know that we do not know it. */
function refreshed(state: State, server: Server): State {
  if (state.stale.length === 0) return state
  return reduce(state, { what: 'snapshot', snapshot: { of: 'chats', chats: [server.chat()] }, since: [] })
}

export function expectTruth(state: State, server: Server) {
  const shown = expected(refreshed(state, server))
  expect(shown.chats[CHAT]).toEqual(server.chat())
  expect(shown.stretches[CHAT]!.messages).toEqual(server.page().items)
  expect(shown.pins[CHAT]).toEqual(server.pins().map(({ id }) => id))
}
