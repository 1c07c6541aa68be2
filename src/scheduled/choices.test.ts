import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newYear, plan } from '../../test/settling.ts'
import { choicesIn, readChoices } from './choices.ts'

/** Reads choices from a file with this in it. */
function read(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-choices-'))
  const path = join(folder, 'choices.json')
  try {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return readChoices(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const label = { en: 'In a year', fr: 'Dans un an' }
const row = (over: object) => ({ order_id: 1, key: 'a', label, when: { seconds: 60 }, ...over })

test('without a file there are choices, each of which alice can use, in the language of whoever asks', () => {
  const choices = readChoices(undefined)
  expect(choices.map((one) => one.order_id)).toEqual(choices.map((_, index) => index + 1))
  for (const { key, when } of choices) {
    const chosen = () => plan({ choice: key }, { choices })
    if ('calendar' in when) expect(chosen).toThrow('say it as at or local')
    else expect([key, Date.parse(`${chosen().local}Z`) > newYear.now]).toEqual([key, true])
  }
  expect(choicesIn(choices, 'en')[1]).toEqual({
    order_id: 2,
    key: 'one_day',
    label: 'In one day',
    calendar: false,
  })
  expect(choicesIn(choices, 'fr').at(-1)).toMatchObject({ label: 'À la date de votre choix', calendar: true })
})

test('the random one is 2 to 8 months away, and nobody is told', () => {
  const { at, hidden, drawn } = plan({ choice: 'some_day' }, { choices: readChoices(undefined) })
  const months = (some: number) => newYear.now + some * 30.4375 * 86_400_000
  expect([drawn, hidden]).toEqual([{ from: months(2), to: months(8) }, true])
  expect(at! >= months(2) && at! <= months(8)).toBe(true)
})

test('the operator has others, in the order that he says', () => {
  const rows = [
    row({ order_id: 20, key: 'b', when: { at: 1_900_000_000_000 } }),
    row({ order_id: 10, key: 'a', when: { random: { from_seconds: 60, to_seconds: 60 } } }),
    row({ order_id: 30, key: 'c', when: { in: { unit: 'year', count: 12 } } }),
    row({ order_id: 40, key: 'd', when: { calendar: true } }),
    row({ order_id: 50, key: 'e', when: { seconds: 0 } }),
  ]
  const choices = read(rows)
  expect(choices.map((one) => one.key).join()).toBe('a,b,c,d,e')
  expect(plan({ choice: 'c' }, { choices }).local).toBe('2039-01-01T09:00:00')
})

test('what is wrong with his file is said, with the setting, the file and the place', () => {
  const rows: [unknown, string][] = [
    ['[', 'is not JSON'],
    [{}, 'is wrong at the top'],
    [[], 'is empty'],
    [[row({}), row({})], 'has the key a twice'],
    [[row({}), row({ key: '' })], 'is wrong at 1.key'],
    [[row({ label: { en: 'x' } })], 'is wrong at 0.label.fr'],
    [[row({ order_id: 'first' })], 'is wrong at 0.order_id'],
    [[row({ colour: 'red' })], 'is wrong at 0'],
    [[row({ when: { days: 1 } })], 'is wrong at 0.when: must be one of {"seconds": 600}'],
    [[row({ when: { seconds: -1 } })], 'is wrong at 0.when'],
    [[row({ when: { seconds: 1, at: 1 } })], 'is wrong at 0.when'],
    [[row({ when: { random: { from_seconds: 2, to_seconds: 1 } } })], 'is wrong at 0.when'],
    [[row({ when: { in: { unit: 'day', count: 0 } } })], 'is wrong at 0.when'],
  ]
  for (const [content, expected] of rows) {
    expect(() => read(content)).toThrow(expected)
    expect(() => read(content)).toThrow(/^PARLEY_SEND_CHOICES: .*choices\.json /)
  }
  expect(() => readChoices('/nowhere/choices.json')).toThrow(
    'PARLEY_SEND_CHOICES: /nowhere/choices.json cannot be read',
  )
})
