import { enTogether, type TogetherWords } from './en-together.ts'
import { language } from './words.ts'

/** What the pages about projects and events say, which comes with them. */
export const said: TogetherWords =
  language === 'fr' ? (await import('./fr-together.ts')).frTogether : enTogether
