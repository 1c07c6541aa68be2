import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { stage } from '../../test/stage.ts'

const sqlite = databases[0]!

/** Reads a stream until something has come. */
async function readUntil(answer: Response, what: string): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(what)) break
  }
  return text
}

test('a stream is as an EventSource wants it, says what was missed, and that it is still there', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_HEARTBEAT_SECONDS: '1' } })
  const cursor = await its.cursorOf(its.bob)
  await its.say('two\nlines')
  const headers = { Authorization: `Bearer ${its.bob.token}` }
  const answer = await fetch(`${its.url}/api/v1/log/stream?after=${cursor}`, { headers })
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform')
  const events = (await readUntil(answer, ': still here\n\n')).split('\n\n')
  const { epoch, seq } = its.server.house.tail.head
  expect(events[0]).toBe('retry: 2000\n: welcome')
  expect(events[1]).toStartWith(`id: ${epoch}.${seq}\ndata: {"seq":${seq},`)
  expect(events[2]).toBe(`id: ${epoch}.${seq}\nevent: ready\ndata: {"cursor":"${epoch}.${seq}"}`)
  expect(events[3]).toBe(': still here')
  await its.empty()
})

test('`Last-Event-ID` counts more than `after`, unless it is empty', async () => {
  await using its = await stage(sqlite)
  const first = await its.cursorOf(its.bob)
  await its.say('first')
  const second = await its.cursorOf(its.bob)
  await its.say('second')
  const read = async (lastEventId: string) => {
    const headers = { Authorization: `Bearer ${its.bob.token}`, 'Last-Event-ID': lastEventId }
    const answer = await fetch(`${its.url}/api/v1/log/stream?after=${first}`, { headers })
    const text = await readUntil(answer, 'event: ready')
    return [text.includes('"text":"first"'), text.includes('"text":"second"')]
  }
  expect(await read(second)).toEqual([false, true])
  expect(await read('')).toEqual([true, true])
  const headers = { Authorization: `Bearer ${its.bob.token}`, 'Last-Event-ID': 'garbage' }
  expect((await fetch(`${its.url}/api/v1/log/stream`, { headers })).status).toBe(400)
})
