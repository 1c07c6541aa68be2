import { enMute, type MuteWords } from './en-mute.ts'
import { language } from './words.ts'

/** What is said of muting a chat, which comes with the details of chats. */
export const muteWords: MuteWords = language === 'fr' ? (await import('./fr-mute.ts')).frMute : enMute
