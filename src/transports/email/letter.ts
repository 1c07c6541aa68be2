import type { Language } from '../../db/schema.ts'
import type { CalendarMail, LinkMail, NoticeMail, Occasion } from '../../users/mail.ts'

/** What a mail says, before it is made into text and HTML. */
export interface Letter {
  subject: string
  title: string
  parts: Part[]
}

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'button'; label: string; url: string }
  /** What matters less. */
  | { kind: 'aside'; text: string }

/** What is filled in. The host is that of the public address. */
export interface Filling {
  host: string
  /** Where the button leads. */
  url: string
  name: string | null
  username: string | null
  /** To be typed. */
  code?: string
  /** What somebody is invited to. */
  about?: Occasion
}

/** One language: how it writes every mail. */
export interface Words {
  hello(name: string): string
  /** Under every mail. */
  foot(host: string): string
  /** Before the address of a button, for those who cannot press it. */
  orOpen: string
  mails: Record<LinkMail | NoticeMail, (filling: Filling) => Letter>
  calendar: Record<CalendarMail, (filling: Filling & { about: Occasion }) => Letter>
  test(filling: Filling): Letter
}

export const text = (text: string): Part => ({ kind: 'text', text })
export const aside = (text: string): Part => ({ kind: 'aside', text })
export const button = (label: string, url: string): Part => ({ kind: 'button', label, url })

export type Templates = Record<Language, Words>
