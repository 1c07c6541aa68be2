import type { MailWords } from './en-mail.ts'

/** Le français, pour les pages où mènent les e-mails. */
export const frMail: MailWords = {
  forgotTitle: 'Choisir un nouveau mot de passe',
  forgotLead: 'Nous envoyons un lien à votre adresse e-mail.',
  forgotSend: 'M’envoyer un lien',
  forgotSent: 'Regardez vos e-mails',
  forgotSentLead: 'Si quelqu’un ici a cette adresse, un lien y arrive. Il est valable une heure.',
  noMail: 'Ce serveur n’envoie pas d’e-mails',
  noMailLead: 'Demandez un nouveau mot de passe à ses responsables.',
  toSignIn: 'Retour à la connexion',
  resetTitle: 'Choisir un nouveau mot de passe',
  resetLead: 'Vous serez déconnecté partout, puis vous vous connecterez avec lui.',
  resetDone: 'Votre mot de passe est modifié. Connectez-vous avec lui.',
  verifyTitle: 'Est-ce votre adresse ?',
  verifyLead: 'Vous avez suivi un lien que nous avons envoyé à votre adresse e-mail.',
  verify: 'Oui, la confirmer',
  verifyDone: 'Merci',
  verifyDoneLead: (email) => `${email} est confirmée.`,
  verifyOverLead: 'Il a déjà servi, ou il est trop vieux. Vos réglages permettent d’en envoyer un autre.',
  linkOver: 'Ce lien ne vaut plus',
  linkOverLead: 'Il a déjà servi, ou il est trop vieux. Nous pouvons vous en envoyer un autre.',
  goOn: 'Continuer vers Parley',
}
