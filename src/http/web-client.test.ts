import { describe, expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testServer } from '../../test/server.ts'

const [sqlite] = databases
const html = { accept: 'text/html,*/*' }

describe('the web client', () => {
  test('is one page at / and below /app, which names only parts of this server', async () => {
    await using server = await testServer(sqlite!)
    const page = await (await fetch(server.url, { headers: html })).text()
    expect(page).toContain('<div id="app">')
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=/)
    const named = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1]!)
    expect(named.filter((path) => path.startsWith('/app/main-') && path.endsWith('.js'))).toHaveLength(1)
    for (const path of named) {
      expect(path).toStartWith('/')
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200])
    }
    for (const path of ['/app', '/app/chat/some-chat', '/app/join/a-code'])
      expect(await (await fetch(server.url + path)).text()).toBe(page)
  })

  test('allows no script and no style but its own', async () => {
    await using server = await testServer(sqlite!)
    const { headers } = await fetch(server.url, { headers: html })
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).not.toContain('unsafe')
  })

  test('is kept for ever by name, asked for anew by address, and sent packed', async () => {
    await using server = await testServer(sqlite!)
    const answer = await fetch(server.url, { headers: html })
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    const script = /src="(\/app\/main-[^"]+)"/.exec(await answer.text())![1]!
    const sizes: number[] = []
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding }
      const part = await fetch(server.url + script, { headers, decompress: false })
      expect(part.headers.get('cache-control')).toContain('immutable')
      expect(part.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      sizes.push((await part.bytes()).length)
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  })

  test('a part that is not there any more is not answered with the page', async () => {
    await using server = await testServer(sqlite!)
    expect((await fetch(`${server.url}/app/main-0000.js`, { headers: html })).status).toBe(404)
  })

  test('its worker may look after the whole place, and knows every part', async () => {
    await using server = await testServer(sqlite!)
    const answer = await fetch(`${server.url}/service-worker.js`)
    expect(answer.headers.get('content-type')).toStartWith('text/javascript')
    const text = await answer.text()
    const shell = [...text.matchAll(/"(\/app[^"]*)"/g)].map((match) => match[1]!)
    expect(shell.length).toBeGreaterThan(5)
    for (const path of shell) expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200])
  })
})
