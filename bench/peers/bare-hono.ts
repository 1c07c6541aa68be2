/** The peer of `send.ts`: parses the JSON it gets and answers the same, and does nothing else. */
import { Hono } from 'hono'

const app = new Hono()
app.post('/api/v1/chats/:chat/messages', async (c) => c.json(await c.req.json(), 201))
const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: app.fetch })
console.log(`listening on http://127.0.0.1:${server.port}`)
