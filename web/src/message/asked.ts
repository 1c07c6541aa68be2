import { signal } from '@preact/signals'
import { say } from '../pieces/say.tsx'
import type { Message } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Something that was asked for about a message: it opens beside it or before everything. */
export interface Asked {
  what: 'menu' | 'react' | 'delete' | 'details' | 'send back'
  message: Message
  beside: DOMRect
}

export const asked = signal<Asked | null>(null)

/** The message whose actions are in sight. */
export const acting = signal<string | null>(null)

export function copyText({ text }: Pick<Message, 'text'>): void {
  void navigator.clipboard?.writeText(text).then(() => say(words.copied))
}
