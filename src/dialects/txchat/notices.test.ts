import { expect, test } from 'bun:test'
import type { House } from '../../http/house.ts'
import { newId } from '../../id.ts'
import type { Desk } from './desk.ts'
import { noticesFor } from './notices.ts'

const alice = newId()
const bob = newId()
const project = { id: newId(), title: 'Bridge' }

/** A desk at which bob's name has to be looked up, and comes when it is said. */
function desk(lookup: Promise<{ number: number; username: string }>): Desk {
  return {
    house: { logger: { error() {} } } as unknown as House,
    people: { person: () => lookup } as unknown as Desk['people'],
    projects: { ofChat: () => project, byId: () => project },
    rooms: { has: () => false } as unknown as Desk['rooms'],
    blocks: async () => false,
  }
}

function listening(lookup: Promise<{ number: number; username: string }>) {
  const written: string[] = []
  const failed: true[] = []
  const frames = noticesFor(
    desk(lookup),
    alice,
  )({ write: (frame) => written.push(frame), cursorOf: (seq) => `k.${seq}`, fail: () => failed.push(true) })
  const entry = (seq: number, kind: string, body: object) =>
    frames.entry(JSON.stringify({ seq, stream: 'x', kind, at: 1, actor: bob, body }), seq)
  return { written, failed, frames, entry }
}

const said = { message: { sender_id: bob, chat_id: 'c', project_id: null } }
const left = { project, user: { id: bob, username: 'bob', name: 'Bob' } }

test('what has to be looked up keeps its place; what has not is said at once', async () => {
  const lookup = Promise.withResolvers<{ number: number; username: string }>()
  const { written, failed, frames, entry } = listening(lookup.promise)
  entry(1, 'project.member_left', left)
  expect(written).toHaveLength(1)
  entry(2, 'message.sent', said)
  entry(3, 'project.member_left', left)
  frames.ready(4)
  await Promise.resolve()
  expect(written).toHaveLength(1)
  lookup.resolve({ number: 1, username: 'bob' })
  await frames.settled!()
  expect(written.map((frame) => frame.split('\n').slice(0, 2).join(', '))).toEqual([
    'id: k.1, event: action_project',
    'id: k.2, event: action_message',
    'id: k.3, event: action_project',
    'id: k.4, event: ready',
  ])
  expect(failed).toEqual([])
})

test('what could not be looked up ends the stream, so that it is asked for again', async () => {
  const { written, failed, frames, entry } = listening(Promise.reject(new Error('away')))
  entry(1, 'message.sent', said)
  await frames.settled!()
  expect([written, failed]).toEqual([[], [true]])
})
