import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { certificate } from './certificate.ts'
import { type ReadMail, readMail } from './read-mail.ts'
import { until } from './until.ts'

/** A mail as it came in, with how it came. */
export interface Received extends ReadMail {
  to: string[]
  from: string
  user: string | undefined
  secure: boolean
}

interface Behaviour extends SMTPServerOptions {
  address?: string
  /** The answer to each RCPT TO and to each mail: a code such as 451 refuses it. */
  rcpt?: (address: string) => number | undefined
  data?: () => number | undefined
}

const refusal = (code: number | undefined, about = '') =>
  code === undefined
    ? null
    : Object.assign(new Error(`Refused with ${code} ${about}`), { responseCode: code })

/** A mail server that speaks the real protocol, takes every mail and keeps it. */
export async function mailServer({ address = '127.0.0.1', rcpt, data, ...options }: Behaviour = {}) {
  const mails: Received[] = []
  const seen = { connections: 0, attempts: 0, most: 0 }
  const server = new SMTPServer({
    ...certificate(),
    authOptional: true,
    hideSMTPUTF8: false,
    disableReverseLookup: true,
    ...options,
    onConnect(_session, done) {
      seen.connections++
      seen.most = Math.max(seen.most, server.connections.size)
      done()
    },
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onRcptTo({ address }, _session, done) {
      seen.attempts++
      done(refusal(rcpt?.(address), `<${address}>`))
    },
    async onData(stream, session, done) {
      const chunks: Uint8Array[] = []
      for await (const chunk of stream) chunks.push(chunk as Uint8Array)
      const refused = refusal(data?.())
      const { mailFrom, rcptTo } = session.envelope
      if (!refused)
        mails.push({
          ...readMail(Buffer.concat(chunks).toString('utf8')),
          to: rcptTo.map((one) => one.address),
          from: mailFrom ? mailFrom.address : '',
          user: session.user as string | undefined,
          secure: session.secure,
        })
      done(refused)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, address, listening))
  const { port } = server.server.address() as AddressInfo
  return {
    mails,
    seen,
    port,
    url: `smtp://${address}:${port}`,
    /** What makes a server send its mail here. */
    env: {
      PARLEY_SMTP_URL: `smtp://${address}:${port}`,
      PARLEY_MAIL_FROM: 'Walks <talk@example.org>',
      PARLEY_PUBLIC_URL: 'http://talk.example.org',
    },
    /** The next mails, as soon as there are so many. They are not there any more afterwards. */
    async take(many = 1): Promise<Received[]> {
      await until(() => mails.length >= many)
      return mails.splice(0, many)
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((closed) => server.close(closed))
    },
  }
}

export type MailServer = Awaited<ReturnType<typeof mailServer>>
