import { enGames, type GamesWords } from './en-games.ts'
import { language } from './words.ts'

/** What the pages about games say. They come with these pages: the first view does not wait for them. */
export const said: GamesWords = language === 'fr' ? (await import('./fr-games.ts')).frGames : enGames
