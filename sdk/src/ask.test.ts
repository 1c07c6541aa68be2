import { expect, test } from 'bun:test'
import { openAsk } from './ask.ts'
import { usualPace } from './pace.ts'
import { openPlace } from './place.ts'
import { keepToken } from './token.ts'

type Answer = (request: Request) => Response | Promise<Response>

function asking(answer: Answer, pace = usualPace) {
  const server = Bun.serve({ port: 0, fetch: answer })
  const place = openPlace(undefined)
  const ask = openAsk(server.url.origin, keepToken('mine'), place, pace)
  return { ask, place, [Symbol.asyncDispose]: () => server.stop(true) }
}

const json = (body: unknown, cursor: string) => Response.json(body, { headers: { 'Parley-Cursor': cursor } })

test('while no cursor is known one question goes at a time, so the earliest answer is where the log begins', async () => {
  await using it = asking(async ({ url }) => {
    if (!url.endsWith('/slow')) return json('fast', 'a.7')
    await Bun.sleep(30)
    return json('slow', 'a.5')
  })
  const answers = Promise.all([it.ask<string>('GET', '/slow'), it.ask<string>('GET', '/fast')])
  expect(await answers).toEqual(['slow', 'fast'])
  expect(it.place.cursor).toBe('a.5')
})

test('a first question that fails does not keep the next from being asked', async () => {
  await using it = asking(({ url }) =>
    url.endsWith('/no') ? new Response('no', { status: 500 }) : json(1, 'a.1'),
  )
  const [no, yes] = await Promise.allSettled([it.ask('GET', '/no'), it.ask('GET', '/yes')])
  expect(no).toMatchObject({ status: 'rejected', reason: { problem: { code: 'unavailable', status: 500 } } })
  expect(yes).toEqual({ status: 'fulfilled', value: 1 })
})

test('the greeting of a hotel is no answer, and neither is silence', async () => {
  const pace = { ...usualPace, answer: 30 }
  await using it = asking(async ({ url }) => {
    if (url.endsWith('/silence')) await Bun.sleep(2000)
    return new Response('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } })
  }, pace)
  const refusal = { problem: { code: 'offline' } }
  expect(it.ask('GET', '/hotel')).rejects.toMatchObject(refusal)
  expect(it.ask('GET', '/silence')).rejects.toMatchObject(refusal)
})

test('JSON goes out as JSON, a picture as it is, with the token and the version', async () => {
  await using it = asking(async (request) =>
    json(
      [
        ...['authorization', 'if-match', 'content-type'].map((name) => request.headers.get(name)),
        await request.text(),
      ],
      'a.1',
    ),
  )
  const options = { ifMatch: 3, body: { text: 'é' } }
  expect(await it.ask('PATCH', '/x', options)).toEqual([
    'Bearer mine',
    '"3"',
    'application/json',
    '{"text":"é"}',
  ])
  const body = new Blob(['GIF89a'], { type: 'image/gif' })
  expect(await it.ask('PUT', '/x', { body })).toEqual(['Bearer mine', null, 'image/gif', 'GIF89a'])
})

test('who gives up hears his own reason', async () => {
  await using it = asking(() => json(1, 'a.1'))
  const signal = AbortSignal.abort(new Error('changed my mind'))
  expect(it.ask('GET', '/x', { signal })).rejects.toThrow('changed my mind')
})
