import blns from 'big-list-of-naughty-strings'

/** What the list does not have: what databases, wires, terminals and parsers stumble over. */
const ours = [
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\udc00\ud800',
  '\\u0000',
  '\\ud800',
  '\ufeffmark',
  '\ufffe\uffff',
  '\u{10ffff}',
  'a\u200b\u200c\u200d\u2060b',
  '\u202egnp.exe\u202c',
  '\u2066\u2067\u2069\u061c',
  '\u0085\u2028\u2029',
  '\x1b[2J\x07\x7f\x9b',
  '\r\nSet-Cookie: parley_session=x',
  'data: x\n\nid: 9\nevent: ready\n\n',
  '\x1e42/v1,["entry",{}]',
  '1\x1e2',
  '</script><!--',
  '{{<%[%\'"}}%\\.',
  '👨‍👩‍👧‍👦 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} 🏳️‍🌈',
  `e${'\u0301'.repeat(5000)}`,
  '﷽'.repeat(100),
  'e\u0301 is not é, İ ı ß ŉ ǰ ΐ ﬃ',
  '𝒜'.repeat(100),
  'x'.repeat(100),
  'x'.repeat(101),
  'x'.repeat(20_000),
  'x'.repeat(20_001),
  '🙂'.repeat(20_000),
  '🙂'.repeat(20_001),
  '漢字'.repeat(5000),
  Array.from({ length: 9900 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(''),
  Array.from({ length: 3300 }, (_, i) => i.toString(36)).join(' '),
  ' \u00a0\u3000\ufeff',
  '\u200b',
]

/** Strings that somebody will send one day, each once. */
export const naughty: string[] = [...new Set([...(blns as string[]), ...ours])]

/** What no database stores as it is. */
export const unstorable = (text: string) => text.includes('\0') || !text.isWellFormed()
export const characters = (text: string) => [...text].length
