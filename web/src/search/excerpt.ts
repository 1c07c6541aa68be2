const BEFORE = 40
const MOST = 220

/** The part of a text around what was looked for, cut where it was found. */
export function excerpt(text: string, query: string): [text: string, hit: boolean][] {
  const wanted = query.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean)
  if (wanted.length === 0) return [[text.slice(0, MOST), false]]
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join('|')})[\\p{L}\\p{M}\\p{N}]*`, 'giu')
  const first = text.search(pattern)
  const start = first > BEFORE * 2 ? text.indexOf(' ', first - BEFORE) + 1 : 0
  const shown = (start > 0 ? '… ' : '') + text.slice(start, start + MOST)
  const pieces: [string, boolean][] = []
  let at = 0
  for (const match of shown.matchAll(pattern)) {
    pieces.push([shown.slice(at, match.index), false], [match[0], true])
    at = match.index + match[0].length
  }
  return [...pieces, [shown.slice(at), false]]
}
