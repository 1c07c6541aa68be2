import { expect, test } from 'bun:test'
import { countWords, storedWords, wantedWords } from './words.ts'

test('case, accents, width and ligatures make no difference', () => {
  expect(storedWords('Café CAFE cafe\u0301 ｃａｆｅ')).toBe('cafe')
  expect(storedWords(' \u0345Invoking ᾳ')).toBe('invoking α')
  expect(storedWords('ﬁnd Straße STRASSE İstanbul ΟΔΟΣ οδός')).toBe('find strasse istanbul οδοσ')
})

test('what is neither letter nor digit stands between words', () => {
  expect(storedWords('see https://example.com/a_b?c=1 "it\'s"')).toBe('see https example com a b c 1 it s')
  expect(storedWords('\' " * : & | ! ( ) \\ - ^ ~')).toBe('')
})

test('an emoji is no word', () => {
  for (const emoji of ['👍', '❤️', '👨‍👩‍👧', '🏳️‍🌈']) expect([emoji, countWords(emoji)]).toEqual([emoji, 0])
  expect(wantedWords('👍')).toEqual([])
})

test('where nothing is put between words, any two neighbours are one', () => {
  expect(storedWords('你好世界')).toBe('你好 好世 世界 界')
  expect(wantedWords('好世界')).toEqual(['好世', '世界'])
  expect(wantedWords('界')).toEqual(['界'])
  expect(countWords('你好世界')).toBe(1)
  expect(storedWords('第3回hello')).toBe('第 3 回 hello')
})

test('a very long word goes on as another', () => {
  const long = 'a'.repeat(64) + 'b'.repeat(10)
  expect(wantedWords(long)).toEqual(['a'.repeat(64), 'b'.repeat(10)])
})

test('every word of a text is found by the text itself, in any script', () => {
  for (const text of ['हिन्दी भाषा', 'สวัสดีครับ', '한국어 검색', 'العربية', 'Ωμέγα', '東京タワーへ', 'ﷺ']) {
    const stored = storedWords(text).split(' ')
    for (const word of wantedWords(text)) expect(stored.some((one) => one.startsWith(word))).toBe(true)
    expect(wantedWords(text).length).toBeGreaterThan(0)
  }
})
