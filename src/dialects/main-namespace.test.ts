import { expect, test } from 'bun:test'
import { io } from 'socket.io-client'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { until } from '../../test/until.ts'
import { createGroup } from '../chats/create-group.ts'
import type { DialectName } from '../config.ts'
import { openLimits } from '../http/limits.ts'
import { listen } from '../http/listen.ts'
import { sendOne } from '../messages/routes.ts'
import { Problem } from '../problem.ts'
import { openHub } from '../transports/hub.ts'
import { openPresence } from '../transports/presence.ts'
import { openSockets } from '../transports/socketio.ts'
import { openMainNamespace, type Voice } from './main-namespace.ts'

/** A dialect that knows one event, and says something of every message. */
function voice(name: DialectName, event: string, said: unknown[]): Voice {
  return {
    name,
    enter: () => void said.push([name, 'enters']),
    greet: ({ socket }) => void socket.emit('echo', name),
    kinds: new Set(['message.sent']),
    hear: async ({ socket }, { seq }) => void socket.emit('heard', name, seq),
    asks: {
      async [event](_talk, [given]) {
        if (given === 'wrong') throw new Problem('invalid', 'Not so')
        said.push([name, given])
      },
    },
    refuse: ({ socket }, { message }) => void socket.emit('refused', name, message),
  }
}

test('a client hears every dialect until it speaks one, and then that one, in the order of the log', async () => {
  await using its = await testHouse(databases[0]!, { env: { PORT: '0' } })
  const { house, alice, bob } = its
  const hub = openHub(house)
  const presence = openPresence(house, hub)
  const { api, tokens, authenticate } = testApi(house)
  const limits = openLimits(house.config)
  const sockets = openSockets(house, hub, presence, authenticate, limits, {})
  const said: unknown[] = []
  const voices = [voice('chatapp', 'sing', said), voice('playhub', 'play', said)]
  openMainNamespace(house, sockets.io, hub, authenticate, limits, voices)
  const server = listen(house, api, sockets)
  const token = await tokens.sign(bob.id, bob.sessionId, 60_000)
  const socket = io(`http://127.0.0.1:${server.port}`, { auth: { token }, forceNew: true })
  const heard: unknown[][] = []
  socket.onAny((...event) => void heard.push(event))
  const chat = await house.commit((tx) =>
    createGroup(tx, alice, { title: 'Walks', memberIds: [bob.id], sharesHistory: true }, 10),
  )
  const say = async (text: string) => sendOne(house, alice, chat.id, { text }, undefined)

  await until(() => heard.length === 2)
  expect(said.splice(0)).toEqual([
    ['chatapp', 'enters'],
    ['playhub', 'enters'],
  ])
  await say('One')
  await until(() => heard.length === 4)
  expect(heard.map((event) => event.slice(0, 2))).toEqual([
    ['echo', 'chatapp'],
    ['echo', 'playhub'],
    ['heard', 'chatapp'],
    ['heard', 'playhub'],
  ])
  socket.emit('play', 'wrong')
  await until(() => heard.length === 5)
  expect(heard[4]).toEqual(['refused', 'playhub', 'Not so'])
  socket.emit('sing', 'a song that nobody knows')
  socket.emit('toString', 'nor this')
  socket.emit('play', 'chess')
  for (const text of ['Two', 'Three', 'Four']) await say(text)
  await until(() => heard.length === 8)
  expect(said).toEqual([['playhub', 'chess']])
  const last = heard.slice(5)
  expect(last.map(([event, name]) => [event, name])).toEqual(Array(3).fill(['heard', 'playhub']))
  expect(last.map(([, , seq]) => seq)).toEqual(
    last.map(([, , seq]) => seq).toSorted((a, b) => Number(a) - Number(b)),
  )

  socket.disconnect()
  await hub.drain(0)
  await presence.close()
  sockets.close()
  await server.stop(true)
})
