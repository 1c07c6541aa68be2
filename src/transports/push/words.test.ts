import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Alert } from '../../log/append.ts'
import { knownKeys, putIntoWords } from './words.ts'

const now = Date.UTC(2026, 6, 14, 9)
const english = { language: 'en', showsText: true, now } as const
const french = { ...english, language: 'fr' } as const

const message = (more: Partial<Alert> = {}): Alert => ({
  key: 'message',
  args: {},
  collapse: 'chat:1',
  text: 'Hello',
  ...more,
})

test('a message is told by who says it, and where', () => {
  expect(putIntoWords(message(), 'alice', english)).toEqual({ title: 'alice', body: 'Hello' })
  const inGroup = message({ args: { group: 'Walks' } })
  expect(putIntoWords(inGroup, 'alice', french)).toEqual({ title: 'alice · Walks', body: 'Hello' })
})

test('what is long is cut, between letters', () => {
  const long = message({ text: '👍'.repeat(300), args: { group: 'w'.repeat(300) } })
  const { title, body } = putIntoWords(long, 'alice', english)
  expect(body).toBe(`${'👍'.repeat(199)}…`)
  expect(title).toHaveLength(200)
  expect(putIntoWords(message({ text: '👍'.repeat(200) }), 'alice', english).body).toBe('👍'.repeat(200))
})

test('one without words is told, too', () => {
  expect(putIntoWords(message({ text: '' }), 'alice', english).body).toBe('Sent you something')
  expect(putIntoWords(message({ text: '' }), 'alice', french).body).toBe('Vous a envoyé quelque chose')
})

test('who does not want to have it on his screen learns only from whom it is', () => {
  const told = message({ args: { group: 'Walks', written_at: 0 } })
  const hidden = (reader: typeof english | typeof french) =>
    putIntoWords(told, 'alice', { ...reader, showsText: false })
  expect(hidden(english)).toEqual({ title: 'New message from alice', body: '' })
  expect(hidden(french)).toEqual({ title: 'Nouveau message de alice', body: '' })
})

test('what comes from the past says from when', () => {
  const since = (written_at: number, reader: typeof english | typeof french = english) =>
    putIntoWords(message({ args: { written_at } }), 'alice', reader).title
  expect(since(Date.UTC(2025, 6, 14, 9))).toBe('alice · sent 1 year ago')
  expect(since(Date.UTC(2025, 6, 14, 9), french)).toBe('alice · envoyé il y a 1 an')
  expect(since(Date.UTC(2014, 6, 14, 9), french)).toBe('alice · envoyé il y a 12 ans')
  expect(since(Date.UTC(2026, 5, 14, 9))).toBe('alice · sent 1 month ago')
  expect(since(Date.UTC(2026, 3, 14, 9))).toBe('alice · sent 3 months ago')
  expect(since(now - 10 * 60_000, french)).toBe('alice · envoyé il y a 10 minutes')
  expect(since(now - 1000)).toBe('alice · sent a moment ago')
  expect(since(now + 5000)).toBe('alice · sent a moment ago')
  const labelled = message({ args: { group: 'Walks', label: 'from our holidays' } })
  expect(putIntoWords(labelled, 'alice', english).title).toBe('alice · Walks · from our holidays')
})

test('somebody who joins is called as the reader calls him', () => {
  const joined = message({ key: 'contact.joined', args: { name: 'My bob' } })
  expect(putIntoWords(joined, 'bob', english).title).toBe('My bob is here now')
  expect(putIntoWords({ ...joined, args: {} }, 'bob', french).title).toBe('bob est là maintenant')
})

test('every alert of the program has words, and one from a later version has some', () => {
  const said = new Set<string>()
  const root = join(import.meta.dir, '../..')
  for (const path of new Bun.Glob('**/*.ts').scanSync(root)) {
    if (path.endsWith('.test.ts')) continue
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, key] of text.matchAll(/\bkey: '([a-z._]+)',\s*args/g)) said.add(key!)
  }
  expect([...said]).toEqual(expect.arrayContaining(['message', 'contact.joined']))
  said.delete('clear')
  expect([...said].filter((key) => !knownKeys.includes(key))).toEqual([])
  for (const reader of [english, french])
    for (const key of [...knownKeys, 'from.the.future'])
      expect(putIntoWords(message({ key }), 'alice', reader).title).not.toBe('')
})
