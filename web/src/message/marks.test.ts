import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Mark, marksOf, plainOf } from './marks.ts'

/** A text with its marks written out. */
function written(text: string): string {
  const write = (mark: Mark): string =>
    'marks' in mark
      ? `<${mark.is}>${mark.marks.map(write).join('')}</${mark.is}>`
      : mark.is === 'text'
        ? mark.text
        : `<${mark.is}>${mark.text}</${mark.is}>`
  return marksOf(text).map(write).join('')
}

describe('the marks of a text', () => {
  test('are bold, italic, struck and code', () => {
    expect(written('a *b* and **c d**, _e_ ~f~ `g *h*`')).toBe(
      'a <bold>b</bold> and <bold>c d</bold>, <italic>e</italic> <strike>f</strike> <code>g *h*</code>',
    )
    expect(written('*see _this_*')).toBe('<bold>see <italic>this</italic></bold>')
    expect(written('so:\n```ts\nconst a = 1\n```')).toBe('so:\n<block>const a = 1</block>')
  })

  test('are not seen in sums, names and code that nobody marked', () => {
    for (const text of [
      '2 * 3 * 4',
      'snake_case_name',
      '() { _; } >_',
      '*',
      '**',
      '~/bin and ~/src',
      'a*b*c',
    ])
      expect(written(text)).toBe(text)
  })

  test('links are http and https, without the end of the sentence', () => {
    expect(written('see https://example.org/a_b_c.')).toBe('see <link>https://example.org/a_b_c</link>.')
    expect(written('(https://example.org/a)')).toBe('(<link>https://example.org/a</link>)')
    expect(written('https://example.org/a_(b)')).toBe('<link>https://example.org/a_(b)</link>')
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'mailto:a@b.c',
      'ftp://x.y',
      'www.example.org',
    ])
      expect(marksOf(text).some(({ is }) => is === 'link')).toBe(false)
  })

  test('people are mentioned by @, but not in addresses', () => {
    expect(written('hey @zoe.m, @bob!')).toBe('hey <mention>@zoe.m</mention>, <mention>@bob</mention>!')
    expect(written('me@example.org')).toBe('me@example.org')
  })

  test('lose no letter or digit of any text', () => {
    const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')
    const sort = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('*', '_', '~', '`', '@', 'a', ' ', 'b', '(', ')', 'http://x', '.', '\n'))
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(sort, (text) => {
        if (!text.includes('```')) expect(letters(plainOf(text))).toBe(letters(text.slice(0, 500)))
      }),
    )
  })
})
