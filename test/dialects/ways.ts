import type { OldClient, Reply } from './old-clients.ts'

export const PASSWORD = 'a-password-for-all'

/** Somebody, under every name that one of the dialects may know him by. */
export interface Somebody {
  id: string
  number: number
  username: string
}

/** How clients of one backend come in, say something to somebody, and see what was said to them. */
export interface Way {
  name: string
  signUp(client: OldClient, who: string): Promise<Reply>
  /** Leaves the client signed in. `names` are all that he could type. */
  logIn(client: OldClient, names: { username: string; email: string | null }): Promise<Reply>
  send?(client: OldClient, to: Somebody, words: string): Promise<Reply>
  /** What that person has said to him, as it is polled. */
  receive?(client: OldClient, from: Somebody): Promise<string[]>
}

const emailOf = (who: string) => `${who}@example.org`
const json = { 'Content-Type': 'application/json' }

async function signedIn(client: OldClient, reply: Promise<Reply>): Promise<Reply> {
  const { json } = await reply
  client.authorize(`Bearer ${json?.access_token}`)
  return reply
}

/** One line for each dialect; whatever crosses from one to another is tried for each pair of them. */
export const ways: Way[] = [
  {
    name: 'v1',
    signUp: (client, who) =>
      client.post('/api/v1/users', { username: who, email: emailOf(who), password: PASSWORD }, 'json'),
    logIn: (client, { username }) =>
      signedIn(client, client.post('/api/v1/sessions', { username, password: PASSWORD }, 'json')),
    async send(client, to, words) {
      const put = await client.send('PUT', `/api/v1/chats/direct/${to.id}`, { headers: json })
      return client.post(`/api/v1/chats/${put.json.id}/messages`, { text: words }, 'json')
    },
    async receive(client, from) {
      const put = await client.send('PUT', `/api/v1/chats/direct/${from.id}`, { headers: json })
      const { json: page } = await client.get(`/api/v1/chats/${put.json.id}/messages`)
      const theirs = page.items.filter((one: { sender_id: string }) => one.sender_id === from.id)
      return theirs.map((one: { text: string }) => one.text)
    },
  },
  {
    name: 'pictever',
    signUp: (client, who) => client.post('/signup', { email: emailOf(who), password: PASSWORD }, 'form'),
    async logIn(client, { username, email }) {
      const fields = { email: email ?? username, password: PASSWORD, os: 'android', reg_id: 'x' }
      return client.post('/login', fields, 'form')
    },
    send: (client, to, words) =>
      client.post(
        '/send',
        {
          message: words,
          receiver_ids: [`id${to.id}`],
          delivery_option: { type: 'min', time_zone: 1, parameters: 1 },
        },
        'form',
      ),
    async receive(client, from) {
      const { json } = await client.get('/receive_all?ts=0')
      const theirs = json.new_messages.filter((one: { from_id: string }) => one.from_id === from.id)
      return theirs.map((one: { message: string }) => one.message)
    },
  },
  {
    name: 'eclectic',
    signUp: (client, who) =>
      client.post('/register', { username: who, email: emailOf(who), password: PASSWORD }),
    logIn: (client, { username, email }) =>
      signedIn(
        client,
        client.post('/login', email ? { email, password: PASSWORD } : { username, password: PASSWORD }),
      ),
  },
  {
    name: 'txchat',
    signUp: (client, who) =>
      client.post('/api/v1/users/', {
        username: who,
        email: emailOf(who),
        password: PASSWORD,
        first_name: who,
        last_name: 'Martin',
      }),
    async logIn(client, { username, email }) {
      const reply = await client.post('/auth/login', { email: email ?? username, password: PASSWORD })
      client.authorize(`Bearer ${reply.json?.authorization}`)
      return reply
    },
  },
  {
    name: 'playhub',
    signUp: (client, who) =>
      client.post('/register', { username: who, email: emailOf(who), password: PASSWORD }),
    async logIn(client, { username, email }) {
      const reply = await client.post('/login', { email: email ?? username, password: PASSWORD })
      // As it is, without a word before it.
      client.authorize(reply.json?.['Token de connexion : '])
      return reply
    },
    async send(client, to, words) {
      const { json } = await client.post(`/chat/check_or_create/${to.id}`)
      return client.post('/chat/send_message', { chat_id: json.chat_id, message: words })
    },
    async receive(client, from) {
      const { json } = await client.post(`/chat/check_or_create/${from.id}`)
      const { messages } = (await client.get(`/chat/messages/${json.chat_id}`)).json
      const theirs = messages.filter((one: { Sender: string }) => one.Sender === from.id)
      return theirs.map((one: { message: string }) => one.message)
    },
  },
  {
    name: 'chatapp',
    signUp: (client, who) => client.post('/user', { username: who, password: PASSWORD }),
    logIn: (client, { username }) =>
      signedIn(client, client.post('/login', { username, password: PASSWORD })),
    send: (client, to, words) => client.post(`/message/${to.number}`, { body: words }),
    async receive(client, from) {
      const { json } = await client.get(`/message/${from.number}`)
      const theirs = json.filter((one: { from: number }) => one.from === from.number)
      return theirs.map((one: { body: string }) => one.body).toReversed()
    },
  },
]
