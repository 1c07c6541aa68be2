import { enMedia, type MediaWords } from './en-media.ts'
import { language } from './words.ts'

/** What the parts say that are fetched later. */
export const mediaWords: MediaWords = language === 'fr' ? (await import('./fr-media.ts')).frMedia : enMedia
