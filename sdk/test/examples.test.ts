import { expect, test } from 'bun:test'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { browserTest, underNode } from '../../test/browser/story.ts'
import { PASSWORD } from '../../test/client.ts'
import { unpack } from './bundle.ts'
import { startServer } from './server.mjs'

const examples = join(import.meta.dir, '../examples')

const textOf = (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => new Response(stream).text()

async function run(command: string[], cwd: string): Promise<string[]> {
  const child = Bun.spawn(command, { cwd, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr)])
  if ((await child.exited) !== 0) throw new Error(`${command[0]} failed: ${errors}`)
  return out.trim().split('\n')
}

/** Alice and bob have a chat; what is run by `say` says something in it as alice, and prints what it heard. */
async function tryExample(target: 'node' | 'browser', say: (place: Place) => Promise<string[]>) {
  const folder = await unpack(target)
  const page = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const file = Bun.file(join(folder, new URL(request.url).pathname))
      return (await file.exists()) ? new Response(file) : new Response(null, { status: 404 })
    },
  })
  await using server = await startServer({ PARLEY_CORS_ORIGINS: page.url.origin })
  const alice = await server.signUp('alice')
  const bob = await server.signUp('bob')
  const chat = await alice.post('/api/v1/chats', { title: 'examples', member_ids: [bob.id] })
  const heard = await say({ url: server.url, token: alice.token, folder, page: page.url.origin })
  const { items } = await bob.get(`/api/v1/chats/${chat.id}/messages`)
  expect(items.map(({ text }: { text: string }) => text)).toEqual(['Hello'])
  expect(heard).toEqual(['Hello'])
  await page.stop(true)
  rmSync(folder, { recursive: true })
}

interface Place {
  url: string
  token: string
  folder: string
  page: string
}

test(
  'the example for Bun talks',
  () =>
    tryExample('node', ({ url, folder }) =>
      run([process.execPath, 'bun.ts', url, 'alice', PASSWORD, 'Hello'], folder),
    ),
  30_000,
)

test(
  'the example for Node talks',
  () =>
    tryExample('node', ({ url, folder }) =>
      run(['node', 'node.mjs', url, 'alice', PASSWORD, 'Hello'], folder),
    ),
  30_000,
)

browserTest('the example for browsers talks', () =>
  tryExample('browser', async ({ url, token, page }) => {
    const address = `${page}/browser.html#${new URLSearchParams({ url, token })}`
    const shown = await underNode([join(import.meta.dir, 'browser.mjs'), address, 'Hello'])
    return shown.trim().split('\n')
  }),
)

test('an example is short', () => {
  for (const name of ['bun.ts', 'node.mjs', 'browser.html'])
    expect(readFileSync(join(examples, name), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30)
})
