import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { levelFor, levelLabel, readLevels } from './status.ts'

const label = { en: 'Tortoise', fr: 'Tortue' }
const levels = [
  { key: 'newbie', from: 0, label: { en: 'Newbie', fr: 'Novice' } },
  { key: 'tortoise', from: 3, label },
  { key: 'oak', from: 10, label: { en: 'Oak', fr: 'Chêne' } },
]

function read(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-levels-'))
  const path = join(folder, 'levels.json')
  try {
    writeFileSync(path, JSON.stringify(content))
    return readLevels(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('alice rises with what she has on its way, and never falls', () => {
  let status: string | null = null
  const reached = [0, 1, 3, 2, 9, 10, 0, 500].map((count) => (status = levelFor(count, levels, status)))
  expect(reached.join(' ')).toBe('newbie newbie tortoise tortoise tortoise oak oak oak')
})

test('a level that is in the table no longer counts for nothing', () => {
  expect(levelFor(3, levels, 'founder')).toBe('tortoise')
  expect(levelFor(0, levels, 'founder')).toBe('newbie')
})

test('everybody begins as a newbie', () => {
  const builtIn = readLevels(undefined)
  expect(levelLabel(builtIn, levelFor(0, builtIn, null), 'en')).toBe('Newbie')
  expect(levelLabel(builtIn, null, 'fr')).toBe('Novice')
  expect(levelLabel(levels, 'oak', 'fr')).toBe('Chêne')
})

test('the operator has a table of his own, which must rise from 0', () => {
  expect(read(levels)).toEqual(levels)
  const rows: [unknown, string][] = [
    [[], 'the first level must be from 0'],
    [[{ key: 'a', from: 1, label }], 'the first level must be from 0'],
    [[levels[0], levels[2], levels[1]], 'each level must be from more than the one before'],
    [[levels[0], { key: 'b', from: 0, label }], 'each level must be from more than the one before'],
    [[levels[0], { ...levels[1], key: 'newbie' }], 'has the key newbie twice'],
    [[{ key: 'a', from: 0, label: { en: 'x' } }], 'is wrong at 0.label.fr'],
    [[{ key: 'a', from: 0.5, label }], 'is wrong at 0.from'],
  ]
  for (const [content, expected] of rows) {
    expect(() => read(content)).toThrow(expected)
    expect(() => read(content)).toThrow(/^PARLEY_STATUS_LEVELS: .*levels\.json /)
  }
})
