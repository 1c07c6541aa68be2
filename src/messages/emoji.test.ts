import { expect, test } from 'bun:test'
import { readEmoji } from './emoji.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

test('an emoji is one sign as people count them, in any of its forms', () => {
  const some = ['👍', '👍🏽', '🇫🇷', '1️⃣', '#️⃣', '❤️', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👩🏽‍❤️‍💋‍👨🏻', '🫠']
  for (const one of some) {
    expect(readEmoji(one)).toBe(one)
    expect([...graphemes.segment(one)]).toHaveLength(1)
  }
})

test('two spellings of one emoji are one reaction', () => {
  expect(readEmoji('❤')).toBe('❤️')
  expect(readEmoji('1\u{20E3}')).toBe('1️⃣')
})

test('anything else is none', () => {
  const others = ['', 'a', '1', '#', 'ok', '👍👍', '👍a', ' 👍', '🇫', '🇫🇷🇩', '👍\u0301', '\u200d', '👍\u200d']
  const long = Array.from({ length: 20 }, () => '👨').join('\u200d')
  for (const one of [...others, '🏽', '\u{FE0F}', '%', '한', '\0', '\uD83D', long])
    expect(() => readEmoji(one), JSON.stringify(one)).toThrow('one emoji')
})
