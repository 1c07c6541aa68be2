import { expect, test } from 'bun:test'
import { languageOf } from './language.ts'

test('the language that somebody asks for first, among those that we write', () => {
  const asked: [string | null, string][] = [
    [null, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['FR-ca, en;q=0.9', 'fr'],
    ['en;q=0.3, fr;q=0.8', 'fr'],
    ['de, es;q=0.9', 'en'],
    ['de, fr;q=0.2, en;q=0.1', 'fr'],
    ['fr;q=0, en', 'en'],
    ['fr;q=0', 'en'],
    ['fr;q=x, en;q=0.1', 'en'],
    [';;,,=,q=1', 'en'],
    [`${'x,'.repeat(100_000)}fr`, 'en'],
  ]
  for (const [header, language] of asked)
    expect([header, languageOf(header)]).toEqual([header, language as 'en'])
})
