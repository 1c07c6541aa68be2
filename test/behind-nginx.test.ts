import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventSource } from 'eventsource'
import { io } from 'socket.io-client'
import { certificate } from './certificate.ts'
import { client } from './client.ts'
import { databases } from './databases.ts'
import { form } from './media.ts'
import { testServer } from './server.ts'
import { until } from './until.ts'

const nginx = Bun.which('nginx', { PATH: `${process.env.PATH}:/usr/sbin:/sbin` })
const title = 'our file for nginx passes sockets, streams and uploads'
const tls = { rejectUnauthorized: false }

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Our file as it is shipped, but for names, ports and certificates, and in the words of this nginx. */
async function behindNginx(parley: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'))
  const [plain, secure] = [await freePort(), await freePort()]
  const { key, cert } = certificate()
  writeFileSync(join(folder, 'key.pem'), key)
  writeFileSync(join(folder, 'cert.pem'), cert)
  const shipped = readFileSync(join(import.meta.dir, '../deploy/nginx.conf'), 'utf8')
  const site = shipped
    .replace('127.0.0.1:3000', new URL(parley).host)
    .replaceAll('chat.example.org;', 'localhost;')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`)
    .replace(/listen 80;\n.*listen \[::\]:80;/, `listen 127.0.0.1:${plain};`)
    .replace(/listen 443 ssl;\n.*listen \[::\]:443 ssl;\n.*\n/, `listen 127.0.0.1:${secure} ssl;\n`)
  expect(site).not.toContain('letsencrypt')
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const whole = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { access_log off; ${places.join(' ')}\n${site}\n}`
  writeFileSync(join(folder, 'nginx.conf'), whole)
  const child = Bun.spawn([nginx!, '-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const url = `https://localhost:${secure}`
  await until(() =>
    fetch(`${url}/healthz`, { tls }).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  return {
    url,
    plain: `http://localhost:${plain}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await child.exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test.skipIf(!nginx)(nginx ? title : `${title} (needs nginx: apt-get install nginx-light)`, async () => {
  await using server = await testServer(databases[0]!, { env: { PARLEY_TRUST_PROXY: 'true' } })
  await using proxy = await behindNginx(server.url)
  const moved = await fetch(`${proxy.plain}/app`, { redirect: 'manual' })
  expect(moved.status).toBe(301)
  const alice = await client(server.url, 'alice')
  const bob = await client(server.url, 'bob')
  const chat = await alice.post('/api/v1/chats', { title: 'Behind', member_ids: [bob.id] })

  const heard: Record<string, string[]> = { websocket: [], polling: [], stream: [], txchat: [] }
  const sockets = ['websocket', 'polling'].map((transport) =>
    io(`${proxy.url}/v1`, {
      transports: [transport],
      auth: { token: bob.token },
      rejectUnauthorized: false,
      forceNew: true,
    }).on('entry', ({ kind }) => heard[transport]!.push(kind)),
  )
  const signed = (url: string | URL, init: object) =>
    fetch(url, {
      ...init,
      tls,
      headers: { Accept: 'text/event-stream', Authorization: `Bearer ${bob.token}` },
    })
  const stream = new EventSource(`${proxy.url}/api/v1/log/stream`, { fetch: signed as never })
  stream.onmessage = ({ data }) => heard.stream!.push(JSON.parse(data).kind)
  const unsigned = (url: string | URL, init: object) => fetch(url, { ...init, tls })
  const notices = new EventSource(`${proxy.url}/api/v1/users/stream/${bob.token}`, {
    fetch: unsigned as never,
  })
  notices.addEventListener('action_project', ({ data }) => heard.txchat!.push(JSON.parse(data).type))
  await until(
    () => sockets.every(({ connected }) => connected) && notices.readyState === 1 && stream.readyState === 1,
  )

  await alice.post(`/api/v1/chats/${chat.id}/messages`, { text: 'Through the wall' })
  await alice.post('/api/v1/projects', { title: 'Wall', participants: [bob.id] })
  for (const way of ['websocket', 'polling', 'stream'])
    await until(() => heard[way]!.includes('message.sent') && heard[way]!.includes('project.created'))
  await until(() => heard.txchat!.length > 0)
  expect(heard.txchat).toEqual(['add_into_project'])

  const { headers, body } = form(new Uint8Array(5_000_000).fill(7), 'large.bin')
  const sent = await fetch(`${proxy.url}/api/v1/media`, {
    method: 'POST',
    tls,
    headers: { ...headers, Authorization: `Bearer ${bob.token}` },
    body,
  })
  expect([sent.status, ((await sent.json()) as { bytes: number }).bytes]).toEqual([201, 5_000_000])
  expect((await fetch(`${proxy.url}/metrics`, { tls })).status).toBe(404)
  for (const one of [...sockets, stream, notices]) one.close()
})
