import { enKeys, type KeyWords } from './en-keys.ts'
import { language } from './words.ts'

/** What the keyboard can do. It comes with the sheet that says so. */
export const keys: KeyWords = language === 'fr' ? (await import('./fr-keys.ts')).frKeys : enKeys
