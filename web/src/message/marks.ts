/** What a text is made of: plain words, and a few simple marks. Only ever shown as text. */
export type Mark =
  | { is: 'text' | 'code' | 'block' | 'link'; text: string }
  | { is: 'mention'; text: string; username: string }
  | { is: 'bold' | 'italic' | 'strike'; marks: Mark[] }

const block = /```(?:[\w+-]*\n)?([\s\S]+?)```/
const code = /`([^`\n]+)`/
/** Marks that turn the direction of writing end an address: behind them it would read as another one. */
const link = /\bhttps?:\/\/[^\s<>"'`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/
const mention = /(?<![\p{L}\p{N}_@])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}_-])?)/u
/** What is between two marks begins and ends like words, so that `2 * 3 * 4` and `_; }_` stay as they are. */
const begins = String.raw`(?=[\p{L}\p{N}\p{Extended_Pictographic}"'“«‘(@*_~])`
const ends = String.raw`(?<=[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u{FE0F}"'”»’).!?…*_~])`
const bold = between('*')
const italic = between('_')
const strike = between('~')

function between(mark: string): RegExp {
  const [one, outside] = [mark === '*' ? String.raw`\*` : mark, String.raw`[\p{L}\p{N}${mark}]`]
  const many = mark === '_' ? '' : '{1,2}'
  const inner = `([^${mark}\\n]+?)`
  return new RegExp(`(?<!${outside})${one}${many}${begins}${inner}${ends}${one}${many}(?!${outside})`, 'u')
}

const kinds = [
  ['block', block],
  ['code', code],
  ['link', link],
  ['mention', mention],
  ['bold', bold],
  ['italic', italic],
  ['strike', strike],
] as const

const all = new RegExp(kinds.map(([name, { source }]) => `(?<${name}>${named(source)})`).join('|'), 'gu')

/** The inner groups lose their capturing, so that only the kinds have names. */
function named(source: string): string {
  return source.replaceAll(/(?<!\\)\((?!\?)/g, '(?:')
}

/** Reads the marks of a text. */
export function marksOf(text: string, deep = 0): Mark[] {
  const marks: Mark[] = []
  let at = 0
  for (const match of text.matchAll(all)) {
    if (match.index > at) marks.push({ is: 'text', text: text.slice(at, match.index) })
    const whole = match[0]
    const [name] = kinds.find(([kind]) => match.groups![kind] !== undefined)!
    const [mark, taken] = read(name, whole, deep)
    marks.push(mark)
    at = match.index + taken
    if (taken < whole.length) marks.push({ is: 'text', text: whole.slice(taken) })
    at = match.index + whole.length
  }
  if (at < text.length) marks.push({ is: 'text', text: text.slice(at) })
  return marks
}

function read(name: (typeof kinds)[number][0], whole: string, deep: number): [Mark, number] {
  if (name === 'link') {
    const text = trimmed(whole)
    return [{ is: leads(text) ? 'link' : 'text', text }, text.length]
  }
  if (name === 'mention') return [{ is: 'mention', text: whole, username: whole.slice(1) }, whole.length]
  const inner = kinds.find(([kind]) => kind === name)![1].exec(whole)?.[1] ?? whole
  if (name === 'block' || name === 'code') return [{ is: name, text: inner.replace(/\n$/, '') }, whole.length]
  const marks: Mark[] = deep < 3 ? marksOf(inner, deep + 1) : [{ is: 'text', text: inner }]
  return [{ is: name, marks }, whole.length]
}

/** What ends a sentence does not belong to the address in it, nor a bracket that was opened before it. */
function trimmed(url: string): string {
  let closedBefore = url.split(')').length - url.split('(').length
  let end = url.length
  for (; end > 0; end--) {
    const last = url[end - 1]!
    if (last === ')' && closedBefore > 0) closedBefore--
    else if (!'.,;:!?…»”’*_~'.includes(last)) break
  }
  return url.slice(0, end)
}

/** Is it an address, and is what stands before the first slash where it leads? In `https://bank.example@thief.example` it is not. */
function leads(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** A text in one line, without its marks: for lists and for reading out. */
export function plainOf(text: string): string {
  return marksOf(text.slice(0, 500)).map(plain).join('').replaceAll(/\s+/g, ' ').trim()
}

function plain(mark: Mark): string {
  return 'marks' in mark ? mark.marks.map(plain).join('') : mark.text
}
