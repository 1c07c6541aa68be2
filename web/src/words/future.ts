import { type FutureWords, futureEn } from './future-en.ts'
import { language } from './words.ts'

/** What the pages about messages to the future say. They come with these pages: the first view does not wait for them. */
export const said: FutureWords = language === 'fr' ? (await import('./future-fr.ts')).futureFr : futureEn
