import { expect, test } from 'bun:test'
import { ask } from '../../test/client.ts'
import { until } from '../../test/until.ts'
import { connect } from '../src/parley.ts'
import { openProxy } from './proxy.mjs'
import { listen, quick } from './reader.ts'
import { startServer } from './server.mjs'

/** The server looks every second for connections whose token has ended. */
const SWEEP_MS = 1100

test('a socket lives on with the next token when the first one ends', async () => {
  const clock = { at: Date.UTC(2026, 10, 21, 9), now: () => clock.at }
  await using server = await startServer({ PARLEY_ACCESS_TOKEN_SECONDS: '2' }, { clock })
  await using proxy = await openProxy(() => server.url)
  const bob = await server.signUp('bob')
  let grant = { access_token: bob.token, refresh_token: bob.refreshToken }
  const asked: (string | undefined)[] = []
  async function token(former?: string) {
    asked.push(former)
    if (former) {
      const { refresh_token } = grant
      grant = (await ask(server.url, 'POST', '/api/v1/sessions/refresh', { refresh_token })).body
    }
    return grant.access_token
  }
  const ear = listen(connect({ url: proxy.url, token, transports: ['socketio'], pace: quick }))
  const { parley, states } = ear
  await until(() => parley.state.link === 'live')

  // By the server's clock, the first ends after two seconds, and the next after three.
  clock.at += 1000
  await until(() => asked.length === 2)
  expect(asked).toEqual([undefined, bob.token])
  await parley.watch([bob.id])
  clock.at += 1500
  states.length = 0
  await Bun.sleep(SWEEP_MS)
  expect(states).toEqual([])
  expect(parley.state).toMatchObject({ link: 'live', transport: 'socketio' })
  await parley.watch([bob.id])
  expect(proxy.passed('/socket.io')).toBe(1)
  parley.close()
})
