import { expect, test } from 'bun:test'
import { until } from '../../test/until.ts'
import type { Ask } from './ask.ts'
import { openOutbox } from './outbox.ts'
import { memoryOutbox } from './outbox-store.ts'
import { newAlarm, usualPace } from './pace.ts'
import { offline } from './problem.ts'

/** A server that does not answer until it is told how. */
function silentServer() {
  const asked: { answer: (answer: unknown) => void; fail: (error: unknown) => void }[] = []
  const ask = () => new Promise((answer, fail) => asked.push({ answer, fail }))
  return { ask: ask as unknown as Ask, asked }
}

test('what fails while the line comes back is asked again at once', async () => {
  const { ask, asked } = silentServer()
  const alarm = newAlarm()
  const outcomes: string[] = []
  const patient = { ...usualPace, first: 60_000, longest: 60_000 }
  const box = openOutbox(memoryOutbox(), ask, patient, alarm, ({ outcome }) => outcomes.push(outcome))
  box.write('POST', '/api/v1/chats', {})
  await until(() => asked.length === 1)
  alarm.ring()
  asked[0]!.fail(offline())
  await until(() => asked.length === 2, 2000)
  asked[1]!.answer({})
  await until(() => outcomes.at(-1) === 'done')
  box.close()
})

test('what another tab has sent, and was closed before it could say so, does not wait for ever', async () => {
  const store = memoryOutbox()
  const { ask, asked } = silentServer()
  const outcomes: string[] = []
  const box = openOutbox(store, ask, usualPace, newAlarm(), ({ outcome }) => outcomes.push(outcome))
  const write = box.write('POST', '/api/v1/chats', {})
  await until(() => asked.length === 1)
  await store.remove(write.id)
  asked[0]!.answer({})
  await until(() => box.waiting === 0)
  expect(outcomes).toEqual(['queued', 'done'])
  box.close()
})
