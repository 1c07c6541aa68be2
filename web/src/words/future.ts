import { enFuture, type FutureWords } from './en-future.ts'
import { language } from './words.ts'

/** What the pages about messages to the future say. They come with these pages: the first view does not wait for them. */
export const said: FutureWords = language === 'fr' ? (await import('./fr-future.ts')).frFuture : enFuture
