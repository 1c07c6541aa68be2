// bun bun.ts http://127.0.0.1:3000 alice 'correct horse' Hello
import { connect } from 'parley-client'
import { api, type Grant, type Message } from 'parley-client/api'

const [url = '', username = '', password = '', text = ''] = process.argv.slice(2)

/** Signing in needs nothing but a question. */
const stranger = connect({ url, transports: [] })
let grant: Grant = await api(stranger).postSessions({ username, password })
const token = async (refused?: string) => {
  // Asked again when a token has ended.
  if (refused) grant = await api(stranger).postSessionsRefresh({ refresh_token: grant.refresh_token })
  return grant.access_token
}

const parley = connect({ url, token })
parley.on('state', ({ link, waiting }) => console.error(`${link}, ${waiting} waiting to be sent`))
const { items } = await api(parley).getChats()
parley.write('POST', `/api/v1/chats/${items[0]!.id}/messages`, { text })
for await (const { kind, body } of parley.entries()) {
  if (kind !== 'message.sent') continue
  const { message } = body as { message: Message }
  console.log(message.text)
  if (message.text === text) break
}
parley.close()
stranger.close()
