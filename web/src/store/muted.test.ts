import { afterAll, beforeEach, expect, setSystemTime, test } from 'bun:test'
import { inventServer } from './invented.ts'
import { isMuted, loudCount, passed } from './muted.ts'
import { reduce } from './reduce.ts'
import { nothing, type State } from './state.ts'
import { everythingOf, take } from './truth.ts'

const NOON = Date.UTC(2027, 2, 10, 12)
const hour = 3_600_000

beforeEach(() => {
  setSystemTime(NOON)
  passed.value = 0
})
afterAll(() => setSystemTime())

function aChat(muted_until: number | null) {
  const chat = { ...inventServer().chat(), unread_count: 5, mention_count: 2 }
  return { ...chat, muted_until }
}

test('a chat is muted until its time, and then aloud again', () => {
  const muted = aChat(NOON + hour)
  expect([isMuted(muted), loudCount(muted)]).toEqual([true, 2])
  expect([isMuted(aChat(null)), loudCount(aChat(null))]).toEqual([false, 5])
  setSystemTime(NOON + hour)
  expect([isMuted(muted), loudCount(muted)]).toEqual([false, 5])
})

test('a clock that rings a moment too early is believed', () => {
  passed.value = NOON + hour
  expect(isMuted(aChat(NOON + hour))).toBe(false)
  expect(isMuted(aChat(NOON + 2 * hour))).toBe(true)
})

test('what is heard of it holds for that chat alone, and of an unknown one nothing is kept', () => {
  const server = inventServer()
  const before = take(nothing, everythingOf(server))
  const hear = (state: State, kind: string, body: object) => reduce(state, { what: 'learnt', kind, body })
  const { id } = server.chat()
  const after = hear(before, 'chat.muted', { chat_id: id, muted_until: NOON })
  expect(after.chats[id]).toEqual({ ...before.chats[id]!, muted_until: NOON })
  expect(hear(after, 'chat.unmuted', { chat_id: id, muted_until: null }).chats).toEqual(before.chats)
  expect(hear(before, 'chat.muted', { chat_id: 'another', muted_until: NOON }).chats).toEqual(before.chats)
})
