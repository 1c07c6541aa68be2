import { createTransport } from 'nodemailer'
import { second } from '../../clock.ts'
import type { Outcome } from '../../outbox/settle.ts'

/** What goes over the wire, for one person. */
export interface Mail {
  to: string
  subject: string
  text: string
  html?: string
  language?: string
  /** An iCalendar object for the calendar of the reader, and what it asks of it (RFC 6047). */
  calendar?: { method: string; content: string }
  /** Made from the id in the outbox: what is sent again after a crash is known as the same. */
  id: string
  date: Date
}

export interface SmtpSettings {
  /** `smtp://user:password@host:587`: TLS by STARTTLS; `smtps://`: TLS from the start. */
  smtpUrl: string
  from: { name: string; address: string }
}

/** The edges of the world, for tests to replace. */
export interface SmtpEdges {
  /** A certificate (PEM) that is trusted besides the usual ones. */
  ca?: string
  timeoutMs?: number
}

/** Mail servers take it amiss if one of their clients comes through many doors at once. */
const MOST_AT_ONCE = 5

const here = ['localhost', '127.0.0.1', '[::1]']

/** How to reach the server that a URL names. Only on this machine may what is said be readable on the way. */
export function connectionTo(smtpUrl: string, { ca, timeoutMs = 15 * second }: SmtpEdges = {}) {
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const isHere = here.includes(url.hostname)
  const { username, password } = url
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isHere,
    ignoreTLS: !secure && isHere,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    tls: { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Speaks SMTP (RFC 5321) with the server that the settings name; one connection for each mail. */
export function openSmtp({ smtpUrl, from }: SmtpSettings, edges: SmtpEdges = {}) {
  const domain = from.address.split('@').at(-1)!
  const transport = createTransport({ ...connectionTo(smtpUrl, edges), name: domain })
  const inTurn = turns(MOST_AT_ONCE)

  async function send({ id, language, calendar, ...mail }: Mail, signal?: AbortSignal): Promise<Outcome> {
    try {
      await transport.sendMail({
        ...mail,
        to: { name: '', address: mail.to },
        from,
        messageId: `<${id}@${domain}>`,
        // Written by a program (RFC 3834): no answering machine replies to it.
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(language ? { 'Content-Language': language } : {}),
        },
        ...(calendar ? { icalEvent: { ...calendar, filename: 'invitation.ics' } } : {}),
        ...(signal ? { signal } : {}),
      })
      return { result: 'sent' }
    } catch (error) {
      return outcomeOf(error as SmtpError)
    }
  }

  return {
    send: (mail: Mail, signal?: AbortSignal) => inTurn(() => send(mail, signal)),
    /** Connects and logs in, and sends nothing. @throws Error with what the other side said */
    check: () => transport.verify(),
  }
}

export type Smtp = ReturnType<typeof openSmtp>

/** Lets so many work at once; the others wait for one of them to end. */
function turns(most: number) {
  const waiting: (() => void)[] = []
  let free = most
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
}

/**
 * What the other side's refusal means (RFC 5321, 4.2.1): 4xx is for now, 5xx for good. A refusal to talk to us at all, or
 * of our own address, is for now, too: whoever runs the server can mend it.
 */
function outcomeOf({ code, command = '', responseCode = 0, message }: SmtpError): Outcome {
  // The reason is kept, and gets into the server's log: whose address it is about does not.
  const reason = message.replaceAll(/[^\s<>"'@]+@[^\s<>"'@]+/g, '…')
  const isAboutMail = ['EENVELOPE', 'EMESSAGE'].includes(code ?? '') && command !== 'MAIL FROM'
  if (!isAboutMail || (responseCode >= 400 && responseCode < 500)) return { result: 'later', reason }
  if (command === 'RCPT TO') return { result: 'gone', reason }
  return { result: 'refused', reason }
}
