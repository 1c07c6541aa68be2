/** English, for the pages that links in mails lead to, and for asking for such a mail. */
export const enMail = {
  forgotTitle: 'Choose a new password',
  forgotLead: 'We send a link to your e-mail address.',
  forgotSend: 'Send me a link',
  forgotSent: 'Look into your mail',
  forgotSentLead: 'If somebody here has this address, a link is on its way to it. It is good for an hour.',
  noMail: 'This server sends no mail',
  noMailLead: 'Ask whoever runs it for a new password.',
  toSignIn: 'Back to the log-in',
  resetTitle: 'Choose a new password',
  resetLead: 'You are then logged out everywhere, and log in with it.',
  resetDone: 'Your password is changed. Log in with it.',
  verifyTitle: 'Is this your address?',
  verifyLead: 'You have followed a link that we sent to your e-mail address.',
  verify: 'Yes, confirm it',
  verifyDone: 'Thank you',
  verifyDoneLead: (email: string) => `${email} is confirmed.`,
  verifyOverLead: 'It was used already, or is too old. A new one can be sent from your settings.',
  linkOver: 'This link is good no more',
  linkOverLead: 'It was used already, or is too old. Let us send you a new one.',
  goOn: 'Go on to Parley',
}

export type MailWords = typeof enMail
