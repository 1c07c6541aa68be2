import { join, resolve } from 'node:path'
import { z } from 'zod'
import { day, second } from './clock.ts'

const whole = (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback)
const yesOrNo = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((word) => ['true', '1', 'yes'].includes(word))
const flag = (fallback: boolean) => yesOrNo.default(fallback)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

/** The backends whose clients are served, by the name of each. */
export const dialectNames = ['txchat', 'pictever', 'eclectic', 'playhub', 'chatapp'] as const
export type DialectName = (typeof dialectNames)[number]

const dialects = list.transform((names, context): DialectName[] => {
  if (names.join() === 'none') return []
  if (names.join() === 'all') return [...dialectNames]
  const unknown = names.filter((name) => !(dialectNames as readonly string[]).includes(name))
  if (unknown.length > 0 || names.length === 0)
    context.addIssue(
      `must be all, none, or some of ${dialectNames.join(',')}: not ${unknown.join(',') || 'empty'}`,
    )
  return names as DialectName[]
})

/** `Walks <talk@example.org>`, or the address alone. */
const sender = z.string().transform((text, context) => {
  const [, name = '', address = text] = /^\s*"?([^"<>\r\n]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  if (!z.email().safeParse(address.trim()).success)
    context.addIssue('must be an e-mail address, or a name and <address>')
  return { name, address: address.trim() }
})

/** How codes reach a telephone: `log`, `mailto:{number}@gateway`, or the address of a webhook. */
const smsWay = z.string().transform((text, context) => {
  if (text === 'off') return undefined
  if (text === 'log') return { by: 'log' as const }
  const to = /^mailto:(\S*\{number\}\S*@\S+)$/.exec(text)?.[1]
  if (to) return { by: 'mail' as const, to }
  const url = URL.parse(text)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '')
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere))
    return { by: 'webhook' as const, url: text }
  context.addIssue('must be off, log, mailto:{number}@a.gateway, or an https:// address')
  return undefined
})

/** Where a push service writes to when something is wrong with what we send (RFC 8292, 2.1). */
const pushContact = z
  .string()
  .refine(
    (text) => /^mailto:[^\s@]+@[^\s@]+$/.test(text) || URL.parse(text)?.protocol === 'https:',
    'must be mailto:somebody@example.org or an https:// address',
  )

/** Every setting, its default and its bounds. `.env.example` says the same in words. */
const settings = z.object({
  PORT: whole(3000, 0, 65_535),
  HOST: z.string().min(1).default('127.0.0.1'),
  PARLEY_DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  PARLEY_DIALECTS: dialects.default([...dialectNames]),
  PARLEY_DIALECT_PASSWORD_MIN: whole(4, 1, 128),
  PARLEY_DIALECT_TOKEN_DAYS: whole(30, 1, 3650),
  PARLEY_CLIENT_SETTINGS: z.string().optional(),
  PARLEY_PHONE_VERIFICATION: yesOrNo.optional(),
  SOCKETIO_CORS: list.default([]),
  PARLEY_PUBLIC_URL: z.url().optional(),
  PARLEY_CORS_ORIGINS: list.default([]),
  PARLEY_TRUST_PROXY: flag(false),
  PARLEY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  PARLEY_REGISTRATION: z.enum(['open', 'closed']).default('open'),
  PARLEY_PASSWORD_MIN: whole(8, 4, 128),
  PARLEY_DEFAULT_COUNTRY: z.string().length(2).toUpperCase().default('FR'),
  PARLEY_ACCESS_TOKEN_SECONDS: whole(3600, 1, 86_400),
  PARLEY_SESSION_DAYS: whole(60, 1, 3650),
  PARLEY_LOG_KEEP_DAYS: whole(90, 1),
  PARLEY_MAX_BODY_BYTES: whole(1_048_576, 1024),
  PARLEY_MAX_PICTURE_BYTES: whole(524_288, 1024, 16_777_216),
  PARLEY_MAX_MEDIA_BYTES: whole(104_857_600, 1024),
  PARLEY_MAX_IMAGE_BYTES: whole(33_554_432, 1024, 268_435_456),
  PARLEY_MAX_AUDIO_BYTES: z.coerce.number().int().min(0).optional(),
  PARLEY_MAX_VIDEO_BYTES: z.coerce.number().int().min(0).optional(),
  PARLEY_MAX_FILE_BYTES: z.coerce.number().int().min(0).optional(),
  PARLEY_MEDIA_QUOTA_BYTES: whole(5_368_709_120),
  PARLEY_S3_BUCKET: z.string().optional(),
  PARLEY_S3_ENDPOINT: z.url().optional(),
  PARLEY_S3_REGION: z.string().default('us-east-1'),
  PARLEY_S3_ACCESS_KEY_ID: z.string().optional(),
  PARLEY_S3_SECRET_ACCESS_KEY: z.string().optional(),
  PARLEY_S3_PREFIX: z.string().default(''),
  PARLEY_RATE_PER_MINUTE: whole(60_000),
  PARLEY_RATE_ANONYMOUS_PER_MINUTE: whole(6000),
  PARLEY_MAX_CONNECTIONS_PER_USER: whole(20, 1),
  PARLEY_MAX_MEMBERS: whole(10_000, 2),
  PARLEY_MAX_PENDING: whole(10_000, 1),
  PARLEY_MAX_RECIPIENTS: whole(500, 1, 5000),
  PARLEY_FUTURE_LEAST_SECONDS: whole(1, 0),
  PARLEY_FUTURE_MOST_YEARS: whole(100, 1, 1000),
  PARLEY_SEND_CHOICES: z.string().optional(),
  PARLEY_STATUS_LEVELS: z.string().optional(),
  PARLEY_HEARTBEAT_SECONDS: whole(25, 1, 240),
  PARLEY_MAX_BUFFER_BYTES: whole(1_048_576, 16_384),
  PARLEY_DRAIN_SECONDS: whole(5, 0, 120),
  PARLEY_DEFLATE: flag(false),
  PARLEY_METRICS_TOKEN: z.string().min(16).optional(),
  PARLEY_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' }).optional(),
  PARLEY_MAIL_FROM: sender.optional(),
  PARLEY_SMS: smsWay.optional(),
  PARLEY_SMS_SECRET: z.string().min(16).optional(),
  PARLEY_FCM_CREDENTIALS: z.string().min(1).optional(),
  PARLEY_APNS_KEY_FILE: z.string().min(1).optional(),
  PARLEY_APNS_KEY_ID: z.string().min(1).optional(),
  PARLEY_APNS_TEAM_ID: z.string().min(1).optional(),
  PARLEY_APNS_TOPIC: z.string().min(1).optional(),
  PARLEY_APNS_SANDBOX: flag(false),
  PARLEY_PUSH_CONTACT: pushContact.optional(),
  PARLEY_PUSH_PRIVATE_NETWORKS: flag(false),
  PARLEY_CONTACTS_PER_DAY: whole(5000, 1, 100_000),
})

/** Settings that are nothing without others. */
const together = settings.superRefine((it, context) => {
  const need = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (it.PARLEY_SMTP_URL && !it.PARLEY_MAIL_FROM) need('PARLEY_MAIL_FROM', 'is needed with PARLEY_SMTP_URL')
  if (it.PARLEY_SMTP_URL && !it.PARLEY_PUBLIC_URL)
    need('PARLEY_PUBLIC_URL', 'is needed with PARLEY_SMTP_URL: links in mail lead there')
  if (it.PARLEY_SMS?.by === 'mail' && !it.PARLEY_SMTP_URL)
    need('PARLEY_SMTP_URL', 'is needed with PARLEY_SMS=mailto:')
  if (it.PARLEY_SMS?.by === 'webhook' && !it.PARLEY_SMS_SECRET)
    need('PARLEY_SMS_SECRET', 'is needed with a webhook: it signs what is sent there')
  if (it.PARLEY_PHONE_VERIFICATION && !it.PARLEY_SMS)
    need('PARLEY_SMS', 'is needed with PARLEY_PHONE_VERIFICATION: codes are sent by it')
  requireWhole(it, need)
})

/** Storage and Apple's push, each of which needs all of its settings. */
function requireWhole(it: Settings, need: (path: string, message: string) => void): void {
  if (it.PARLEY_S3_BUCKET !== undefined)
    for (const name of ['PARLEY_S3_ACCESS_KEY_ID', 'PARLEY_S3_SECRET_ACCESS_KEY'] as const)
      if (it[name] === undefined) need(name, 'PARLEY_S3_BUCKET cannot be used without it')
  const apns = ['KEY_FILE', 'KEY_ID', 'TEAM_ID', 'TOPIC'].map(
    (name) => `PARLEY_APNS_${name}` as keyof typeof it,
  )
  const missing = apns.filter((name) => it[name] === undefined)
  if (missing.length < apns.length)
    for (const name of missing) need(name, 'is needed with the other settings of APNs')
}

type Settings = z.output<typeof settings>

function apnsOf(it: Settings) {
  if (!it.PARLEY_APNS_KEY_FILE) return undefined
  return {
    keyFile: resolve(it.PARLEY_APNS_KEY_FILE),
    keyId: it.PARLEY_APNS_KEY_ID!,
    teamId: it.PARLEY_APNS_TEAM_ID!,
    topic: it.PARLEY_APNS_TOPIC!,
    url: `https://api.${it.PARLEY_APNS_SANDBOX ? 'sandbox.' : ''}push.apple.com`,
  }
}

export type Config = ReturnType<typeof readConfig>

/**
 * Turns the environment into a checked configuration. The only reader of `process.env`.
 * @throws Error that names every setting that is wrong and what was expected of it.
 */
export function readConfig(env: Record<string, string | undefined> = process.env) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = together.safeParse(given)
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Some settings are wrong; .env.example explains each.\n${lines.join('\n')}`)
  }
  const it = read.data
  const maxMediaBytes = it.PARLEY_MAX_MEDIA_BYTES
  const dataDir = resolve(it.PARLEY_DATA_DIR)
  return {
    port: it.PORT,
    host: it.HOST,
    dataDir,
    databaseUrl: it.DATABASE_URL ?? `sqlite:${join(dataDir, 'parley.sqlite')}`,
    redisUrl: it.REDIS_URL,
    dialects: it.PARLEY_DIALECTS as readonly DialectName[],
    dialectPasswordMin: it.PARLEY_DIALECT_PASSWORD_MIN,
    /** No longer than the session, since nothing prolongs it. */
    dialectTokenMs: Math.min(it.PARLEY_DIALECT_TOKEN_DAYS, it.PARLEY_SESSION_DAYS) * day,
    clientSettings: it.PARLEY_CLIENT_SETTINGS,
    /** False: a number that a client of a dialect names counts as his. */
    phoneVerification: it.PARLEY_PHONE_VERIFICATION ?? it.PARLEY_SMS !== undefined,
    /** Origins whose pages may ask by a token, and open sockets, besides `corsOrigins`. */
    socketOrigins: it.SOCKETIO_CORS,
    publicUrl: it.PARLEY_PUBLIC_URL?.replace(/\/$/, ''),
    corsOrigins: it.PARLEY_CORS_ORIGINS,
    trustProxy: it.PARLEY_TRUST_PROXY,
    logLevel: it.PARLEY_LOG_LEVEL,
    registration: it.PARLEY_REGISTRATION,
    passwordMin: it.PARLEY_PASSWORD_MIN,
    defaultCountry: it.PARLEY_DEFAULT_COUNTRY,
    accessTokenMs: it.PARLEY_ACCESS_TOKEN_SECONDS * second,
    sessionMs: it.PARLEY_SESSION_DAYS * day,
    logKeepMs: it.PARLEY_LOG_KEEP_DAYS * day,
    maxBodyBytes: it.PARLEY_MAX_BODY_BYTES,
    maxPictureBytes: it.PARLEY_MAX_PICTURE_BYTES,
    maxMediaBytes: {
      image: Math.min(it.PARLEY_MAX_IMAGE_BYTES, maxMediaBytes),
      audio: Math.min(it.PARLEY_MAX_AUDIO_BYTES ?? maxMediaBytes, maxMediaBytes),
      video: Math.min(it.PARLEY_MAX_VIDEO_BYTES ?? maxMediaBytes, maxMediaBytes),
      file: Math.min(it.PARLEY_MAX_FILE_BYTES ?? maxMediaBytes, maxMediaBytes),
    },
    mediaQuotaBytes: it.PARLEY_MEDIA_QUOTA_BYTES,
    s3:
      it.PARLEY_S3_BUCKET === undefined
        ? undefined
        : {
            bucket: it.PARLEY_S3_BUCKET,
            endpoint: it.PARLEY_S3_ENDPOINT,
            region: it.PARLEY_S3_REGION,
            accessKeyId: it.PARLEY_S3_ACCESS_KEY_ID!,
            secretAccessKey: it.PARLEY_S3_SECRET_ACCESS_KEY!,
            prefix: it.PARLEY_S3_PREFIX,
          },
    ratePerMinute: it.PARLEY_RATE_PER_MINUTE,
    rateAnonymousPerMinute: it.PARLEY_RATE_ANONYMOUS_PER_MINUTE,
    maxConnectionsPerUser: it.PARLEY_MAX_CONNECTIONS_PER_USER,
    maxMembers: it.PARLEY_MAX_MEMBERS,
    maxPending: it.PARLEY_MAX_PENDING,
    maxRecipients: it.PARLEY_MAX_RECIPIENTS,
    futureLeastMs: it.PARLEY_FUTURE_LEAST_SECONDS * second,
    futureMostMs: it.PARLEY_FUTURE_MOST_YEARS * 365.25 * day,
    sendChoices: it.PARLEY_SEND_CHOICES,
    statusLevels: it.PARLEY_STATUS_LEVELS,
    heartbeatMs: it.PARLEY_HEARTBEAT_SECONDS * second,
    maxBufferBytes: it.PARLEY_MAX_BUFFER_BYTES,
    drainMs: it.PARLEY_DRAIN_SECONDS * second,
    deflate: it.PARLEY_DEFLATE,
    metricsToken: it.PARLEY_METRICS_TOKEN,
    /** Undefined: this server sends no mail. */
    mail: it.PARLEY_SMTP_URL ? { smtpUrl: it.PARLEY_SMTP_URL, from: it.PARLEY_MAIL_FROM! } : undefined,
    /** Undefined: numbers cannot be verified. */
    sms: it.PARLEY_SMS && { ...it.PARLEY_SMS, secret: it.PARLEY_SMS_SECRET ?? '' },
    /** Undefined: no push by Firebase. */
    fcmCredentials: it.PARLEY_FCM_CREDENTIALS && resolve(it.PARLEY_FCM_CREDENTIALS),
    /** Undefined: no push by Apple. */
    apns: apnsOf(it),
    pushContact:
      it.PARLEY_PUSH_CONTACT ??
      (it.PARLEY_PUBLIC_URL?.startsWith('https:') ? it.PARLEY_PUBLIC_URL : undefined),
    pushPrivateNetworks: it.PARLEY_PUSH_PRIVATE_NETWORKS,
    contactsPerDay: it.PARLEY_CONTACTS_PER_DAY,
  }
}

export const settingNames = Object.keys(settings.shape)

/** What the environment holds that looks like a setting of ours and is none: a misspelling, or of another version. */
export function unknownSettings(env: Record<string, string | undefined> = process.env): string[] {
  const ours = (name: string) => name.startsWith('PARLEY_') && !name.startsWith('PARLEY_TEST_')
  return Object.keys(env).filter((name) => ours(name) && !settingNames.includes(name))
}
