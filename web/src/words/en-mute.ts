/** English, for muting a chat. */
export const enMute = {
  mute: 'Mute',
  unmute: 'Unmute',
  oneHour: 'For 1 hour',
  eightHours: 'For 8 hours',
  tomorrow: 'Until tomorrow morning',
  forEver: 'For ever',
  mutedUntil: (when: string) => `Muted until ${when}.`,
  mutedForEver: 'Muted for ever.',
  unmuted: 'No longer muted.',
  nevertheless: 'You are still told of mentions, replies and letters to you.',
}

export type MuteWords = typeof enMute
