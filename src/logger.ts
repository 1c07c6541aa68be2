import pino, { type Logger } from 'pino'

export type { Logger }

/** Structured lines on standard error. Secrets, phone numbers and what people write never get in. */
export function createLogger(level: string): Logger {
  const secret = ['password', 'token', 'authorization', 'cookie', 'text', 'email', 'phone', 'body']
  const paths = secret.flatMap((name) => [name, `*.${name}`])
  return pino({ level, redact: { paths, censor: '[hidden]' }, base: undefined }, pino.destination(2))
}
