/** The peer of `upload.ts`: writes what it gets into a file, and does nothing else. */
import { open } from 'node:fs/promises'

const path = process.env.UPLOAD_TO!
const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  maxRequestBodySize: 2 ** 40,
  async fetch(request) {
    const file = await open(path, 'w')
    try {
      for await (const chunk of request.body!) await file.write(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    return new Response(null, { status: 204 })
  },
})
console.log(`listening on http://127.0.0.1:${server.port}`)
