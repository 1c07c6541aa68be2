import { plainOf } from '../message/marks.ts'
import type { Media, MediaKind, Message } from '../store/things.ts'
import { words } from '../words/words.ts'

const order: MediaKind[] = ['image', 'video', 'audio', 'file']

/** A message in one line: its words, or else what was sent without any. */
export function gistOf({ text, media = [] }: Pick<Message, 'text'> & { media?: Media[] }): string {
  return plainOf(text) || kindsIn(media.map(({ kind }) => kind))
}

/** What is there besides words: `Photo`, `2 photos, file`. */
export function kindsIn(kinds: MediaKind[]): string {
  return order
    .map((kind) => [kind, kinds.filter((one) => one === kind).length] as const)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => words.ofKind[kind](n))
    .join(', ')
}
