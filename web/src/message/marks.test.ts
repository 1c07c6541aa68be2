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

  const linksOf = (mark: Mark): string[] =>
    'marks' in mark ? mark.marks.flatMap(linksOf) : mark.is === 'link' ? [mark.text] : []
  const linksIn = (text: string) => marksOf(text).flatMap(linksOf)

  test('links end where the address ends, whatever stands around them', () => {
    const address = 'https://example.org/wiki/A_(b)'
    for (const text of [
      `(see ${address})`,
      `"${address}"`,
      `<${address}>`,
      `*${address}*?!`,
      `“${address}”…`,
      `${address}))).`,
      `${address}\u202e\u2066moc.elgoog`,
    ])
      expect([text, linksIn(text)]).toEqual([text, [address]])
    expect(linksIn('https://a.example,https://b.example')).toEqual(['https://a.example,https://b.example'])
  })

  test('nothing is a link that leads nowhere, or elsewhere than it seems', () => {
    for (const text of [
      'https://',
      'http://)',
      'http://%',
      'https://[::',
      'https://a:99999/',
      'https://bank.example@thief.example/',
      'https://bank.example:secret@thief.example/',
      'https:/example.org',
      'https:\\\\example.org',
      'h\u200bttps://example.org',
      'xhttps://example.org',
      'JaVaScRiPt:alert(1)//https',
      'vbscript:msgbox(1)',
      '//example.org',
      'blob:null',
      'file:///etc/passwd',
    ])
      expect([text, linksIn(text)]).toEqual([text, []])
  })

  test('every link is an address of the web, by the letters that are shown', () => {
    const parts = [
      'https://',
      'http://',
      'a.b',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '%',
      '(',
      ')',
      '.',
      '\u202e',
      'ä',
    ]
    const sort = fc.array(fc.constantFrom(...parts, ' ', 'javascript:', '"', '\n'), { maxLength: 12 })
    fc.assert(
      fc.property(sort, (all) => {
        const text = all.join('')
        for (const link of linksIn(text)) {
          expect(text).toContain(link)
          expect(link).toMatch(/^https?:\/\/[^\s"<>\u202a-\u202e\u2066-\u2069]+$/)
          expect(new URL(link)).toMatchObject({ username: '', password: '' })
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('people are mentioned by @, but not in addresses', () => {
    expect(written('hey @zoe.m, @bob!')).toBe('hey <mention>@zoe.m</mention>, <mention>@bob</mention>!')
    expect(written('me@example.org')).toBe('me@example.org')
  })

  const most = 10_000
  const many = (text: string) => text.repeat(Math.ceil(most / text.length)).slice(0, most)
  const tangled = [
    ...['*', '**a', '*a ', '_a', '~~a ', '`', '`a', '```', '```a', '```\n', '@', '@a', '*_~`a', '😀*'].map(
      many,
    ),
    ...['https://', 'https://a ', 'http://a.', '(https://a)', '\u202e*a*', '"*', '*e\u0301'].map(many),
    ...['.', ')', ').', '(', '()'].flatMap((end) => [`https://a${many(end)}`, `https://a${many(end)}b`]),
    `@a${many('.')}`,
    `@a${many('.-')}!`,
    `*${many('a ')}`,
    `*e${many('\u0301')}*`,
    `\`\`\`${many('a-+')}`,
    `${'*_~'.repeat(1000)}a${'~_*'.repeat(1000)}`,
  ]

  /** The best of a few tries, since something else may run on this machine, in milliseconds. */
  function shortestOf(work: () => void): number {
    const tries = [1, 2, 3].map(() => {
      const started = performance.now()
      work()
      return performance.now() - started
    })
    return Math.min(...tries)
  }

  test('are read quickly, however tangled', () => {
    for (const text of tangled)
      expect([text.slice(0, 40), shortestOf(() => marksOf(text)) < 50]).toEqual([text.slice(0, 40), true])
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
