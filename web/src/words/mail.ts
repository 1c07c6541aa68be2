import { enMail, type MailWords } from './en-mail.ts'
import { language } from './words.ts'

/** What the pages say to which links in mails lead, which comes with them. */
export const said: MailWords = language === 'fr' ? (await import('./fr-mail.ts')).frMail : enMail
