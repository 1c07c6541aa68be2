import { describe, expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testServer } from '../../test/server.ts'
import { codes } from '../problem.ts'

const [sqlite] = databases
const pages = ['/docs/start', '/docs', '/docs/problems']

/** Asks as a browser does that opens a page. */
async function open(url: string) {
  const answer = await fetch(url, { headers: { accept: 'text/html' } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

describe('the pages', () => {
  test('load everything that they name from this server, and nothing from elsewhere', async () => {
    await using server = await testServer(sqlite!)
    for (const page of pages) {
      const { status, headers, text } = await open(server.url + page)
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      const named = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1]!)
      expect(named).toContain('/docs/style.css')
      for (const path of named) {
        expect(path).toStartWith('/')
        expect([path, (await open(server.url + path)).status]).toEqual([path, 200])
      }
      expect(text).not.toMatch(/<script(?![^>]* src=)|\son[a-z]+=/)
    }
  })

  test('a program that asks for the front page gets JSON', async () => {
    await using server = await testServer(sqlite!)
    const answer = await fetch(server.url)
    expect(await answer.json()).toMatchObject({ msg: 'hello', docs: '/docs' })
  })

  test('every problem has the anchor to which its type leads', async () => {
    await using server = await testServer(sqlite!)
    const { text } = await open(`${server.url}/docs/problems`)
    for (const code of Object.keys(codes)) expect(text).toContain(`<section id="${code}"`)
    const refused = await fetch(`${server.url}/api/v1/users/me`)
    expect(((await refused.json()) as { type: string }).type).toBe('/docs/problems#unauthenticated')
  })
})
