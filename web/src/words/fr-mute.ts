import type { MuteWords } from './en-mute.ts'

/** Le français de la sourdine. */
export const frMute: MuteWords = {
  mute: 'Mettre en sourdine',
  unmute: 'Lever la sourdine',
  oneHour: 'Pendant 1 heure',
  eightHours: 'Pendant 8 heures',
  tomorrow: 'Jusqu’à demain matin',
  forEver: 'Pour toujours',
  mutedUntil: (when) => `En sourdine jusqu’à ${when}.`,
  mutedForEver: 'En sourdine pour toujours.',
  unmuted: 'La sourdine est levée.',
  nevertheless: 'Mentions, réponses et lettres pour vous vous sont tout de même signalées.',
}
