import { expect, test } from 'bun:test'
import { CHAT, inventServer } from './invented.ts'
import { reduce } from './reduce.ts'
import { nothing, type State } from './state.ts'
import type { Message } from './things.ts'
import { everythingOf, take } from './truth.ts'

const ids = (state: State) => state.stretches[CHAT]!.messages.map(({ id }) => id)
const hear = (state: State, kind: string, body: Record<string, unknown>) =>
  reduce(state, {
    what: 'entry',
    entry: { seq: state.seq + 1, stream: 'user:me', kind, at: 0, actor: null, body },
  })

test('what I had sent into my future comes back into its place, wherever that is, and once', () => {
  const server = inventServer()
  for (let n = 0; n < 4; n++) server.do({ does: 'send', by: 1, mentions: false })
  const before = take(nothing, everythingOf(server))
  for (const message of before.stretches[CHAT]!.messages) {
    const body = { chat_id: CHAT, message_id: message.id, position: message.position }
    const away = { ...hear(before, 'message.hidden', body), stale: [] }
    expect(ids(away)).toEqual(ids(before).filter((id) => id !== message.id))
    const back = hear(away, 'message.returned', { message, sent_away_at: 1 })
    expect(back.stretches[CHAT]!.messages).toEqual(before.stretches[CHAT]!.messages)
    expect([back.stale, back.returned]).toEqual([[CHAT], [message.id]])
    const twice = hear(back, 'message.returned', { message, sent_away_at: 1 })
    expect([ids(twice), twice.returned]).toEqual([ids(before), [message.id]])
    expect(hear(twice, 'message.hidden', body).returned).toEqual([])
  }
})

test('what comes back far from where I read is left to be read there', () => {
  const server = inventServer()
  for (let n = 0; n < 3; n++) server.do({ does: 'send', by: 1, mentions: false })
  const before = take(nothing, everythingOf(server))
  const [first, middle, last] = before.stretches[CHAT]!.messages as [Message, Message, Message]
  const some = (messages: Message[], previous: number | null, next: number | null, top: number) => ({
    ...before,
    stretches: { [CHAT]: { messages, previous, next, top, blanks: [] } },
  })
  const early = some([first, middle], null, middle.position, middle.position)
  expect(ids(hear(early, 'message.returned', { message: last }))).toEqual([first.id, middle.id])
  const late = some([middle, last], middle.position, null, last.position)
  expect(ids(hear(late, 'message.returned', { message: first }))).toEqual([middle.id, last.id])
})
