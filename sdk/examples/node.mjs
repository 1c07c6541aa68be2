// node node.mjs http://127.0.0.1:3000 alice 'correct horse' Hello
import { connect } from 'parley-client'

const [url, username, password, text] = process.argv.slice(2)
const post = async (path, body) => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error((await answer.json()).detail)
  return answer.json()
}

let grant = await post('/api/v1/sessions', { username, password })
const token = async (refused) => {
  // Asked again when a token has ended.
  if (refused) grant = await post('/api/v1/sessions/refresh', { refresh_token: grant.refresh_token })
  return grant.access_token
}

const parley = connect({ url, token })
parley.on('state', ({ link, waiting }) => console.error(`${link}, ${waiting} waiting to be sent`))
const { items } = await parley.request('GET', '/api/v1/chats')
parley.write('POST', `/api/v1/chats/${items[0].id}/messages`, { text })
for await (const { kind, body } of parley.entries()) {
  if (kind !== 'message.sent') continue
  console.log(body.message.text)
  if (body.message.text === text) break
}
parley.close()
