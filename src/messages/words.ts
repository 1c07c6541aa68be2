/** Accents, and the marks that make a letter or digit into an emoji: whoever searches leaves them out. */
const accents = /[\u{300}-\u{36F}\u{FE00}-\u{FE0F}\u{20E3}]+/gu
/** Long ones go on as another word, since databases bound how long a word may be. */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,63}/gu
/** Scripts that put no spaces between words. */
const unspaced = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}`
const parts = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, 'gu')
const ascii = /^[\0-\x7F]*$/

/** Makes alike what people search for as the same: case, accents, width, ligatures. */
function alike(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  // Accents first: one of them, the iota below a Greek letter, has a capital and would become a letter itself.
  const bare = text.normalize('NFKD').replace(accents, '')
  return bare.toUpperCase().toLowerCase().normalize('NFC').replaceAll('ς', 'σ')
}

/** The words of a text as they are stored for searching: each once, with spaces between. */
export function storedWords(text: string): string {
  return [...new Set(split(text).flatMap(pairs))].join(' ')
}

/** The words of a query. A text matches that holds, for each, a stored word that begins with it. */
export function wantedWords(query: string): string[] {
  return [...new Set(split(query).flatMap((part) => pairs(part).slice(0, lengthOf(part) > 1 ? -1 : 1)))]
}

/** How many words somebody would say that these are. */
export function countWords(query: string): number {
  return alike(query).match(word)?.length ?? 0
}

function split(text: string): string[] {
  return (alike(text).match(word) ?? []).flatMap((one) => one.match(parts) ?? [])
}

const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')
const lengthOf = (part: string) => (isUnspaced.test(part) ? [...part].length : 1)

/** Where nothing shows where words begin, every two neighbours are a word, and the last one alone. */
function pairs(part: string): string[] {
  if (!isUnspaced.test(part)) return [part]
  const letters = [...part]
  return letters.map((letter, i) => letter + (letters[i + 1] ?? ''))
}
