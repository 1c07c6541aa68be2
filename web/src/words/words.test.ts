import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { en } from './en.ts'
import { enFuture } from './en-future.ts'
import { enGames } from './en-games.ts'
import { enKeys } from './en-keys.ts'
import { enMail } from './en-mail.ts'
import { enMedia } from './en-media.ts'
import { enMute } from './en-mute.ts'
import { enTogether } from './en-together.ts'
import { fr } from './fr.ts'
import { frFuture } from './fr-future.ts'
import { frGames } from './fr-games.ts'
import { frKeys } from './fr-keys.ts'
import { frMail } from './fr-mail.ts'
import { frMedia } from './fr-media.ts'
import { frMute } from './fr-mute.ts'
import { sentences } from './fr-refusals.ts'
import { frTogether } from './fr-together.ts'

/** Every word by its path: what it is, and how many things it takes in. */
function shapeOf(words: object, path = ''): Record<string, string> {
  const parts = Object.entries(words).map(([name, word]) =>
    typeof word === 'object' && word !== null
      ? shapeOf(word, `${path}${name}.`)
      : { [path + name]: typeof word === 'function' ? `a function of ${word.length}` : typeof word },
  )
  return Object.assign({}, ...parts)
}

/** What a word says, whatever it is given. */
function saidBy(words: object): string[] {
  return Object.values(words).flatMap((word) => {
    if (typeof word === 'object') return saidBy(word)
    return typeof word === 'function' ? [word(1, true), word(2, false)] : [word]
  })
}

test('both languages say the same things', () => {
  expect(Object.keys(shapeOf(en)).length).toBeGreaterThan(200)
  expect(shapeOf(fr)).toEqual(shapeOf(en))
  expect(shapeOf(frFuture)).toEqual(shapeOf(enFuture))
  expect(shapeOf(frMedia)).toEqual(shapeOf(enMedia))
  expect(shapeOf(frMail)).toEqual(shapeOf(enMail))
  expect(shapeOf(frTogether)).toEqual(shapeOf(enTogether))
  expect(shapeOf(frGames)).toEqual(shapeOf(enGames))
  expect(shapeOf(frKeys)).toEqual(shapeOf(enKeys))
  expect(shapeOf(frMute)).toEqual(shapeOf(enMute))
})

test('nothing is left unsaid, and what one is told is in what one reads', () => {
  const all = [
    en,
    fr,
    enFuture,
    frFuture,
    enMedia,
    frMedia,
    enMail,
    frMail,
    enTogether,
    frTogether,
    enGames,
    frGames,
    enKeys,
    frKeys,
    enMute,
    frMute,
  ]
  for (const words of all) expect(saidBy(words).filter((text) => text.trim() === '')).toEqual([])
  for (const words of [en, fr]) {
    expect(words.replyingTo('Bob')).toContain('Bob')
    expect(words.newBelow(17)).toContain('17')
  }
})

test('French has its own words, but for those that are the same in both', () => {
  const same = (one: object, other: object) =>
    Object.entries(shapeOf(one)).filter(
      ([path, kind]) => kind === 'string' && at(other, path) === at(one, path),
    )
  expect(same(enMedia, frMedia)).toEqual([])
  expect(same(enKeys, frKeys)).toEqual([])
  expect(same(enMute, frMute)).toEqual([])
  expect(
    same(en, fr)
      .map(([path]) => path)
      .sort(),
  ).toEqual(['admin', 'app', 'email', 'message', 'messages', 'sessions'])
})

test.each([
  ['the future', enFuture, frFuture],
  ['mails', enMail, frMail],
  ['projects and events', enTogether, frTogether],
])('of %s, too', (_, english, french) => {
  const same = Object.entries(shapeOf(english)).filter(
    ([path, kind]) => kind === 'string' && at(french, path) === at(english, path),
  )
  expect(same).toEqual([])
})

test('of games, too', () => {
  const same = Object.entries(shapeOf(enGames)).filter(
    ([path, kind]) => kind === 'string' && at(frGames, path) === at(enGames, path),
  )
  expect(same.map(([path]) => path)).toEqual(['marks.X', 'marks.O'])
})

const at = (words: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], words)

test('every sentence that is put into French is one that the server says', () => {
  const folder = join(import.meta.dir, '../../../src')
  const files = [...new Bun.Glob('**/*.ts').scanSync(folder)].filter((file) => !file.endsWith('.test.ts'))
  // What varies in a sentence is `${…}` there.
  const server = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll(/\$\{[^}]*\}/g, '*'))
  const all = server.join('\n')
  const said = (english: string) =>
    all.includes(english.replace(/^The (?:username|email|phone) is/, 'The * is'))
  expect(sentences.filter(([english]) => !said(english))).toEqual([])
})

test('what the server refuses is said in French, the rest by its kind', () => {
  expect(fr.refusal('The username is taken', 'conflict')).toBe('Cet identifiant est déjà pris.')
  expect(fr.refusal('must have at least 12 characters', 'invalid')).toBe('Il faut davantage de caractères.')
  expect(fr.refusal('No such chat', 'not_found')).toBe('Ce n’est plus là, ou pas pour vous.')
  expect(fr.refusal('Something else', 'internal')).toBe('Cela n’a pas marché.')
})
