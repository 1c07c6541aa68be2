/** Serves, is listened to by every door, says goodbye, and must then end by itself: nothing of it is left to run. */
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { client } from '../client.ts'
import { listenBySocket, listenToStream } from '../listener.ts'

const app = await openApp(readConfig())
const alice = await client(app.url, 'alice')
const ears = [
  listenBySocket(['websocket'])(app.url, alice.token),
  listenBySocket(['polling'])(app.url, alice.token),
  listenBySocket(['polling', 'websocket'])(app.url, alice.token),
  listenToStream(app.url, alice.token),
]
await Promise.all(ears.map((ear) => ear.ready))
const poll = alice.get(
  `/api/v1/log?wait=60&after=${ears[3]!.cursor ?? (await alice.get('/api/v1/log')).cursor}`,
)
await (ears[0] as ReturnType<ReturnType<typeof listenBySocket>>).ask('watch', { user_ids: [alice.id] })
await app.close()
await Promise.all([poll, ...ears.map((ear) => ear.ended)])
console.log(`left: ${app.hub.size}`)
