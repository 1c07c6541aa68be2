import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingNames } from '../src/config.ts'
import { gameVerbs } from '../src/games/socket-verbs.ts'
import { statuses } from '../src/http/problems.ts'
import { messageVerbs } from '../src/messages/socket-verbs.ts'

const root = join(import.meta.dir, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!)

test('.env.example explains every setting, and no other', () => {
  expect(all(read('.env.example'), /^#([A-Z0-9_]+)=/gm).sort()).toEqual([...settingNames].sort())
})

test('docs/api.md lists every problem with its status', () => {
  const listed = [...read('docs/api.md').matchAll(/^\| `(\w+)` +\| (\d{3}) /gm)].map(([, code, status]) => [
    code!,
    Number(status),
  ])
  expect(Object.fromEntries(listed)).toEqual(statuses)
})

test('docs/log.md lists every kind of entry that is said anywhere', () => {
  const said = new Set<string>()
  for (const path of new Bun.Glob('src/**/*.ts').scanSync(root)) {
    if (path.endsWith('.test.ts')) continue
    for (const kind of all(
      read(path),
      /'((?:log|me|user|session|block|contact|friend|chat|message|reaction|scheduled|project|event|game|score)\.[a-z_]+)'/g,
    ))
      said.add(kind)
  }
  const listed = all(read('docs/log.md'), /^\| `([a-z]+\.[a-z_]+)` /gm)
  expect(said).toContain('message.sent')
  expect(listed.sort()).toEqual([...said].sort())
})

test('docs/log.md lists every verb of the sockets', () => {
  const section = read('docs/log.md').split('| verb ')[1]!.split('\n\n')[0]!
  expect(all(section, /^\| `(\w+)`/gm).sort()).toEqual(
    ['auth', 'watch', ...Object.keys({ ...messageVerbs, ...gameVerbs })].sort(),
  )
})

test('the manuals link to nothing that is not there', () => {
  const manuals = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
  for (const path of [
    ...manuals,
    'docs/api.md',
    'docs/contacts.md',
    'docs/events.md',
    'docs/dialects/chatapp.md',
    'docs/dialects/eclectic.md',
    'docs/dialects/moving-over.md',
    'docs/dialects/pictever.md',
    'docs/dialects/playhub.md',
    'docs/dialects/txchat.md',
    'docs/future.md',
    'docs/games.md',
    'docs/log.md',
    'docs/media.md',
    'docs/projects.md',
    'docs/push.md',
    'docs/self-hosting.md',
  ]) {
    const named = [...all(read(path), /\]\(([^)#]+)\)/g), ...all(read(path), /\bsrc(?:set)?="([^"]+)"/g)]
    const links = named.filter((link) => !link.startsWith('http'))
    for (const link of links) {
      const there = Bun.file(join(root, path, '..', link)).size > 0
      expect([path, link, there]).toEqual([path, link, true])
    }
  }
})
